// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/plan_json_reader.h"

#include "core/planner/recorded_script.h"
#include "core/planner/run_history.h"
#include "core/planner/script_shape.h"

#include <QJsonArray>

#include <cmath>

namespace strandline::planner {

using migration::Kind;
using migration::Plan;
using migration::PlanStep;
using migration::Script;

namespace {

/// With the name: two files may share a version, and a plan that says so has to be readable, too.
QString keyOf(Kind kind, const QString& version, const QString& name)
{
    return migrationKey(kind, version, name) + QLatin1Char('/') + name;
}

} // namespace

PlanJsonReader::PlanJsonReader(
    const migration::MigrationSet& set, const QHash<QByteArray, QByteArray>& recordedScripts)
    : m_set(set)
    , m_recorded(recordedScripts)
{
    for (qsizetype i = 0; i < set.migrations.size(); ++i) {
        const migration::Migration& file = set.migrations.at(i);
        m_byKey.insert(keyOf(file.kind, file.version, file.name), i);
    }
}

void PlanJsonReader::wrong(const QString& what, const QString& detail)
{
    if (m_error)
        return;
    m_error = base::Error {base::ErrorCode::Invalid, what, detail,
        QStringLiteral("Make the plan again; plan files are not meant to be written by hand."), {}, {}};
}

void PlanJsonReader::conflict(const QString& summary, const QString& detail, const QString& file)
{
    if (m_error)
        return;
    m_error = base::Error {base::ErrorCode::Conflict, summary, detail,
        QStringLiteral("Make the plan again, or bring the file back as it was."), {}, {file, 0, 0, 0}};
}

QJsonValue PlanJsonReader::value(const QJsonObject& json, const char* key, QJsonValue::Type type)
{
    const QString name = QString::fromLatin1(key);
    const QJsonValue found = json.value(name);
    if (found.isUndefined())
        wrong(QStringLiteral("The plan has no “%1”").arg(name));
    else if (found.type() != type)
        wrong(QStringLiteral("“%1” of the plan is of another kind than it should be").arg(name));
    return found;
}

QString PlanJsonReader::textOrNull(const QJsonObject& json, const char* key)
{
    const QJsonValue found = json.value(QString::fromLatin1(key));
    return found.isNull() ? QString() : text(json, key);
}

int PlanJsonReader::number(const QJsonObject& json, const char* key)
{
    const double found = value(json, key, QJsonValue::Double).toDouble();
    constexpr double limit = 2'000'000'000;
    if (found != std::floor(found) || found < 0 || found > limit) {
        wrong(QStringLiteral("“%1” of the plan is no number of statements or steps")
                  .arg(QString::fromLatin1(key)));
        return 0;
    }
    return int(found);
}

template <typename T>
T PlanJsonReader::named(const std::optional<T>& found, const QString& key, const QString& name)
{
    if (!found)
        wrong(QStringLiteral("“%1” of the plan is not known: “%2”").arg(key, name),
            QStringLiteral("A newer version may have written it."));
    return found.value_or(T {});
}

migration::PlanTarget PlanJsonReader::target(const QJsonObject& json)
{
    migration::PlanTarget target;
    const QString kind = text(json, "kind");
    target.kind = named(migration::targetKindFromName(kind), QStringLiteral("kind"), kind);
    target.version = textOrNull(json, "version");
    target.count = number(json, "count");
    target.singleTransaction = flag(json, "singleTransaction");
    target.allowOutOfOrder = flag(json, "allowOutOfOrder");
    if (!json.value(QStringLiteral("resumeAt")).isNull())
        target.resumeAt = number(json, "resumeAt");
    target.onlyThis = flag(json, "onlyThis");
    return target;
}

QList<migration::Segment> PlanJsonReader::segments(const QJsonObject& json)
{
    QList<migration::Segment> list;
    const QJsonArray array = value(json, "segments", QJsonValue::Array).toArray();
    for (const QJsonValue& entry : array) {
        const QJsonObject of = entry.toObject();
        migration::Segment segment;
        const QString mode = text(of, "mode");
        segment.mode = named(migration::segmentModeFromName(mode), QStringLiteral("mode"), mode);
        segment.first = number(of, "first");
        segment.last = number(of, "last");
        segment.reason = textOrNull(of, "reason");
        list.append(segment);
    }
    return list;
}

std::optional<Script> PlanJsonReader::fileOf(const PlanStep& step, bool isUp) const
{
    const auto place = m_byKey.constFind(keyOf(step.kind, step.version, step.name));
    if (place == m_byKey.cend())
        return std::nullopt;
    const migration::Migration& file = m_set.migrations.at(*place);
    return isUp ? file.up : file.down;
}

/// The texts, from where the plan says they come; only the planned ones are good.
void PlanJsonReader::fillScripts(PlanStep* step, const QJsonObject& json)
{
    const QJsonObject wanted = value(json, "script", QJsonValue::Object).toObject();
    const QString path = text(wanted, "path");
    const QByteArray sha256 = text(wanted, "sha256").toLatin1();
    const bool isUp = step->direction == QLatin1String("up");
    if (step->fromHistory) {
        const auto bytes = m_recorded.constFind(sha256);
        if (bytes == m_recorded.cend())
            conflict(QStringLiteral("The recorded text of %1 is not in the database").arg(step->id()),
                QStringLiteral("The plan goes back by the text with the digest %1.")
                    .arg(QString::fromLatin1(sha256)),
                path);
        else
            step->script = recordedScript(*bytes, sha256, path,
                isUp ? migration::ScriptRole::Up : migration::ScriptRole::Down, m_dialect);
    } else if (const auto file = fileOf(*step, isUp); !file) {
        conflict(QStringLiteral("“%1” is not here any more").arg(path),
            QStringLiteral("The plan was made with it."), path);
    } else if (file->sha256 != sha256) {
        conflict(QStringLiteral("“%1” was changed since the plan was made").arg(file->path),
            QStringLiteral("What would run is not what the plan showed."), file->path);
    } else {
        step->script = *file;
    }
    const QJsonValue down = json.value(QStringLiteral("down"));
    if (down.isNull() || m_error)
        return;
    const QJsonObject way = value(json, "down", QJsonValue::Object).toObject();
    const auto file = fileOf(*step, false);
    if (!file || QString::fromLatin1(file->sha256) != text(way, "sha256"))
        conflict(QStringLiteral("“%1” was changed since the plan was made").arg(text(way, "path")),
            QStringLiteral("It is recorded as the way back."), text(way, "path"));
    else
        step->down = *file;
}

PlanStep PlanJsonReader::step(const QJsonObject& json)
{
    PlanStep step;
    const QString action = text(json, "action");
    step.action = named(migration::stepActionFromName(action), QStringLiteral("action"), action);
    if (step.action == migration::StepAction::UndoKept)
        wrong(QStringLiteral("A plan that takes back what stayed cannot be read from a file"),
            QStringLiteral("Its statements come from what the journal says at that moment."));
    const QString kind = text(json, "kind");
    if (kind != QLatin1String("versioned") && kind != QLatin1String("repeatable"))
        wrong(QStringLiteral("“kind” of the plan is not known: “%1”").arg(kind));
    step.kind = kind == QLatin1String("repeatable") ? Kind::Repeatable : Kind::Versioned;
    step.version = textOrNull(json, "version");
    step.name = text(json, "name");
    step.direction = text(json, "direction");
    if (step.direction != QLatin1String("up") && step.direction != QLatin1String("down"))
        wrong(QStringLiteral("“direction” of the plan is not known: “%1”").arg(step.direction));
    step.fromHistory = flag(json, "fromHistory");
    step.replacesRow = flag(json, "replacesRow");
    step.statementCount = number(json, "statementCount");
    step.firstStatement = number(json, "firstStatement");
    step.segments = segments(json);
    if (!json.value(QStringLiteral("checkpoint")).isNull()) {
        const QJsonObject checkpoint = value(json, "checkpoint", QJsonValue::Object).toObject();
        step.checkpoint = {number(checkpoint, "statement"), text(checkpoint, "detail")};
    }
    if (step.firstStatement < 1)
        wrong(QStringLiteral("“firstStatement” of the plan is no number of a statement"));
    if (m_error)
        return step;
    fillScripts(&step, json);
    if (m_error)
        return step;
    const ScriptShape shape = shapeOf(step.script, m_dialect, step.firstStatement);
    if (shape.segments != step.segments || shape.statementCount != step.statementCount)
        wrong(QStringLiteral("The plan cuts %1 in another way than this version does").arg(step.id()),
            QStringLiteral("It was edited, or another version wrote it."));
    return step;
}

migration::PlanObstacle PlanJsonReader::obstacle(const QJsonObject& json)
{
    migration::PlanObstacle obstacle;
    obstacle.check = text(json, "check");
    const QString level = text(json, "level");
    obstacle.level = named(migration::obstacleLevelFromName(level), QStringLiteral("level"), level);
    const QJsonObject error = value(json, "error", QJsonValue::Object).toObject();
    obstacle.error.code = base::ErrorCode::Precondition;
    const QString code = text(error, "code");
    for (int known = 0; known <= int(base::ErrorCode::Internal); ++known) {
        if (base::errorCodeName(base::ErrorCode(known)) == code)
            obstacle.error.code = base::ErrorCode(known);
    }
    obstacle.error.summary = text(error, "summary");
    obstacle.error.detail = textOrNull(error, "detail");
    obstacle.error.hint = textOrNull(error, "hint");
    const QJsonObject position = error.value(QStringLiteral("position")).toObject();
    obstacle.error.position = {position.value(QStringLiteral("file")).toString(),
        position.value(QStringLiteral("statement")).toInt(), position.value(QStringLiteral("line")).toInt(),
        position.value(QStringLiteral("column")).toInt()};
    return obstacle;
}

base::Result<Plan> PlanJsonReader::read(const QJsonObject& json)
{
    if (json.value(QStringLiteral("format")).toString() != kPlanFormat)
        return base::fail(base::ErrorCode::Invalid, QStringLiteral("This is not a plan of Strandline"),
            QStringLiteral("A plan file says so in “format”."),
            QStringLiteral("Give a file that “plan --save” wrote."));
    const int version = number(json, "formatVersion");
    if (!m_error && version > kPlanFormatVersion)
        return base::fail(base::ErrorCode::Unsupported, QStringLiteral("The plan is of a newer version"),
            QStringLiteral("It has format %1; this program reads up to %2.")
                .arg(version)
                .arg(kPlanFormatVersion),
            QStringLiteral("Run it with the program that made it, or make the plan again."));
    Plan plan;
    plan.environment = text(json, "environment");
    const QString dialect = text(json, "dialect");
    plan.dialect = m_dialect = named(sql::dialectFromName(dialect), QStringLiteral("dialect"), dialect);
    plan.target = target(value(json, "target", QJsonValue::Object).toObject());
    plan.madeAt = QDateTime::fromString(textOrNull(json, "madeAt"), Qt::ISODateWithMs).toUTC();
    const QJsonObject binding = value(json, "binding", QJsonValue::Object).toObject();
    plan.binding = {text(binding, "database"), textOrNull(binding, "history").toLatin1(),
        textOrNull(binding, "schema").toLatin1()};
    plan.fromVersion = textOrNull(json, "from");
    plan.toVersion = textOrNull(json, "to");
    plan.singleTransaction = flag(json, "singleTransaction");
    const QJsonArray steps = value(json, "steps", QJsonValue::Array).toArray();
    for (const QJsonValue& entry : steps) {
        if (!m_error)
            plan.steps.append(step(entry.toObject()));
    }
    const QJsonArray obstacles = value(json, "obstacles", QJsonValue::Array).toArray();
    for (const QJsonValue& entry : obstacles)
        plan.obstacles.append(obstacle(entry.toObject()));
    if (m_error)
        return base::fail(*m_error);
    return plan;
}

} // namespace strandline::planner
