// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QList>
#include <QString>
#include <QStringList>
#include <QtDebug>

/// Cases as data: "== name" begins a case, "key: value" is an entry, "| text" continues the entry above with
/// a line, "#" in the first column is a comment. Keys may repeat.
namespace strandline::testing {

struct CaseEntry
{
    QString key;
    QString value;
    QStringList lines;
};

struct Case
{
    QString name;
    int line = 0;
    QList<CaseEntry> entries;

    QStringList all(const QString& key) const
    {
        QStringList values;
        for (const CaseEntry& entry : entries)
            if (entry.key == key)
                values << entry.value;
        return values;
    }
    QString first(const QString& key) const { return all(key).value(0); }
    bool has(const QString& key) const { return !all(key).isEmpty(); }
};

inline QList<Case> readCases(const QString& path)
{
    QList<Case> cases;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no cases in %s", qPrintable(path));
    int number = 0;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        ++number;
        if (line.startsWith(QLatin1String("== "))) {
            cases << Case {line.mid(3).trimmed(), number, {}};
        } else if (line.startsWith(QLatin1String("| ")) || line == QLatin1String("|")) {
            cases.last().entries.last().lines << line.mid(2);
        } else if (!line.isEmpty() && !line.startsWith(QLatin1Char('#'))) {
            const qsizetype colon = line.indexOf(QLatin1Char(':'));
            if (colon < 0 || cases.isEmpty())
                qFatal("%s:%d is no entry", qPrintable(path), number);
            // One blank behind the colon belongs to the file, further ones to the value.
            QString value = line.mid(colon + 1);
            if (value.startsWith(QLatin1Char(' ')))
                value.remove(0, 1);
            cases.last().entries << CaseEntry {line.left(colon), value, {}};
        }
    }
    return cases;
}

} // namespace strandline::testing
