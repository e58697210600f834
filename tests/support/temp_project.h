// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

namespace strandline::test {

/// A folder with an odd name that disappears with the object.
class TempProject
{
public:
    TempProject();

    bool isValid() const { return m_outer.isValid(); }
    QString path() const { return m_path; }
    QString filePath(const QString& relative) const;
    /// Writes a file, making its folders; returns its absolute path, empty on failure.
    QString write(const QString& relative, const QByteArray& bytes) const;
    QByteArray read(const QString& relative) const;

private:
    QTemporaryDir m_outer;
    QString m_path;
};

} // namespace strandline::test
