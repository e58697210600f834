// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/data_loss.h"
#include "tests/unit/analysis/case_sections.h"

#include <QTest>

using namespace strandline;

/// Every case of tests/cases/inverse/<dialect>.case: a statement, the one that takes it back and what to know
/// about that; "none" when there is no sure way back.
class InverseCases : public QObject
{
    Q_OBJECT

private slots:
    void cases_data()
    {
        QTest::addColumn<QByteArray>("statement");
        QTest::addColumn<QStringList>("expected");
        QTest::addColumn<int>("dialect");
        for (const auto dialect : {sql::Dialect::PostgreSql, sql::Dialect::MySql, sql::Dialect::Sqlite}) {
            const auto sections =
                test::readCaseFile(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/inverse/%1.case")
                                       .arg(sql::dialectName(dialect)));
            QVERIFY(!sections.isEmpty());
            for (const test::CaseSection& section : sections)
                QTest::newRow(qPrintable(section.title))
                    << section.text.trimmed() << section.expected << int(dialect);
        }
    }

    void cases()
    {
        QFETCH(QByteArray, statement);
        QFETCH(QStringList, expected);
        QFETCH(int, dialect);
        const auto inverse = analysis::inverseOf(statement, sql::Dialect(dialect));
        QStringList found {inverse ? inverse->sql : QStringLiteral("none")};
        if (inverse && !inverse->warning.isEmpty())
            found.append(QStringLiteral("warns ") + inverse->warning);
        QCOMPARE(found.join(QLatin1Char('\n')), expected.join(QLatin1Char('\n')));
    }
};

QTEST_GUILESS_MAIN(InverseCases)
#include "tst_inverse_cases.moc"
