// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/migration/script_text.h"
#include "core/project/large_script.h"
#include "core/project/native_format.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace strandline;
using migration::Script;
using sql::Dialect;

namespace {

constexpr Dialect kDialects[] = {Dialect::PostgreSql, Dialect::MySql, Dialect::Sqlite};

/// Everything that reading a script finds out, as text.
QString describe(const Script& script, const QList<base::Error>& problems)
{
    const auto number = [](const std::optional<int>& value) {
        return value ? QString::number(*value) : QString();
    };
    QStringList lines {QString::fromLatin1(script.sha256), QString::fromLatin1(script.meaning),
        QString::number(script.size), script.description, QString::number(script.cannotRunInTransaction),
        QString::number(script.directives.noTransaction), number(script.directives.lockTimeoutMs),
        number(script.directives.statementTimeoutMs),
        script.directives.irreversible.value_or(QStringLiteral("-")), script.directives.breaking.join(u'|')};
    for (const auto& allow : script.directives.allows)
        lines << QStringLiteral("allow %1 %2 %3").arg(QString::number(allow.line), allow.rule, allow.reason);
    for (const auto& batch : script.directives.batches)
        lines << QStringLiteral("batch %1 %2 %3 %4 %5")
                     .arg(QString::number(batch.line), batch.table, batch.key.join(u'|'),
                         QString::number(batch.size), QString::number(batch.pauseMs));
    for (const base::Error& problem : problems)
        lines << problem.toText();
    return lines.join(u'\n');
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(file.errorString()));
    QCOMPARE(file.write(bytes), bytes.size());
}

// AddressSanitizer keeps what was freed, so that the peak says nothing about the program.
#ifdef __SANITIZE_ADDRESS__
constexpr bool memoryIsReal = false;
#else
constexpr bool memoryIsReal = true;
#endif

qint64 peakKiB()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    }
    return -1;
}

} // namespace

class LargeScript : public QObject
{
    Q_OBJECT

private slots:
    void inAFolder();
    void sameAsInMemory_data();
    void sameAsInMemory();
    void tooLargeData();
    void cancelled();
    void gone();
    void notText_data();
    void notText();
};

/// First: the peak of the memory never falls again.
void LargeScript::inAFolder()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("20260101120000_load.up.sql"));
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("-- Loads much.\n-- strandline:breaking Takes long.\nSELECT 1;\n");
        const QByteArray rows =
            QByteArray("INSERT INTO t VALUES (1, 'something; of some length, more or less');\n")
                .repeated(15'000);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(file.write(rows), rows.size());
        file.write("-- strandline:batch table=t key=a,\"we;ird, b\" size=5\nUPDATE t SET a = 1 WHERE "
                   "{batch:t};\nVACUUM;\n");
    }
    const qint64 size = QFileInfo(path).size();
    QVERIFY(size > 100'000'000);
    const qint64 before = peakKiB();
    const auto set = project::readNativeFolder({dir.path()}, dir.path(), Dialect::PostgreSql, {});
    QVERIFY(set);
    QCOMPARE(set->migrations.size(), 1);
    const migration::Migration& migration = set->migrations.first();
    QVERIFY2(migration.problems.isEmpty(),
        migration.problems.isEmpty() ? "" : qPrintable(migration.problems.first().toText()));
    const Script& script = *migration.up;
    QVERIFY(script.isLarge);
    QVERIFY(script.bytes.isEmpty());
    QCOMPARE(script.size, size);
    QCOMPARE(script.description, QStringLiteral("Loads much."));
    QCOMPARE(script.directives.breaking, QStringList(QStringLiteral("Takes long.")));
    QCOMPARE(script.directives.batches.size(), 1);
    QCOMPARE(script.directives.batches[0].key,
        (QStringList {QStringLiteral("a"), QStringLiteral("\"we;ird, b\"")}));
    QCOMPARE(script.directives.batches[0].line, 15'000 * 100 + 4);
    QVERIFY(script.cannotRunInTransaction);
    QCOMPARE(set->notes.size(), 1);
    if (memoryIsReal && before > 0)
        QVERIFY2(peakKiB() - before < 40 * 1024,
            qPrintable(QStringLiteral("grew by %1 KiB").arg(peakKiB() - before)));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    base::Sha256 hash;
    for (QByteArray piece = file.read(1 << 20); !piece.isEmpty(); piece = file.read(1 << 20))
        hash.add(piece);
    QCOMPARE(script.sha256, hash.hex());
}

void LargeScript::sameAsInMemory_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const QByteArray& bytes) { QTest::newRow(name) << bytes; };
    row("empty", "");
    row("blank", "\xEF\xBB\xBF \r\n\t\r \n");
    row("mark", "\xEF\xBB\xBF-- strandline:no-transaction\r\nSELECT 1;\r\n");
    row("mark, unknown", "\xEF\xBB\xBF-- strandline:nosuch\n");
    row("description",
        "-- One\n--\n  -- two\n\n-- strandline:breaking It stops.\n-- three\nSELECT 1; -- no\n");
    row("everything",
        "-- strandline:lock-timeout 5s\r\n-- strandline:statement-timeout 0\r\n-- strandline:irreversible "
        "why\r\n"
        "-- strandline:allow drop-column a b\r\nALTER TABLE t DROP c;\r\n-- strandline:batch table=app.\"O; "
        "x\" "
        "key=a,\"b,c\" size=7 pause=2s\r\nUPDATE t SET a = 1 WHERE {batch};\r\n");
    row("lone CR", "SELECT 1;\r-- strandline:breaking a\rSELECT 2;\r\r-- strandline:no-transaction\r");
    row("mixed line ends",
        "\r\n\r-- strandline:nosuch\n\r\n-- strandline:breaking a\r\n\n\r-- strandline:x\r\n");
    row("look-alikes",
        "--strandline:x\n-- Strandline: x\n# strandline:x\n/* strandline:x */\n-- strandline batch\n  -- "
        "strandline : x\n");
    row("behind text", "SELECT 1; -- strandline:no-transaction\nSELECT 2;\n");
    row("within", "SELECT 1,\n-- strandline:no-transaction\n2;\n-- strandline:no-transaction\n");
    row("in strings", "SELECT '\n-- strandline:nosuch\n', $$\n-- strandline:nosuch\n--strandline:x\n$$;\n");
    row("in a comment", "/*\n-- strandline:nosuch\n*/ SELECT 1;\n");
    row("in copy data",
        "COPY t FROM stdin;\n-- strandline:nosuch\n--strandline:x\n\\.\n-- strandline:allow a b\nSELECT "
        "1;\n");
    row("no follower", "SELECT 1;\n-- strandline:allow a b\n-- strandline:batch table=t key=k\n");
    row("wrong followers",
        "-- strandline:batch table=t key=k\nSELECT 1;\n-- strandline:batch table=t key=k\nUPDATE t SET a = "
        "1;\n"
        "-- strandline:batch table=t key=k\n-- strandline:batch table=t key=k\nDELETE FROM t WHERE {batch}; "
        "DELETE FROM u;\n");
    row("alias", "-- strandline:batch table=t key=`k`,l\nDELETE FROM t u WHERE {batch:u};\n");
    row("far behind",
        "-- strandline:batch table=t key=k\nUPDATE t SET a = '" + QByteArray(9000, 'x')
            + "' WHERE {batch};\n");
    row("far behind, none",
        "-- strandline:batch table=t key=k\nUPDATE t SET a = '" + QByteArray(9000, 'x') + "';\n");
    row("no transaction",
        "SELECT 1;\nCREATE INDEX CONCURRENTLY i ON t (a); VACUUM;\nDELIMITER //\nSELECT 2//\n");
    row("problems", "\\i x\nSELECT 'a;\n-- strandline:nosuch\n");
    row("long description", QByteArray("-- line\n").repeated(300));
    for (const Dialect dialect : kDialects) {
        const QDir folder(
            QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/sql/") + sql::dialectName(dialect));
        for (const QString& name : folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name)) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            if (!migration::textProblem(bytes, {}))
                QTest::addRow("%s/%s", qPrintable(sql::dialectName(dialect)), qPrintable(name)) << bytes;
        }
    }
}

/// Whatever the pieces: what reading the whole gives.
void LargeScript::sameAsInMemory()
{
    QFETCH(QByteArray, bytes);
    const QTemporaryDir dir;
    const QString up = QStringLiteral("20260101120000_x.up.sql"),
                  down = QStringLiteral("20260101120000_x.down.sql");
    for (const bool isUp : {true, false}) {
        write(dir.filePath(isUp ? up : down), bytes);
        for (const Dialect dialect : kDialects) {
            const auto set = project::readNativeFolder({dir.path()}, dir.path(), dialect, {});
            QVERIFY(set);
            const migration::Migration& migration = set->migrations.first();
            const std::optional<Script>& whole = isUp ? migration.up : migration.down;
            QVERIFY(whole);
            QVERIFY(!whole->isLarge);
            QList<base::Error> expected;
            for (const base::Error& problem : migration.problems) {
                // "It has no up script" is about the folder.
                if (problem.code != base::ErrorCode::NotFound)
                    expected << problem;
            }
            for (const qint64 window : {1, 7, 64, 1000, 1 << 20}) {
                QList<base::Error> problems;
                const auto large = project::readLargeScript(
                    {dir.filePath(isUp ? up : down), isUp ? up : down,
                        isUp ? migration::ScriptRole::Up : migration::ScriptRole::Down, dialect, window},
                    &problems, {});
                QVERIFY(large);
                QVERIFY(large->isLarge);
                QCOMPARE(describe(*large, problems), describe(*whole, expected));
            }
        }
        QFile::remove(dir.filePath(isUp ? up : down));
    }
}

void LargeScript::tooLargeData()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("20260101120000_load.up.sql"));
    base::Sha256 hash;
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray begin("SELECT 1;\nCOPY t FROM stdin;\n"),
            rows = QByteArray(1023, 'x').append('\n').repeated(1024), end("\\.\n");
        file.write(begin);
        hash.add(begin);
        for (int i = 0; i < 66; ++i) {
            file.write(rows);
            hash.add(rows);
        }
        file.write(end);
        hash.add(end);
    }
    const auto set = project::readNativeFolder({dir.path()}, dir.path(), Dialect::PostgreSql, {});
    QVERIFY(set);
    const migration::Migration& migration = set->migrations.first();
    QVERIFY(migration.up);
    QCOMPARE(migration.up->sha256, hash.hex());
    const auto& problems = migration.problems;
    QVERIFY(!problems.isEmpty());
    QVERIFY2(problems.last().summary.contains(QLatin1String("COPY")), qPrintable(problems.last().toText()));
    QCOMPARE(problems.last().position.line, 2);
    QVERIFY(!problems.last().position.file.isEmpty());
}

void LargeScript::cancelled()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("20260101120000_load.up.sql"));
    write(path, QByteArray("SELECT 1;\n").repeated(2'000'000));
    base::JobContext context;
    context.cancel.cancel();
    QList<base::Error> problems;
    const auto read = project::readLargeScript({path, path}, &problems, context);
    QVERIFY(!read);
    QCOMPARE(read.error().code, base::ErrorCode::Cancelled);
    const auto set = project::readNativeFolder({dir.path()}, dir.path(), Dialect::PostgreSql, context);
    QVERIFY(!set);
    QCOMPARE(set.error().code, base::ErrorCode::Cancelled);
}

void LargeScript::gone()
{
    QList<base::Error> problems;
    const auto read = project::readLargeScript(
        {QStringLiteral("/nonexistent/x.sql"), QStringLiteral("x.sql")}, &problems, {});
    QVERIFY(!read);
    QCOMPARE(read.error().code, base::ErrorCode::Io);
    QVERIFY(read.error().summary.contains(QStringLiteral("“x.sql”")));
}

void LargeScript::notText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("good");
    QTest::newRow("good") << QByteArray("SELECT 'aä€😀';\nSELECT '😀€ä';\n") << true;
    QTest::newRow("NUL") << QByteArray("SELECT 1;\n\nSELECT \0 2;\n", 23) << false;
    QTest::newRow("Latin-1") << QByteArray("SELECT 1;\nSELECT '\xE4';\n") << false;
    QTest::newRow("cut at the end") << QByteArray("SELECT 1;\nSELECT 2 -- \xF0\x9F\x98") << false;
    QTest::newRow("surrogate") << QByteArray("SELECT '\xED\xA0\x80';") << false;
    QTest::newRow("UTF-16") << QByteArray("\xFF\xFES\0E\0L\0;\0", 10) << false;
}

/// Refused like a small one, with the same words and the same line, whatever the pieces.
void LargeScript::notText()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, good);
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("x.sql"));
    write(path, bytes);
    const auto expected = migration::textProblem(bytes, path);
    QCOMPARE(!expected, good);
    for (const qint64 window : {1, 2, 3, 5, 64, 1 << 20}) {
        QList<base::Error> problems;
        const auto read = project::readLargeScript(
            {path, path, migration::ScriptRole::Up, Dialect::MySql, window}, &problems, {});
        QCOMPARE(read.has_value(), good);
        if (good)
            continue;
        QCOMPARE(base::errorCodeName(read.error().code), base::errorCodeName(base::ErrorCode::Invalid));
        QCOMPARE(read.error().position.line, expected->position.line);
        // What is behind the last whole character is looked at by itself, without its column.
        if (window >= bytes.size() && QByteArrayView(QTest::currentDataTag()) != "cut at the end")
            QCOMPARE(read.error(), *expected);
    }
}

QTEST_APPLESS_MAIN(LargeScript)
#include "tst_large_script.moc"
