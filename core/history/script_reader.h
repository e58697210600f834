// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

#include <QByteArray>
#include <QHash>

namespace strandline::history {

struct ScriptTexts
{
    QHash<QByteArray, QByteArray> bytes; ///< SHA-256 to the bytes of the file; what is not kept is absent
    QList<base::Error> problems; ///< texts that do not have the digest they are filed under
};

/// The texts that ran, by SHA-256. A database without strandline_script gives nothing, which is not an error.
base::Result<ScriptTexts> readScripts(
    db::Connection& connection, const QString& schema, const QList<QByteArray>& digests);

} // namespace strandline::history
