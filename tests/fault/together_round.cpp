// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/together_round.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

namespace strandline::fault {

namespace {

/// Twenty processes on one busy core take some seconds; what takes minutes waits for something that never
/// comes.
constexpr int kHangsAfterMs = 180000;

const QStringList kVersions {QStringLiteral("20260101000001"), QStringLiteral("20260101000002"),
    QStringLiteral("20260101000003"), QStringLiteral("20260101000004"), QStringLiteral("20260101000005")};

/// Waits for a line before it becomes the program, so that all of them begin at the same moment. (A wait in
/// QProcess's own hook would stop the parent, which shares its memory with the child until then.)
const QString kStartingGate = QStringLiteral("read -r go && exec \"$0\" \"$@\" </dev/null");

QString rowText(const QVariantList& row)
{
    QStringList cells;
    for (const QVariant& cell : row)
        cells << cell.toString();
    return cells.join(QLatin1Char(' '));
}

} // namespace

TogetherRound::TogetherRound(sql::Dialect dialect)
    : m_database(dialect)
{
    writeProject(dialect);
}

/// Each migration adds its row to `tally`, and the batch counts its visits: whatever runs twice shows. No
/// unique key would do, since it would make the second run fail instead.
void TogetherRound::writeProject(sql::Dialect dialect)
{
    test::writeProjectFile(m_project, "lock_timeout = \"30s\"\n");
    const auto write = [this](int place, const QByteArray& text) {
        m_project.write(
            QStringLiteral("migrations/%1_step_%2.up.sql").arg(kVersions.at(place - 1)).arg(place), text);
    };
    write(1, "CREATE TABLE tally (id int NOT NULL, seen int NOT NULL);\nINSERT INTO tally VALUES (1, 0);\n");
    write(2, "CREATE TABLE orders (id int PRIMARY KEY);\nINSERT INTO tally VALUES (2, 0);\n");
    const QByteArray concurrently = dialect == sql::Dialect::PostgreSql ? "CONCURRENTLY " : "";
    write(3,
        "-- strandline:no-transaction\nINSERT INTO tally VALUES (3, 0);\nCREATE INDEX " + concurrently
            + "tally_id ON tally (id);\n");
    write(4,
        "-- strandline:batch table=tally key=id size=2\nUPDATE tally SET seen = seen + 1 WHERE {batch};\n"
        "INSERT INTO tally VALUES (4, 0);\n");
    write(5, "ALTER TABLE orders ADD COLUMN note varchar(20);\nINSERT INTO tally VALUES (5, 0);\n");
    m_project.write(QStringLiteral("migrations/repeatable/seen_rows.sql"),
        dialect == sql::Dialect::Sqlite
            ? "DROP VIEW IF EXISTS seen_rows;\nCREATE VIEW seen_rows AS SELECT id FROM tally WHERE seen > "
              "0;\n"
            : "CREATE OR REPLACE VIEW seen_rows AS SELECT id FROM tally WHERE seen > 0;\n");
}

std::vector<test::CliAnswer> TogetherRound::callAll(int processes, const QStringList& arguments)
{
    std::vector<std::unique_ptr<QProcess>> running;
    for (int i = 0; i < processes; ++i) {
        auto& process = running.emplace_back(std::make_unique<QProcess>());
        process->setProcessEnvironment(test::cliEnvironment(m_database.settings(), m_project));
        process->start(QStringLiteral("/bin/sh"),
            QStringList {QStringLiteral("-c"), kStartingGate, test::cliProgram()}
                + test::cliArguments(m_project, arguments));
        process->waitForStarted();
    }
    for (const auto& process : running) {
        process->write("go\n");
        process->waitForBytesWritten();
    }
    QElapsedTimer timer;
    timer.start();
    std::vector<test::CliAnswer> answers;
    for (const auto& process : running) {
        test::CliAnswer& answer = answers.emplace_back();
        const int left = int(std::max<qint64>(1, kHangsAfterMs - timer.elapsed()));
        if (process->state() == QProcess::NotRunning || process->waitForFinished(left)) {
            answer.exitCode = process->exitCode();
            answer.crashed = process->exitStatus() == QProcess::CrashExit;
        } else {
            process->kill();
            process->waitForFinished(5000);
        }
        answer.out = process->readAllStandardOutput();
        answer.err = process->readAllStandardError();
    }
    return answers;
}

RoundResult TogetherRound::run(int processes, bool ifNeeded)
{
    RoundResult result;
    if (!m_database.problem().isEmpty()) {
        result.problems << m_database.problem();
        return result;
    }
    const QStringList arguments = ifNeeded
        ? QStringList {QStringLiteral("up"), QStringLiteral("--if-needed"), QStringLiteral("--yes")}
        : QStringList {QStringLiteral("up"), QStringLiteral("--yes")};
    for (const test::CliAnswer& answer : callAll(processes, arguments)) {
        if (answer.crashed || answer.exitCode < 0)
            result.problems << QStringLiteral("a process %1: %2")
                                   .arg(answer.crashed ? QStringLiteral("crashed") : QStringLiteral("hung"),
                                       answer.text());
        else if (ifNeeded)
            judgeIfNeeded(answer, result);
        else
            judgePlain(answer, result);
    }
    if (result.did != 1)
        result.problems << QStringLiteral("%1 processes applied something").arg(result.did);
    judgeDatabase(result);
    judgeStatus(result);
    return result;
}

void TogetherRound::judgeIfNeeded(const test::CliAnswer& answer, RoundResult& result) const
{
    const QString outcome = answer.json()[QStringLiteral("outcome")].toString();
    if (answer.exitCode == 0 && outcome == QLatin1String("done"))
        ++result.did;
    else if (answer.exitCode == 0 && outcome == QLatin1String("nothing-to-do"))
        ++result.foundNothing;
    else
        result.problems << QStringLiteral("a process that was to end well did not: ") + answer.text();
}

/// Refused is right, by the check before the run or by the lock, when the answer says who is at it.
void TogetherRound::judgePlain(const test::CliAnswer& answer, RoundResult& result) const
{
    if (answer.exitCode == 0) {
        judgeIfNeeded(answer, result);
        return;
    }
    const QJsonObject error = answer.json()[QStringLiteral("error")].toObject();
    const QString summary = error[QStringLiteral("summary")].toString();
    QString told = summary + error[QStringLiteral("detail")].toString();
    for (const QJsonValue& check : answer.json()[QStringLiteral("checks")].toArray()) {
        if (check[QStringLiteral("id")].toString() != QLatin1String("lock"))
            continue;
        for (const QJsonValue& one : check[QStringLiteral("errors")].toArray())
            told += one[QStringLiteral("summary")].toString() + one[QStringLiteral("detail")].toString();
    }
    const bool isRefused = answer.exitCode == 4;
    if (isRefused && told.contains(QLatin1Char('@')))
        ++result.refusedByHolder;
    else if (isRefused && told.contains(QLatin1String("since")))
        ++result.refusedAsOutdated;
    else
        result.problems << QStringLiteral("a process was not refused cleanly: ") + answer.text();
}

void TogetherRound::expectRows(const QString& query, const QStringList& rows, RoundResult& result) const
{
    const auto connection = m_database.open(db::AccessMode::ReadOnly);
    const auto found = connection ? (*connection)->query(query) : base::forward(connection);
    if (!found) {
        result.problems << query + QStringLiteral(": ") + found.error().toText();
        return;
    }
    QStringList texts;
    for (const QVariantList& row : found->rows)
        texts << rowText(row);
    if (texts != rows) {
        result.problems << QStringLiteral("%1\n  found:    %2\n  expected: %3")
                               .arg(query, texts.join(QStringLiteral(" | ")),
                                   rows.join(QStringLiteral(" | ")));
    }
}

void TogetherRound::judgeDatabase(RoundResult& result) const
{
    expectRows(QStringLiteral("SELECT id, seen FROM tally ORDER BY id, seen"),
        {QStringLiteral("1 1"), QStringLiteral("2 1"), QStringLiteral("3 1"), QStringLiteral("4 0"),
            QStringLiteral("5 0")},
        result);
    QStringList applied {QStringLiteral("repeatable  seen_rows 1")};
    for (int place = 1; place <= kVersions.size(); ++place)
        applied << QStringLiteral("versioned %1 step_%2 1").arg(kVersions.at(place - 1)).arg(place);
    expectRows(QStringLiteral("SELECT kind, version, name, count(*) FROM strandline_history WHERE kind <> "
                              "'bookkeeping' GROUP BY kind, version, name ORDER BY 1, 2"),
        applied, result);
    for (const QString& event : {QStringLiteral("applied"), QStringLiteral("started")}) {
        expectRows(QStringLiteral("SELECT migration_kind, version, name, count(*) FROM strandline_log WHERE "
                                  "kind = '%1' GROUP BY migration_kind, version, name ORDER BY 1, 2")
                       .arg(event),
            applied, result);
    }
    expectRows(QStringLiteral("SELECT count(*), count(DISTINCT version) FROM strandline_history WHERE kind = "
                              "'bookkeeping'"),
        {QStringLiteral("2 2")}, result);
    // Our own tables were made once, one run planned, nothing failed and nothing was done by a second run.
    expectRows(
        QStringLiteral("SELECT kind, count(*) FROM strandline_log WHERE kind IN ('bookkeeping-changed', "
                       "'planned', 'failed', 'resumed', 'reverted', 'repaired') GROUP BY kind ORDER BY 1"),
        {QStringLiteral("bookkeeping-changed 2"), QStringLiteral("planned 1")}, result);
    expectRows(QStringLiteral("SELECT count(DISTINCT run_id) FROM strandline_log WHERE kind <> "
                              "'bookkeeping-changed'"),
        {QStringLiteral("1")}, result);
}

void TogetherRound::judgeStatus(RoundResult& result) const
{
    const test::CliAnswer answer = test::callCli(
        m_database.settings(), m_project, {QStringLiteral("status"), QStringLiteral("--exit-code")});
    if (answer.exitCode != 0)
        result.problems << QStringLiteral("afterwards, status: ") + answer.text();
    for (const QJsonValue& entry : answer.json()[QStringLiteral("migrations")].toArray()) {
        const QJsonArray runs = entry[QStringLiteral("runs")].toArray();
        if (entry[QStringLiteral("state")].toString() != QLatin1String("applied") || runs.size() != 1
            || runs.first()[QStringLiteral("outcome")].toString() != QLatin1String("applied"))
            result.problems << QStringLiteral("afterwards: ")
                    + QString::fromUtf8(QJsonDocument(entry.toObject()).toJson());
    }
}

} // namespace strandline::fault
