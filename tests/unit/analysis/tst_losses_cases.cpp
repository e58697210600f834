// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/data_loss.h"
#include "tests/unit/analysis/case_sections.h"

#include <QTest>

using namespace strandline;
using analysis::DataLoss;

namespace {

/// "2 drop-column orders.note | "orders" | "note"": cases may leave the bars out.
QString describe(const DataLoss& loss)
{
    QString text =
        QStringLiteral("%1 %2 %3").arg(loss.statement).arg(analysis::lossKindName(loss.kind), loss.object);
    if (loss.cascades)
        text += QLatin1String(" cascade");
    text += QLatin1String(" | ") + loss.table + QLatin1String(" | ") + loss.columns.join(QLatin1Char(','));
    if (!loss.keptColumns.isEmpty())
        text += QLatin1String(" | kept ") + loss.keptColumns.join(QLatin1Char(','));
    if (!loss.newType.isEmpty())
        text += QLatin1String(" | to ") + loss.newType;
    if (!loss.parts.isEmpty())
        text += QLatin1String(" | of ") + loss.parts.join(QLatin1Char(','));
    return text.trimmed();
}

} // namespace

/// Every case of tests/cases/losses/<dialect>/*.case: a script and each loss in it, in order; "none" when
/// there is none, and "note N summary" for what was not looked into.
class LossesCases : public QObject
{
    Q_OBJECT

private slots:
    void cases_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QStringList>("expected");
        QTest::addColumn<int>("dialect");
        for (const auto dialect : {sql::Dialect::PostgreSql, sql::Dialect::MySql, sql::Dialect::Sqlite}) {
            const QString name = sql::dialectName(dialect);
            const auto sections =
                test::readCaseFolder(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/losses/") + name);
            QVERIFY(!sections.isEmpty());
            for (const test::CaseSection& section : sections)
                QTest::newRow(qPrintable(name + QLatin1Char('/') + section.title))
                    << section.text << section.expected << int(dialect);
        }
    }

    void cases()
    {
        QFETCH(QByteArray, script);
        QFETCH(QStringList, expected);
        QFETCH(int, dialect);
        QVERIFY2(!expected.isEmpty(), "a case needs its expectation");
        migration::Script value;
        value.bytes = script;
        const analysis::LossScan scan = analysis::findLosses(value, sql::Dialect(dialect));
        QStringList found;
        for (const DataLoss& loss : scan.losses) {
            const QString full = describe(loss);
            const qsizetype place = found.size();
            const bool wantsFull = expected.value(place).contains(QLatin1String(" | "));
            found.append(wantsFull ? full : full.section(QLatin1String(" | "), 0, 0));
            QVERIFY(!loss.sentence.isEmpty());
            QVERIFY(loss.line > 0);
        }
        for (const base::Error& note : scan.notUnderstood)
            found.append(QStringLiteral("note %1 %2").arg(note.position.statement).arg(note.summary));
        if (found.isEmpty())
            found.append(QStringLiteral("none"));
        QCOMPARE(found.join(QLatin1Char('\n')), expected.join(QLatin1Char('\n')));
    }
};

QTEST_GUILESS_MAIN(LossesCases)
#include "tst_losses_cases.moc"
