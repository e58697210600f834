// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/object_history.h"
#include "core/migration/directives.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace strandline;

namespace {

const QString kCases = QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/object_history/");

struct Case
{
    sql::Dialect dialect = sql::Dialect::Sqlite;
    analysis::HistorySubject subject;
    QList<analysis::HistoryScript> scripts;
    QByteArray expected;
};

analysis::HistorySubject subjectFrom(const QString& text, bool hasColumn)
{
    const QStringList parts = text.split(u'.');
    if (!hasColumn || parts.size() == 1)
        return {{}, text, {}};
    if (parts.size() == 2)
        return {{}, parts.at(0), parts.at(1)};
    return {parts.at(0), parts.at(1), parts.at(2)};
}

Case readCase(const QByteArray& file)
{
    Case result;
    QByteArray* target = nullptr;
    for (const QByteArray& line : file.split('\n')) {
        if (line.startsWith("dialect ")) {
            result.dialect = *sql::dialectFromName(QString::fromUtf8(line.mid(8)));
        } else if (line.startsWith("subject ")) {
            result.subject = subjectFrom(QString::fromUtf8(line.mid(8)), line.contains('.'));
        } else if (line == "--- script") {
            result.scripts.append(analysis::HistoryScript {});
            target = &result.scripts.last().text;
        } else if (line == "--- expected") {
            target = &result.expected;
        } else if (target && !(target == &result.expected && line.isEmpty())) {
            *target += line + '\n';
        }
    }
    for (analysis::HistoryScript& script : result.scripts) {
        const auto split = sql::split(script.text, result.dialect);
        script.renames =
            migration::readComments(script.text, split, migration::ScriptRole::Up, {}).directives.renames;
    }
    return result;
}

} // namespace

class TestObjectHistory : public QObject
{
    Q_OBJECT
private slots:
    void cases_data()
    {
        QTest::addColumn<QString>("path");
        const QStringList files = QDir(kCases).entryList({QStringLiteral("*.case")}, QDir::Files, QDir::Name);
        QVERIFY(files.size() >= 9);
        for (const QString& file : files)
            QTest::newRow(qPrintable(file)) << kCases + file;
    }
    void cases()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Case one = readCase(file.readAll());
        QByteArray events;
        for (const analysis::ObjectEvent& event : objectHistory(one.scripts, one.subject, one.dialect)) {
            events += QStringLiteral("%1:%2 %3:%4 %5 | %6\n")
                          .arg(event.script)
                          .arg(event.statement)
                          .arg(event.line)
                          .arg(event.column)
                          .arg(event.name, event.change)
                          .toUtf8();
            QVERIFY(one.scripts.at(event.script).text.contains(event.text.toUtf8()));
        }
        QVERIFY2(events == one.expected, events.constData());
    }

    void aLongHistoryIsRead()
    {
        QList<analysis::HistoryScript> scripts;
        for (int i = 0; i < 5000; ++i)
            scripts.append(
                {QStringLiteral("ALTER TABLE t%1 ADD COLUMN c integer; ALTER TABLE users ADD COLUMN c%1 "
                                "integer; INSERT INTO users VALUES (1);")
                        .arg(i)
                        .toUtf8(),
                    {}});
        QElapsedTimer timer;
        timer.start();
        const auto events = analysis::objectHistory(
            scripts, {{}, QStringLiteral("users"), QStringLiteral("c77")}, sql::Dialect::PostgreSql);
        qInfo("5,000 scripts in %lld ms", timer.elapsed());
        QCOMPARE(events.size(), 1);
        QCOMPARE(events.first().script, 77);
        QVERIFY(timer.elapsed() < 20000);
    }
};

QTEST_APPLESS_MAIN(TestObjectHistory)
#include "tst_object_history.moc"
