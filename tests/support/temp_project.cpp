// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/temp_project.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace strandline::test {

TempProject::TempProject()
    : m_path(m_outer.filePath(QStringLiteral("we;ird \"näme\" %20#?")))
{
    QDir().mkpath(m_path);
}

QString TempProject::filePath(const QString& relative) const
{
    return m_path + QLatin1Char('/') + relative;
}

QString TempProject::write(const QString& relative, const QByteArray& bytes) const
{
    const QString path = filePath(relative);
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).absolutePath()) || !file.open(QIODevice::WriteOnly)
        || file.write(bytes) != bytes.size())
        return {};
    return path;
}

QByteArray TempProject::read(const QString& relative) const
{
    QFile file(filePath(relative));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace strandline::test
