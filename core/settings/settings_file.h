// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>

#include <functional>

namespace strandline::settings {

/// A small JSON file of the program, for one typed settings value each. Never holds secrets.
class SettingsFile
{
public:
    explicit SettingsFile(QString path);

    const QString& path() const { return m_path; }

    /// An absent or empty file is an empty object. Invalid when the file holds something else.
    base::Result<QJsonObject> read() const;

    /// Reads, changes and writes. When another process wrote in between, the change is made again on what it
    /// wrote, so neither loses its part; keys that the change does not touch stay, also those of a newer
    /// program. A file that cannot be understood is kept beside as "<name>.broken" and begun anew.
    base::Result<void> update(const std::function<void(QJsonObject&)>& change) const;

private:
    QString m_path;
};

} // namespace strandline::settings
