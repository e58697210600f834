// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/fault_case.h"

#include "core/connection/connection_url.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

namespace strandline::fault {

namespace {

const QString cleanProgram = QStringLiteral(STRANDLINE_BIN_DIR "/strandline-cli");
const QString faultyProgram = QStringLiteral(STRANDLINE_FAULTY_CLI);
/// Nothing in a story takes a second; what takes a minute hangs.
constexpr int hangsAfterMs = 120000;

int sum(const QList<qint64>& values)
{
    return int(std::count_if(values.begin(), values.end(), [](qint64 value) { return value != 0; }));
}

QString listed(const QList<qint64>& values)
{
    QStringList texts;
    for (const qint64 value : values)
        texts << QString::number(value);
    return texts.join(QLatin1Char(','));
}

} // namespace

QJsonObject FaultCase::Answer::json() const
{
    return QJsonDocument::fromJson(out).object();
}

FaultCase::FaultCase(sql::Dialect dialect)
    : m_database(dialect)
    , m_story(faultStory(dialect))
{
    writeStory(m_project, m_story);
}

FaultCase::~FaultCase() = default;

FaultCase::Answer FaultCase::call(
    const QString& program, const QStringList& arguments, const QMap<QString, QString>& variables) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QString password = m_database.settings().password.reveal();
    environment.insert(QStringLiteral("FAULT_URL"), connection::toDisplayUrl(m_database.settings()));
    environment.insert(QStringLiteral("PGPASSWORD"), password);
    environment.insert(QStringLiteral("MYSQL_PWD"), password);
    environment.insert(QStringLiteral("HOME"), m_project.path());
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
        environment.insert(variable.key(), variable.value());
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program,
        QStringList {QStringLiteral("--project"), m_project.path(), QStringLiteral("--json")} + arguments);
    Answer answer;
    if (!process.waitForStarted()) {
        answer.err = "cannot be started: " + process.errorString().toUtf8();
        return answer;
    }
    if (!process.waitForFinished(hangsAfterMs)) {
        process.kill();
        process.waitForFinished(5000);
        answer.err = "hangs";
        return answer;
    }
    answer.crashed = process.exitStatus() == QProcess::CrashExit;
    answer.exitCode = process.exitCode();
    answer.out = process.readAllStandardOutput();
    answer.err = process.readAllStandardError();
    return answer;
}

/// Asked by a connection of our own, in words that the program does not know.
QList<QList<qint64>> FaultCase::effects(QString& problem) const
{
    QList<QList<qint64>> all;
    const auto connection = m_database.open(db::AccessMode::ReadOnly);
    if (!connection) {
        problem = QStringLiteral("the independent look failed: ") + connection.error().toText();
        return all;
    }
    for (const StoryMigration& migration : m_story) {
        QList<qint64> done;
        for (const StoryStatement& statement : migration.statements) {
            const auto rows = (*connection)->query(statement.probe);
            done << (rows && !rows->isEmpty() ? rows->rows.first().first().toLongLong() : 0);
        }
        all << done;
    }
    return all;
}

/// What `status` says of every migration must be what the database holds.
QString FaultCase::checkStates(const QJsonObject& status, QStringList& journey, bool& needsResume) const
{
    QString problem;
    const QList<QList<qint64>> all = effects(problem);
    if (!problem.isEmpty())
        return problem;
    const QJsonArray entries = status[QStringLiteral("migrations")].toArray();
    if (entries.size() != m_story.size())
        return QStringLiteral("status lists %1 migrations").arg(entries.size());
    for (int place = 0; place < m_story.size(); ++place) {
        const StoryMigration& migration = m_story.at(place);
        const QList<qint64>& found = all.at(place);
        const QJsonObject entry = entries.at(place).toObject();
        const QString state = entry[QStringLiteral("state")].toString();
        QList<qint64> whole;
        for (const StoryStatement& statement : migration.statements)
            whole << statement.whenDone;
        const QString facts = QStringLiteral("%1 is “%2”, effects %3 of %4")
                                  .arg(migration.id(), state, listed(found), listed(whole));
        if (state == QLatin1String("applied")) {
            // Rows of a later migration may satisfy an earlier probe's count only from above.
            if (found != whole)
                return facts;
        } else if (state == QLatin1String("pending") || state == QLatin1String("failed")) {
            if (sum(found) != 0)
                return facts;
        } else if (state == QLatin1String("partial")) {
            needsResume = true;
            const QJsonObject run = entry[QStringLiteral("runs")].toArray().last().toObject();
            const int kept = run[QStringLiteral("statementsKept")].toInt();
            const int doubtful = run[QStringLiteral("doubtfulStatement")].toInt();
            journey << QStringLiteral("%1 kept %2 doubt %3").arg(migration.name).arg(kept).arg(doubtful);
            for (int number = 1; number <= found.size(); ++number) {
                const qint64 effect = found.at(number - 1);
                const qint64 full = whole.at(number - 1);
                const bool isBatch = migration.statements.at(number - 1).sql.contains("{batch}");
                const bool right = number <= kept   ? effect == full
                    : number == doubtful            ? true
                    : isBatch && number == kept + 1 ? effect >= 0 && effect <= full
                                                    : effect == 0;
                if (!right)
                    return facts + QStringLiteral(", kept %1, doubtful %2").arg(kept).arg(doubtful);
            }
        } else {
            return facts;
        }
    }
    return {};
}

/// A program that lived long enough to claim something must not have claimed too much.
QString FaultCase::checkClaim(const Answer& faulty) const
{
    if (faulty.crashed || faulty.exitCode < 0)
        return {};
    QString problem;
    const QList<QList<qint64>> all = effects(problem);
    if (!problem.isEmpty())
        return problem;
    const QJsonObject report = faulty.json();
    const QString outcome = report[QStringLiteral("outcome")].toString();
    bool everything = true;
    for (int place = 0; place < m_story.size(); ++place) {
        for (int number = 0; number < m_story.at(place).statements.size(); ++number)
            everything =
                everything && all.at(place).at(number) == m_story.at(place).statements.at(number).whenDone;
    }
    if (faulty.exitCode == 0 && !everything)
        return QStringLiteral("exit code 0, but not everything is there");
    if (outcome == QLatin1String("done") && faulty.exitCode != 0)
        return QStringLiteral("outcome done with exit code %1").arg(faulty.exitCode);
    const QJsonArray steps = report[QStringLiteral("steps")].toArray();
    for (int place = 0; place < steps.size() && place < m_story.size(); ++place) {
        const QString state = steps.at(place)[QStringLiteral("state")].toString();
        const QList<qint64>& found = all.at(place);
        const bool none = sum(found) == 0;
        if ((state == QLatin1String("failed") || state == QLatin1String("not-run")
                || state == QLatin1String("rolled-back"))
            && !none)
            return QStringLiteral("reported %1 as “%2”, but effects %3 are there")
                .arg(m_story.at(place).id(), state, listed(found));
        if (state == QLatin1String("done") && none)
            return QStringLiteral("reported %1 as done, but nothing is there").arg(m_story.at(place).id());
    }
    return {};
}

Undisturbed FaultCase::look() const
{
    Undisturbed facts;
    const auto connection = m_database.open(db::AccessMode::ReadOnly);
    if (!connection) {
        facts.problem = connection.error().toText();
        return facts;
    }
    for (const QString& query : schemaQueries(m_database.dialect())) {
        const auto rows = (*connection)->query(query);
        if (!rows) {
            facts.problem = rows.error().toText();
            return facts;
        }
        facts.schema += rows->rows;
    }
    for (const QString& query : dataQueries()) {
        const auto rows = (*connection)->query(query);
        if (!rows) {
            facts.problem = rows.error().toText();
            return facts;
        }
        facts.data += rows->rows;
    }
    return facts;
}

QString FaultCase::compare(const Undisturbed& expected) const
{
    const Undisturbed now = look();
    if (!now.problem.isEmpty())
        return now.problem;
    if (now.schema != expected.schema)
        return QStringLiteral("another schema than an undisturbed run leaves");
    if (now.data != expected.data)
        return QStringLiteral("other data than an undisturbed run leaves");
    return {};
}

Undisturbed FaultCase::runUndisturbed()
{
    const QString counter = m_project.filePath(QStringLiteral("count"));
    const Answer answer = call(faultyProgram, {QStringLiteral("up")},
        {{QStringLiteral("STRANDLINE_FAULT"), QStringLiteral("count:0")},
            {QStringLiteral("STRANDLINE_FAULT_COUNT"), counter}});
    Undisturbed facts = look();
    if (answer.exitCode != 0)
        facts.problem =
            QStringLiteral("the undisturbed run failed: ") + QString::fromUtf8(answer.out + answer.err);
    facts.points = m_project.read(QStringLiteral("count")).toInt();
    if (facts.points == 0 && facts.problem.isEmpty())
        facts.problem = QStringLiteral("no points were counted");
    return facts;
}

CaseResult FaultCase::run(const Fault& fault, const Surroundings& surroundings, const Undisturbed& expected)
{
    CaseResult result;
    QStringList journey;
    QMap<QString, QString> variables = surroundings.variables;
    variables.insert(QStringLiteral("STRANDLINE_FAULT"), fault.toString());
    const Answer faulty = call(faultyProgram, {QStringLiteral("up")}, variables);
    journey << (faulty.crashed ? QStringLiteral("killed") : QStringLiteral("exit %1").arg(faulty.exitCode));
    const auto done = [&](const QString& problem) {
        result.problem = problem;
        result.journey = journey.join(QStringLiteral(" · "));
        return result;
    };
    if (faulty.exitCode < 0 && !faulty.crashed)
        return done(QStringLiteral("the program ") + QString::fromUtf8(faulty.err));
    if (faulty.crashed && fault.mode != Mode::Kill)
        return done(QStringLiteral("the program crashed: ") + QString::fromUtf8(faulty.err));
    if (surroundings.mend) {
        if (const QString problem = surroundings.mend(); !problem.isEmpty())
            return done(problem);
    }
    if (const QString problem = checkClaim(faulty); !problem.isEmpty())
        return done(problem + QLatin1Char('\n') + QString::fromUtf8(faulty.out));

    const Answer status = call(cleanProgram, {QStringLiteral("status")}, {});
    if (status.exitCode != 0)
        return done(QStringLiteral("status failed: ") + QString::fromUtf8(status.out + status.err));
    bool needsResume = false;
    if (const QString problem = checkStates(status.json(), journey, needsResume); !problem.isEmpty())
        return done(problem);

    const QString command = needsResume ? QStringLiteral("resume") : QStringLiteral("up");
    journey << command;
    const Answer again = call(cleanProgram, {command, QStringLiteral("--allow-data-loss")}, {});
    if (again.exitCode != 0)
        return done(QStringLiteral("“%1” gave exit code %2: ").arg(command).arg(again.exitCode)
            + QString::fromUtf8(again.out + again.err));
    return done(compare(expected));
}

} // namespace strandline::fault
