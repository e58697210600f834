// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/sql/meaning_digest.h"
#include "core/usecase/show_migration.h"

#include <QtTest>

using namespace strandline;
using usecase::TextVerdict;

class TestShowMigration : public QObject
{
    Q_OBJECT

private slots:
    void found_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("expected"); // id, or "code: part of the detail"
        const auto row = [](const char* words, const char* expected) {
            QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(expected);
        };
        row("20260101120000", "20260101120000_add_users");
        row("20260101120000_add_users", "20260101120000_add_users");
        row("  20260101120000  ", "20260101120000_add_users");
        row("add_users", "20260101120000_add_users");
        row("ADD_users", "20260101120000_add_users");
        row("add_users_index", "20260102120000_add_users_index");
        row("20260102", "20260102120000_add_users_index");
        row("0042", "0042_old");
        row("42", "0042_old");
        row("totals", "totals");
        row("tot", "totals");
        row("2026", "invalid: 20260101120000_add_users, 20260102120000_add_users_index");
        row("users_index", "not-found: 20260102120000_add_users_index");
        row("nothing", "not-found: Neither");
        row("", "invalid: ");
    }
    void found()
    {
        QFETCH(QString, words);
        QFETCH(QString, expected);
        const auto entry = usecase::findEntry(timeline(), words);
        const QString answer = entry
            ? entry->id()
            : base::errorCodeName(entry.error().code) + QStringLiteral(": ") + entry.error().detail;
        QVERIFY2(entry ? answer == expected
                       : answer.contains(expected.section(QLatin1String(": "), 1))
                    && answer.startsWith(expected.section(QLatin1Char(':'), 0, 0)),
            qPrintable(answer));
        if (!entry)
            QVERIFY(!entry.error().hint.isEmpty());
    }

    void manyCandidatesAreCounted()
    {
        migration::Timeline timeline;
        for (int i = 0; i < 30; ++i) {
            migration::TimelineEntry entry;
            entry.version = QString::number(20260101000000 + i);
            entry.name = QStringLiteral("m");
            timeline.entries.append(entry);
        }
        const auto entry = usecase::findEntry(timeline, QStringLiteral("m"));
        QVERIFY(!entry);
        QVERIFY(entry.error().summary.contains(QLatin1String("30")));
        QVERIFY(entry.error().detail.contains(QLatin1String("and 22 more")));
    }

    void verdict_data()
    {
        QTest::addColumn<QByteArray>("ran");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<bool>("recorded");
        QTest::addColumn<TextVerdict>("expected");
        const QByteArray text = "SELECT 1;\nSELECT 2;\n";
        QTest::newRow("same") << text << text << true << TextVerdict::Same;
        QTest::newRow("same, not recorded") << text << text << false << TextVerdict::Same;
        QTest::newRow("CRLF") << text << QByteArray("SELECT 1;\r\nSELECT 2;\r\n") << true
                              << TextVerdict::LineEndsDiffer;
        QTest::newRow("BOM") << text << QByteArray("\xEF\xBB\xBF" + text) << true
                             << TextVerdict::LineEndsDiffer;
        QTest::newRow("last line end")
            << text << QByteArray("SELECT 1;\nSELECT 2;") << true << TextVerdict::LineEndsDiffer;
        QTest::newRow("trailing space")
            << text << QByteArray("SELECT 1; \nSELECT 2;\t\n") << true << TextVerdict::LineEndsDiffer;
        QTest::newRow("comment") << text << QByteArray("-- why\nSELECT 1;\nSELECT 2;\n") << true
                                 << TextVerdict::LayoutDiffers;
        QTest::newRow("spacing") << text << QByteArray("SELECT  1; SELECT 2;") << true
                                 << TextVerdict::LayoutDiffers;
        QTest::newRow("layout, not recorded")
            << text << QByteArray("SELECT  1; SELECT 2;") << false << TextVerdict::LayoutDiffers;
        QTest::newRow("statements") << text << QByteArray("SELECT 1;\nSELECT 3;\n") << true
                                    << TextVerdict::StatementsDiffer;
        QTest::newRow("statements, not recorded")
            << text << QByteArray("SELECT 3;\n") << false << TextVerdict::TextUnknown;
    }
    void verdict()
    {
        QFETCH(QByteArray, ran);
        QFETCH(QByteArray, file);
        QFETCH(bool, recorded);
        QFETCH(TextVerdict, expected);
        migration::TimelineEntry entry;
        entry.history = migration::HistoryRow();
        entry.history->upSha256 = base::sha256Hex(ran);
        entry.history->meaning = sql::meaningDigest(ran, sql::Dialect::PostgreSql);
        entry.migration = migration::Migration();
        QCOMPARE(usecase::compareTexts(entry, ran), TextVerdict::NotCompared); // a file that cannot be read
        entry.migration->up = migration::Script();
        entry.migration->up->bytes = file;
        entry.migration->up->sha256 = base::sha256Hex(file);
        entry.migration->up->meaning = sql::meaningDigest(file, sql::Dialect::PostgreSql);
        QCOMPARE(usecase::compareTexts(entry, recorded ? std::optional(ran) : std::nullopt), expected);
        QCOMPARE(usecase::verdictText(expected).isEmpty(), expected == TextVerdict::Same);
        entry.history->status = migration::HistoryStatus::Skipped;
        QCOMPARE(usecase::compareTexts(entry, ran), TextVerdict::NotCompared);
    }

private:
    static migration::Timeline timeline()
    {
        migration::Timeline timeline;
        for (const auto& [version, name] :
            {std::pair {"0042", "old"}, std::pair {"20260101120000", "add_users"},
                std::pair {"20260102120000", "add_users_index"}, std::pair {"", "totals"}}) {
            migration::TimelineEntry entry;
            entry.kind = *version ? migration::Kind::Versioned : migration::Kind::Repeatable;
            entry.version = QString::fromLatin1(version);
            entry.name = QString::fromLatin1(name);
            timeline.entries.append(entry);
        }
        return timeline;
    }
};

QTEST_APPLESS_MAIN(TestShowMigration)
#include "tst_show_migration.moc"
