// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/directives.h"
#include "core/migration/duration.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace strandline;
using namespace strandline::migration;

namespace {

const QString kCases = QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/project/directives/");

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray dump(const ScriptHead& head)
{
    const migration::Directives& d = head.directives;
    QStringList lines;
    if (!head.description.isEmpty())
        lines.append(QStringLiteral("description ")
            + QString(head.description).replace(QLatin1Char('\n'), QStringLiteral("⏎")));
    if (d.noTransaction)
        lines.append(QStringLiteral("no-transaction"));
    if (d.lockTimeoutMs)
        lines.append(QStringLiteral("lock-timeout ") + durationText(*d.lockTimeoutMs));
    if (d.statementTimeoutMs)
        lines.append(QStringLiteral("statement-timeout ") + durationText(*d.statementTimeoutMs));
    if (d.irreversible)
        lines.append(QStringLiteral("irreversible ") + *d.irreversible);
    for (const QString& note : d.breaking)
        lines.append(QStringLiteral("breaking ") + note);
    for (const migration::AllowDirective& allow : d.allows)
        lines.append(
            QStringLiteral("allow %1 (line %2): %3").arg(allow.rule).arg(allow.line).arg(allow.reason));
    for (const migration::BatchDirective& batch : d.batches)
        lines.append(QStringLiteral("batch (line %1) table=%2 key=%3 size=%4 pause=%5")
                         .arg(batch.line)
                         .arg(batch.table, batch.key.join(QStringLiteral(" | ")))
                         .arg(batch.size)
                         .arg(durationText(batch.pauseMs)));
    for (const migration::RenamedDirective& renamed : d.renames)
        lines.append(QStringLiteral("renamed (line %1) [%2] %3 -> %4")
                         .arg(renamed.line)
                         .arg(renamed.kind, renamed.before, renamed.after));
    for (const base::Error& error : head.problems)
        lines.append(
            QStringLiteral("PROBLEM ") + error.toText().replace(QLatin1Char('\n'), QStringLiteral(" | ")));
    return lines.join(QLatin1Char('\n')).toUtf8() + '\n';
}

} // namespace

class TestDirectives : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cases_data();
    void cases();
    void exampleOfTheDocument();
    void lineEndsDoNotMatter_data();
    void lineEndsDoNotMatter();
    void longDescriptionsAreCut();
    void everyPrefixIsHarmless();
};

/// The name tells dialect and role: <what>.<up|down|repeatable>.<postgresql|mysql|sqlite>.sql
void TestDirectives::cases_data()
{
    QTest::addColumn<QString>("path");
    const QStringList files = QDir(kCases).entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    QVERIFY(files.size() >= 6);
    for (const QString& file : files)
        QTest::newRow(qPrintable(file)) << kCases + file;
}

/// Set STRANDLINE_UPDATE_CASES=1 to write what came out as expected, then read the difference before
/// committing it.
void TestDirectives::cases()
{
    QFETCH(QString, path);
    const QStringList parts = path.section(QLatin1Char('/'), -1).split(QLatin1Char('.'));
    QCOMPARE(parts.size(), 4);
    const ScriptRole role = parts[1] == QLatin1String("up") ? ScriptRole::Up
        : parts[1] == QLatin1String("down")                 ? ScriptRole::Down
                                                            : ScriptRole::Repeatable;
    const QByteArray script = contents(path);
    const sql::SplitResult split = sql::split(script, sql::dialectFromName(parts[2]).value());
    const QByteArray actual = dump(readComments(script, split, role, QStringLiteral("x.sql")));
    const QString expectedPath = path.chopped(4) + QStringLiteral(".expected");
    if (qEnvironmentVariableIsSet("STRANDLINE_UPDATE_CASES")) {
        QFile file(expectedPath);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(actual), actual.size());
        return;
    }
    QCOMPARE(QString::fromUtf8(actual), QString::fromUtf8(contents(expectedPath)));
}

/// What docs/formats/native-migrations.md shows is what it says.
void TestDirectives::exampleOfTheDocument()
{
    const QByteArray document =
        contents(QStringLiteral(STRANDLINE_SOURCE_DIR "/docs/formats/native-migrations.md"));
    const qsizetype begin = document.indexOf("```sql\n-- Gives every customer") + 7;
    QVERIFY(begin > 7);
    const QByteArray script = document.sliced(begin, document.indexOf("```", begin) - begin);
    const ScriptHead head = readComments(
        script, sql::split(script, sql::Dialect::PostgreSql), ScriptRole::Up, QStringLiteral("x.sql"));
    QVERIFY(head.problems.isEmpty());
    QCOMPARE(head.description,
        QStringLiteral(
            "Gives every customer a points account.\n\nThe service reads the column from release 4.2 on."));
    QCOMPARE(head.directives.lockTimeoutMs, std::optional(2000));
    QCOMPARE(head.directives.breaking.size(), 1);
    QCOMPARE(head.directives.batches.size(), 1);
    QCOMPARE(head.directives.batches[0].pauseMs, 50);
}

void TestDirectives::lineEndsDoNotMatter_data()
{
    QTest::addColumn<QByteArray>("lineEnd");
    QTest::newRow("LF") << QByteArray("\n");
    QTest::newRow("CRLF") << QByteArray("\r\n");
}

void TestDirectives::lineEndsDoNotMatter()
{
    QFETCH(QByteArray, lineEnd);
    QByteArray script = "\xEF\xBB\xBF-- Head\n-- strandline:no-transaction\n\n"
                        "-- strandline:allow drop-table gone\nDROP TABLE t;\n";
    script.replace("\n", lineEnd);
    const ScriptHead head = readComments(
        script, sql::split(script, sql::Dialect::Sqlite), ScriptRole::Up, QStringLiteral("x.sql"));
    QCOMPARE(dump(head), QByteArray("description Head\nno-transaction\nallow drop-table (line 4): gone\n"));
}

void TestDirectives::longDescriptionsAreCut()
{
    const QByteArray script = QByteArray("-- line\n").repeated(1000) + "SELECT 1;\n";
    const ScriptHead head = readComments(
        script, sql::split(script, sql::Dialect::Sqlite), ScriptRole::Up, QStringLiteral("x.sql"));
    QCOMPARE(head.description.count(QLatin1Char('\n')), 199);
}

void TestDirectives::everyPrefixIsHarmless()
{
    for (const QString& file : QDir(kCases).entryList({QStringLiteral("*.sql")}, QDir::Files)) {
        const QByteArray whole = contents(kCases + file);
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const QByteArray script = whole.first(size);
            const ScriptHead head = readComments(script, sql::split(script, sql::Dialect::PostgreSql),
                ScriptRole::Up, QStringLiteral("x.sql"));
            for (const base::Error& error : head.problems)
                QVERIFY(error.position.line > 0 && !error.summary.isEmpty() && !error.hint.isEmpty());
        }
    }
}

QTEST_GUILESS_MAIN(TestDirectives)
#include "tst_directives.moc"
