// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/history_writer.h"

#include "core/history/bookkeeping_tables.h"

#include <QStringDecoder>

namespace strandline::history {

namespace {

/// Larger files belong into version control, and MariaDB refuses packets above 16 MiB by default.
constexpr qsizetype maxKeptScript = 4 * 1024 * 1024;

QString kindText(migration::Kind kind)
{
    return kind == migration::Kind::Repeatable ? QStringLiteral("repeatable") : QStringLiteral("versioned");
}

QString text(const QByteArray& ascii)
{
    return QString::fromLatin1(ascii);
}

/// A null QString would become NULL, and "nothing" in these tables is an empty text.
QVariant notNull(const QString& value)
{
    return value.isNull() ? QVariant(QStringLiteral("")) : QVariant(value);
}

} // namespace

HistoryWriter::HistoryWriter(db::Connection& connection, QString schema)
    : m_connection(connection)
    , m_schema(std::move(schema))
{ }

QVariant HistoryWriter::time(const QDateTime& utc) const
{
    // Text in each engine's own spelling: how a driver binds a QDateTime depends on the session's time zone.
    const bool mysql = m_connection.info().dialect == sql::Dialect::MySql;
    return utc.toUTC().toString(
        mysql ? QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz") : QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzzZ"));
}

base::Result<void> HistoryWriter::run(const QString& statement, const QVariantList& values)
{
    const auto done = m_connection.query(statement, values);
    if (!done)
        return base::forward(done);
    return {};
}

base::Result<void> HistoryWriter::addRow(const QString& kind, const migration::HistoryRow& row)
{
    // The engine gives the next sequence: it orders rows and names nothing.
    return run(QStringLiteral("INSERT INTO %1 (kind, version, name, status, meaning, up_sha256, "
                              "down_sha256, applied_at, applied_by, duration_ms, run_id, program_version) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                   .arg(historyTable(m_connection.info(), m_schema)),
        {kind, notNull(row.version), notNull(row.name), migration::historyStatusName(row.status),
            notNull(text(row.meaning)), notNull(text(row.upSha256)), notNull(text(row.downSha256)),
            time(row.appliedAt), notNull(row.appliedBy), row.durationMs, notNull(row.runId),
            notNull(row.programVersion)});
}

base::Result<void> HistoryWriter::add(const migration::HistoryRow& row)
{
    return addRow(kindText(row.kind), row);
}

base::Result<void> HistoryWriter::addBookkeepingRow(const migration::HistoryRow& row)
{
    return addRow(QStringLiteral("bookkeeping"), row);
}

base::Result<void> HistoryWriter::remove(migration::Kind kind, const QString& version, const QString& name)
{
    const bool byName = kind == migration::Kind::Repeatable;
    return run(QStringLiteral("DELETE FROM %1 WHERE kind = ? AND %2 = ?")
                   .arg(historyTable(m_connection.info(), m_schema),
                       byName ? QStringLiteral("name") : QStringLiteral("version")),
        {kindText(kind), byName ? name : version});
}

base::Result<void> HistoryWriter::append(const migration::LogEvent& event)
{
    const bool ofMigration = !event.version.isEmpty() || !event.name.isEmpty();
    return run(
        QStringLiteral("INSERT INTO %1 (happened_at, kind, run_id, migration_kind, version, name, "
                       "direction, statement, statement_count, statements_kept, in_transaction, sha256, "
                       "actor, host, program_version, duration_ms, row_count, error_code, error, detail) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .arg(logTable(m_connection.info(), m_schema)),
        {time(event.at), migration::eventKindName(event.kind), notNull(event.runId),
            ofMigration ? kindText(event.migrationKind) : QStringLiteral(""), notNull(event.version),
            notNull(event.name), notNull(event.direction), event.statement, event.statementCount,
            event.statementsKept, event.inTransaction, notNull(text(event.sha256)), notNull(event.actor),
            notNull(event.host), notNull(event.programVersion), event.durationMs, event.rows,
            notNull(event.errorCode), notNull(event.error), notNull(event.detail)});
}

base::Result<void> HistoryWriter::keepScript(const QByteArray& sha256, const QByteArray& bytes)
{
    QStringDecoder utf8(
        QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString decoded = utf8(bytes);
    QString encoding = QStringLiteral("utf-8");
    QVariant content = notNull(decoded);
    if (bytes.size() > maxKeptScript) {
        encoding = QStringLiteral("none");
        content = QVariant(QMetaType(QMetaType::QString));
    } else if (utf8.hasError() || bytes.contains('\0') || bytes.startsWith("\xEF\xBB\xBF")) {
        encoding = QStringLiteral("base64"); // drivers drop a byte order mark on the way back
        content = QString::fromLatin1(bytes.toBase64());
    }
    const bool mysql = m_connection.info().dialect == sql::Dialect::MySql;
    // Not INSERT IGNORE: that would also swallow what does not fit.
    return run(QStringLiteral("INSERT INTO %1 (sha256, encoding, size, content) VALUES (?, ?, ?, ?) ")
                   .arg(scriptTable(m_connection.info(), m_schema))
            + (mysql ? QStringLiteral("ON DUPLICATE KEY UPDATE sha256 = sha256")
                     : QStringLiteral("ON CONFLICT (sha256) DO NOTHING")),
        {text(sha256), encoding, qint64(bytes.size()), content});
}

} // namespace strandline::history
