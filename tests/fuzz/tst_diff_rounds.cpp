// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/diff_round.h"
#include "tests/support/live_database.h"
#include "tests/support/schema_generator.h"

#include <QTest>

using namespace strandline;

/// A few rounds with fixed seeds; `./dev fuzz-diff` goes on from there.
class TestDiffRounds : public QObject
{
    Q_OBJECT
private slots:
    void aSeedMakesTheSame_data() { test::addEngineRows(); }
    void aSeedMakesTheSame()
    {
        QFETCH(sql::Dialect, dialect);
        const auto texts = [dialect](unsigned seed) {
            test::SchemaGenerator generator(dialect, seed);
            const auto before = generator.schema();
            const auto after = generator.edited(before);
            return generator.statements(before) + generator.rows(before) + generator.statements(after);
        };
        QCOMPARE(texts(7), texts(7));
        QVERIFY(texts(7) != texts(8));
    }

    void rounds_data() { test::addEngineRows(); }
    void rounds()
    {
        QFETCH(sql::Dialect, dialect);
        STRANDLINE_NEEDS_ENGINE(dialect);
        int differences = 0;
        int columnsKept = 0;
        for (unsigned seed = 1; seed <= 15; ++seed) {
            const fuzz::DiffRound round = fuzz::runDiffRound(dialect, seed);
            QVERIFY2(round.problem.isEmpty(),
                qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(round.problem)));
            differences += round.differences;
            columnsKept += round.columnsKept;
        }
        // Rounds in which nothing differs and nothing is kept would hold for any program.
        QVERIFY(differences > 15);
        QVERIFY(columnsKept > 15);
    }
};

QTEST_GUILESS_MAIN(TestDiffRounds)
#include "tst_diff_rounds.moc"
