// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/runner/settle_case.h"

#include <QFile>
#include <QMap>

namespace strandline::test {

namespace {

using runner::SettleKind;

Deed deedOf(const QStringList& words)
{
    static const QMap<QString, SettleKind> kinds {{QStringLiteral("baseline"), SettleKind::Baseline},
        {QStringLiteral("applied"), SettleKind::MarkApplied},
        {QStringLiteral("skipped"), SettleKind::MarkSkipped},
        {QStringLiteral("pending"), SettleKind::MarkPending},
        {QStringLiteral("resolve"), SettleKind::Resolve}, {QStringLiteral("text"), SettleKind::AcceptText},
        {QStringLiteral("forget"), SettleKind::ForgetMissing}};
    Deed deed;
    if (!kinds.contains(words.value(1)))
        qFatal("no such settling: %s", qPrintable(words.join(QLatin1Char(' '))));
    deed.kind = kinds.value(words.at(1));
    for (const QString& word : words.mid(2)) {
        if (word == QLatin1String("as=applied"))
            deed.resolvedTo = SettleKind::MarkApplied;
        else if (word.startsWith(QLatin1String("version=")))
            deed.version = word.mid(8);
        else if (word != QLatin1String("as=pending"))
            deed.ids.append(word);
    }
    return deed;
}

} // namespace

QList<SettleCase> readSettleCases(const QString& folder)
{
    QFile file(folder + QStringLiteral("/settle.case"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no cases in %s", qPrintable(folder));
    QList<SettleCase> cases;
    for (const QString& raw : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))) {
        const QString text = raw.trimmed();
        if (text.isEmpty() || text.startsWith(QLatin1Char('#')))
            continue;
        const QString rest = text.section(QLatin1Char(' '), 1);
        if (text.startsWith(QLatin1String("== "))) {
            cases.append(SettleCase());
            cases.last().story.name = rest;
        } else if (text.startsWith(QLatin1String("> "))) {
            cases.last().expected.append(rest);
        } else if (text.startsWith(QLatin1String("settle "))) {
            cases.last().deeds.append(deedOf(text.split(QLatin1Char(' '))));
        } else if (text.startsWith(QLatin1String("- "))) {
            cases.last().deeds.last().lines.append(rest);
        } else if (text.startsWith(QLatin1String("+ "))) {
            cases.last().deeds.last().events.append(rest);
        } else if (text.startsWith(QLatin1String("! "))) {
            cases.last().deeds.last().refusal = rest;
        } else {
            addStoryLine(cases.last().story, text);
        }
    }
    return cases;
}

} // namespace strandline::test
