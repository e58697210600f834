// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/log_reader.h"

#include "core/history/bookkeeping_tables.h"

#include <QMap>
#include <QSet>

namespace strandline::history {

using migration::EventKind;
using migration::Kind;
using migration::LogEvent;

namespace {

/// Some run ids per query: the limit of parameters is 999 on old SQLite.
constexpr qsizetype kRunsPerQuery = 200;

QString selectEvents(const db::ServerInfo& server, const QString& schema)
{
    const QString inTransaction = server.dialect == sql::Dialect::PostgreSql
        ? QStringLiteral("CASE WHEN in_transaction THEN 1 ELSE 0 END")
        : QStringLiteral("in_transaction");
    return QStringLiteral("SELECT id, %1, kind, run_id, migration_kind, version, name, direction, statement, "
                          "statement_count, statements_kept, %2, sha256, actor, host, program_version, "
                          "duration_ms, row_count, error_code, error, detail FROM %3")
        .arg(timeExpression(server, QStringLiteral("happened_at")), inTransaction, logTable(server, schema));
}

/// Puts rows into events and counts what it has to leave out.
class EventSink
{
public:
    void take(const QVariantList& row)
    {
        const QString kindName = row.at(2).toString();
        const auto kind = migration::eventKindFromName(kindName);
        if (!kind) {
            ++m_unknown[kindName];
            return;
        }
        LogEvent event;
        event.id = row.at(0).toLongLong();
        event.at = timeOf(row.at(1));
        event.kind = *kind;
        event.runId = row.at(3).toString();
        event.migrationKind =
            row.at(4).toString() == QLatin1String("repeatable") ? Kind::Repeatable : Kind::Versioned;
        event.version = row.at(5).toString();
        event.name = row.at(6).toString();
        event.direction = row.at(7).toString();
        event.statement = row.at(8).toInt();
        event.statementCount = row.at(9).toInt();
        event.statementsKept = row.at(10).toInt();
        event.inTransaction = row.at(11).toInt() != 0;
        event.sha256 = row.at(12).toString().toLatin1();
        event.actor = row.at(13).toString();
        event.host = row.at(14).toString();
        event.programVersion = row.at(15).toString();
        event.durationMs = row.at(16).toLongLong();
        event.rows = row.at(17).toLongLong();
        event.errorCode = row.at(18).toString();
        event.error = row.at(19).toString();
        event.detail = row.at(20).toString();
        if (!event.at.isValid())
            ++m_withoutTime;
        events.append(std::move(event));
    }

    QList<base::Error> problems() const
    {
        QList<base::Error> list;
        if (!m_unknown.isEmpty()) {
            QStringList kinds;
            for (auto kind = m_unknown.begin(); kind != m_unknown.end(); ++kind)
                kinds.append(QStringLiteral("“%1” (%2)").arg(kind.key()).arg(kind.value()));
            list.append({base::ErrorCode::Unsupported,
                QStringLiteral("The log holds events of kinds that this version does not know"),
                QStringLiteral("They were left out: %1.").arg(kinds.join(QLatin1String(", "))),
                QStringLiteral("A newer Strandline wrote them; open the project with that one to see them."),
                {}, {}});
        }
        if (m_withoutTime > 0) {
            list.append({base::ErrorCode::Invalid,
                QStringLiteral("The log holds %1 events without a readable time").arg(m_withoutTime),
                QStringLiteral("They are shown without one; their order is known."),
                QStringLiteral("Look who wrote into strandline_log by hand."), {}, {}});
        }
        return list;
    }

    QList<LogEvent> events;

private:
    QMap<QString, int> m_unknown;
    int m_withoutTime = 0;
};

base::Result<void> readInto(
    EventSink& sink, db::Connection& connection, const QString& sql, const QVariantList& parameters)
{
    auto read = connection.forEachRow(sql, parameters, [&sink](const QVariantList& row) {
        sink.take(row);
        return true;
    });
    if (!read)
        return base::forward(read);
    return {};
}

QString runKey(const LogEvent& event)
{
    // A unit separator, because names and ids never hold one.
    return QStringList {event.runId, event.direction, event.version, event.name}.join(QChar(0x1f));
}

QString migrationOf(const LogEvent& event)
{
    return QStringList {event.version, event.name}.join(QChar(0x1f));
}

/// Runs of which the log has a beginning and no end: only their statements say what they left behind. And
/// those that failed with nothing that went well since: whoever goes on there has to know what stayed.
QStringList unfinishedRuns(const QList<LogEvent>& events)
{
    QHash<QString, QString> open;
    QHash<QString, QSet<QString>> failed; // by migration
    for (const LogEvent& event : events) {
        switch (event.kind) {
        case EventKind::Started:
        case EventKind::Resumed:
            open.insert(runKey(event), event.runId);
            break;
        case EventKind::Applied:
        case EventKind::Reverted:
            open.remove(runKey(event));
            failed.remove(migrationOf(event));
            break;
        case EventKind::Failed:
            open.remove(runKey(event));
            failed[migrationOf(event)].insert(event.runId);
            break;
        default:
            break;
        }
    }
    QSet<QString> runs(open.cbegin(), open.cend());
    for (const QSet<QString>& of : std::as_const(failed))
        runs.unite(of);
    return QStringList(runs.cbegin(), runs.cend());
}

QString marks(qsizetype count)
{
    QStringList list;
    list.fill(QStringLiteral("?"), count);
    return list.join(QLatin1String(", "));
}

struct Conditions
{
    QStringList texts;
    QVariantList parameters;

    void add(const QString& text, const QVariantList& values)
    {
        texts.append(text);
        parameters += values;
    }
    QString where() const
    {
        return texts.isEmpty() ? QString() : QStringLiteral(" WHERE ") + texts.join(QLatin1String(" AND "));
    }
};

QString sinceText(const db::ServerInfo& server)
{
    if (server.dialect == sql::Dialect::Sqlite)
        return QStringLiteral("happened_at >= ?"); // ISO texts of one zone and length order as times do
    return timeExpression(server, QStringLiteral("happened_at")) + QStringLiteral(" >= ?");
}

Conditions conditionsOf(const LogQuery& query, const db::ServerInfo& server)
{
    Conditions conditions;
    if (!query.runId.isEmpty())
        conditions.add(QStringLiteral("run_id = ?"), {query.runId});
    if (query.migrationKind)
        conditions.add(QStringLiteral("migration_kind = ?"),
            {*query.migrationKind == Kind::Repeatable ? QStringLiteral("repeatable")
                                                      : QStringLiteral("versioned")});
    if (!query.version.isEmpty())
        conditions.add(QStringLiteral("version = ?"), {query.version});
    if (!query.name.isEmpty())
        conditions.add(QStringLiteral("name = ?"), {query.name});
    if (!query.kinds.isEmpty()) {
        QVariantList names;
        for (const EventKind kind : query.kinds)
            names.append(migration::eventKindName(kind));
        conditions.add(QStringLiteral("kind IN (%1)").arg(marks(names.size())), names);
    }
    if (query.since.isValid()) {
        const QVariant since = server.dialect == sql::Dialect::Sqlite
            ? QVariant(query.since.toUTC().toString(Qt::ISODateWithMs))
            : QVariant(query.since.toMSecsSinceEpoch());
        conditions.add(sinceText(server), {since});
    }
    if (query.beforeId > 0)
        conditions.add(QStringLiteral("id < ?"), {query.beforeId});
    return conditions;
}

} // namespace

base::Result<LogPage> readLog(db::Connection& connection, const QString& schema, const LogQuery& query)
{
    const db::ServerInfo& server = connection.info();
    const Conditions conditions = conditionsOf(query, server);
    QString sql = selectEvents(server, schema) + conditions.where() + QStringLiteral(" ORDER BY id DESC");
    if (query.limit > 0)
        sql +=
            QStringLiteral(" LIMIT %1").arg(qint64(query.limit) + 1); // one more tells whether there is more
    EventSink sink;
    qint64 seen = 0;
    auto read = connection.forEachRow(sql, conditions.parameters, [&](const QVariantList& row) {
        if (query.limit > 0 && ++seen > query.limit)
            return false;
        sink.take(row);
        return true;
    });
    if (!read)
        return base::fail(withRightsHint(read.error(), server, logTable(server, schema)));
    LogPage page;
    page.hasMore = query.limit > 0 && seen > query.limit;
    page.problems = sink.problems();
    page.events = std::move(sink.events);
    return page;
}

base::Result<LogRead> readTimelineEvents(db::Connection& connection, const QString& schema, bool every)
{
    const db::ServerInfo& server = connection.info();
    const QString select = selectEvents(server, schema);
    EventSink sink;
    QString sql = select;
    if (!every)
        sql += QStringLiteral(
            " WHERE kind NOT IN ('planned', 'statement-started', 'statement-done', 'batch-done', "
            "'hook-done', 'notice')");
    if (auto read = readInto(sink, connection, sql + QStringLiteral(" ORDER BY id"), {}); !read)
        return base::fail(withRightsHint(read.error(), server, logTable(server, schema)));
    const QStringList open = every ? QStringList() : unfinishedRuns(sink.events);
    for (qsizetype at = 0; at < open.size(); at += kRunsPerQuery) {
        QVariantList runs;
        for (const QString& run : open.mid(at, kRunsPerQuery))
            runs.append(run);
        sql = select
            + QStringLiteral(" WHERE kind IN ('statement-started', 'statement-done', 'batch-done') "
                             "AND run_id IN (%1)")
                  .arg(marks(runs.size()));
        if (auto read = readInto(sink, connection, sql, runs); !read)
            return base::forward(read);
    }
    if (!open.isEmpty()) {
        std::sort(sink.events.begin(), sink.events.end(),
            [](const LogEvent& a, const LogEvent& b) { return a.id < b.id; });
    }
    LogRead result;
    result.problems = sink.problems();
    result.events = std::move(sink.events);
    return result;
}

} // namespace strandline::history
