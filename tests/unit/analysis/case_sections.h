// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QList>
#include <QStringList>

namespace strandline::test {

/// One case of a data file: a title, the text, and what is expected of it.
///
///     == title
///     DROP TABLE invoice;
///     => 1 drop-table invoice
struct CaseSection
{
    QString title; ///< with the file's name before it
    QByteArray text;
    QStringList expected;
    int line = 0; ///< of the title in its file
};

inline QList<CaseSection> readCaseFile(const QString& path)
{
    QList<CaseSection> sections;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return sections;
    int number = 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        ++number;
        if (line.startsWith("== ")) {
            CaseSection section;
            section.title =
                QFileInfo(path).completeBaseName() + QLatin1String(": ") + QString::fromUtf8(line.mid(3));
            section.line = number;
            sections.append(section);
        } else if (sections.isEmpty()) {
            continue; // what the file is about
        } else if (line.startsWith("=> ")) {
            sections.last().expected.append(QString::fromUtf8(line.mid(3).trimmed()));
        } else {
            sections.last().text += line + '\n';
        }
    }
    return sections;
}

/// Every section of every *.case in the folder.
inline QList<CaseSection> readCaseFolder(const QString& folder)
{
    QList<CaseSection> sections;
    const QDir dir(folder);
    for (const QString& name : dir.entryList({QStringLiteral("*.case")}, QDir::Files, QDir::Name))
        sections += readCaseFile(dir.filePath(name));
    return sections;
}

} // namespace strandline::test
