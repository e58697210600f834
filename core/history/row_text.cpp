// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/row_text.h"

#include "core/history/bookkeeping_tables.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace strandline::history {

using sql::Dialect;

namespace {

/// Larger files belong into version control, and MariaDB refuses packets above 16 MiB by default.
constexpr qint64 maxKeptScript = 4 * 1024 * 1024;

const QByteArray kReplacement("\xEF\xBF\xBD");

QByteArray kindText(migration::Kind kind)
{
    return kind == migration::Kind::Repeatable ? QByteArrayLiteral("repeatable")
                                               : QByteArrayLiteral("versioned");
}

bool isPlainAscii(const QByteArray& text)
{
    return std::all_of(
        text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f && c != '\'' && c != '\\'; });
}

bool isAscii(const QByteArray& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

/// For databases that do not hold every character: what our own messages need survives, the rest is marked.
QByteArray toAscii(const QString& text)
{
    QByteArray ascii;
    ascii.reserve(text.size());
    for (const QChar c : text) {
        if (c.unicode() < 0x80)
            ascii += char(c.unicode());
        else if (c == QChar(u'“') || c == QChar(u'”'))
            ascii += '"';
        else if (c == QChar(u'…'))
            ascii += "...";
        else if (!c.isLowSurrogate())
            ascii += '?';
    }
    return ascii;
}

QByteArray number(qint64 value)
{
    return QByteArray::number(value);
}

const char* typeName(int type)
{
    static constexpr std::array names {"text", "timestamptz", "integer", "bigint", "boolean"};
    return names.at(std::size_t(type));
}

QByteArray joined(const QList<QByteArray>& values)
{
    return '(' + values.join(',') + ')';
}

// The engine gives the next sequence: it orders rows and names nothing.
const char kRowColumns[] = " (kind, version, name, status, meaning, up_sha256, down_sha256, applied_at, "
                           "applied_by, duration_ms, run_id, program_version) VALUES ";
const char kEventColumns[] =
    " (happened_at, kind, run_id, migration_kind, version, name, direction, statement, statement_count, "
    "statements_kept, in_transaction, sha256, actor, host, program_version, duration_ms, row_count, "
    "error_code, error, detail) VALUES ";

} // namespace

RowText::RowText(const db::ServerInfo& server, const QString& schema)
    : m_dialect(server.dialect)
    , m_asciiOnly(server.dialect == Dialect::PostgreSql && server.encoding != QLatin1String("UTF8")
          && server.encoding != QLatin1String("SQL_ASCII"))
    , m_history(historyTable(server, schema).toUtf8())
    , m_log(logTable(server, schema).toUtf8())
    , m_script(scriptTable(server, schema).toUtf8())
    , m_insertRow("INSERT INTO " + m_history + kRowColumns)
    , m_insertEvents("INSERT INTO " + m_log + kEventColumns)
{ }

QByteArray RowText::withoutNul(const QByteArray& utf8) const
{
    QByteArray text = utf8;
    if (text.contains('\0'))
        text.replace(QByteArray(1, '\0'), kReplacement);
    return text;
}

QByteArray RowText::literal(const QByteArray& utf8) const
{
    if (m_dialect == Dialect::MySql) {
        // Not with backslashes: a script may have set NO_BACKSLASH_ESCAPES, or another character set.
        if (isPlainAscii(utf8))
            return '\'' + utf8 + '\'';
        return "_utf8mb4 X'" + utf8.toHex() + '\'';
    }
    QByteArray escaped = withoutNul(utf8);
    if (escaped.contains('\''))
        escaped.replace("'", "''");
    if (m_dialect == Dialect::PostgreSql && escaped.contains('\\'))
        return "E'" + escaped.replace("\\", "\\\\") + '\'';
    return '\'' + escaped + '\'';
}

QByteArray RowText::literal(const QString& text) const
{
    return literal(m_asciiOnly ? toAscii(text) : text.toUtf8());
}

RowText::Cell RowText::cell(const QString& text) const
{
    return {m_asciiOnly ? toAscii(text) : text.toUtf8(), Cell::Text};
}

RowText::Cell RowText::time(const QDateTime& utc) const
{
    // Text in each engine's own spelling: how a driver binds a QDateTime depends on the session's time zone.
    const bool mysql = m_dialect == Dialect::MySql;
    return {utc.toUTC()
                .toString(mysql ? QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")
                                : QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzzZ"))
                .toLatin1(),
        Cell::Time};
}

RowText::Cell RowText::yesOrNo(bool yes) const
{
    if (m_dialect == Dialect::PostgreSql)
        return {yes ? QByteArrayLiteral("true") : QByteArrayLiteral("false"), Cell::Boolean};
    return {yes ? QByteArrayLiteral("1") : QByteArrayLiteral("0"), Cell::Boolean};
}

QByteArray RowText::literals(const Cells& cells) const
{
    QList<QByteArray> texts;
    for (const Cell& cell : cells) {
        if (cell.type == Cell::Text)
            texts.append(literal(cell.value));
        else if (cell.type == Cell::Time)
            texts.append('\'' + cell.value + '\'');
        else
            texts.append(cell.value);
    }
    return joined(texts);
}

/// A shape only where an engine gains by it, and of so few rows that it comes again.
db::OwnStatement RowText::insertOf(const QByteArray& head, const QList<Cells>& rows) const
{
    constexpr qsizetype mostRowsInShape = 6;
    if (m_dialect != Dialect::PostgreSql || rows.size() > mostRowsInShape)
        return textOf(head, rows);
    QByteArray& shape = m_shapes[head][rows.size()];
    if (shape.isEmpty())
        shape = shapeOf(head, rows);
    QList<QByteArray> values;
    values.reserve(rows.size() * rows.first().size());
    for (const Cells& row : rows) {
        for (const Cell& cell : row)
            values.append(withoutNul(cell.value));
    }
    return {shape, values, [copy = *this, head, rows] { return copy.textOf(head, rows); }};
}

QByteArray RowText::textOf(const QByteArray& head, const QList<Cells>& rows) const
{
    QByteArray text = head;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (i > 0)
            text += ',';
        text += literals(rows.at(i));
    }
    return text;
}

QByteArray RowText::shapeOf(const QByteArray& head, const QList<Cells>& rows)
{
    QByteArray shape = head;
    int place = 0;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        QList<QByteArray> marks;
        for (const Cell& cell : rows.at(i))
            marks.append('$' + number(++place) + "::" + typeName(cell.type));
        shape += (i > 0 ? "," : "") + joined(marks);
    }
    return shape;
}

RowText::Cells RowText::rowCells(const QByteArray& kind, const migration::HistoryRow& row) const
{
    return {{kind}, cell(row.version), cell(row.name), cell(migration::historyStatusName(row.status)),
        {row.meaning}, {row.upSha256}, {row.downSha256}, time(row.appliedAt), cell(row.appliedBy.left(255)),
        {number(row.durationMs), Cell::BigInteger}, cell(row.runId), cell(row.programVersion.left(64))};
}

db::OwnStatement RowText::insertRow(const migration::HistoryRow& row) const
{
    return insertOf(m_insertRow, {rowCells(kindText(row.kind), row)});
}

QByteArray RowText::insertBookkeepingRow(const migration::HistoryRow& row) const
{
    return "INSERT INTO " + m_history + kRowColumns + literals(rowCells("bookkeeping", row));
}

QByteArray RowText::whichRow(migration::Kind kind, const QString& version, const QString& name) const
{
    const bool byName = kind == migration::Kind::Repeatable;
    return " WHERE kind = " + literal(kindText(kind)) + " AND "
        + (byName ? QByteArray("name = ") + literal(name) : QByteArray("version = ") + literal(version));
}

QByteArray RowText::deleteRow(migration::Kind kind, const QString& version, const QString& name) const
{
    return "DELETE FROM " + m_history + whichRow(kind, version, name);
}

QByteArray RowText::replaceText(const migration::HistoryRow& row) const
{
    return "UPDATE " + m_history + " SET name = " + literal(row.name) + ", meaning = " + literal(row.meaning)
        + ", up_sha256 = " + literal(row.upSha256) + ", down_sha256 = " + literal(row.downSha256)
        + whichRow(row.kind, row.version, row.name);
}

RowText::Cells RowText::eventCells(const migration::LogEvent& event) const
{
    const bool ofMigration = !event.version.isEmpty() || !event.name.isEmpty();
    // Not more than MariaDB's column holds (65,535 bytes).
    constexpr int maxErrorText = 16000;
    return {time(event.at), cell(migration::eventKindName(event.kind)), cell(event.runId),
        {ofMigration ? kindText(event.migrationKind) : QByteArray()}, cell(event.version), cell(event.name),
        cell(event.direction), {number(event.statement), Cell::Integer},
        {number(event.statementCount), Cell::Integer}, {number(event.statementsKept), Cell::Integer},
        yesOrNo(event.inTransaction), {event.sha256}, cell(event.actor.left(255)), cell(event.host.left(255)),
        cell(event.programVersion.left(64)), {number(event.durationMs), Cell::BigInteger},
        {number(event.rows), Cell::BigInteger}, cell(event.errorCode.left(64)),
        cell(event.error.left(maxErrorText)), cell(event.detail)};
}

db::OwnStatement RowText::insertEvents(const QList<migration::LogEvent>& events) const
{
    QList<Cells> rows;
    rows.reserve(events.size());
    for (const migration::LogEvent& event : events)
        rows.append(eventCells(event));
    return insertOf(m_insertEvents, rows);
}

QByteArray RowText::scriptValues(const ScriptText& script) const
{
    const qint64 size = qMax<qint64>(script.size, script.bytes.size());
    QByteArray encoding("utf-8");
    QByteArray content;
    if (size > maxKeptScript || size > script.bytes.size()) {
        encoding = "none";
        content = "NULL";
    } else {
        QStringDecoder utf8(
            QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
        const QString decoded = utf8(script.bytes);
        // Drivers drop a byte order mark on the way back.
        if (utf8.hasError() || decoded.contains(QChar(u'\0')) || script.bytes.startsWith("\xEF\xBB\xBF")
            || (m_asciiOnly && !isAscii(script.bytes))) {
            encoding = "base64";
            content = literal(script.bytes.toBase64());
        } else {
            content = literal(script.bytes);
        }
    }
    return joined({literal(script.sha256), literal(encoding), number(size), content});
}

QByteArray RowText::insertScripts(const QList<ScriptText>& scripts) const
{
    QByteArray text = "INSERT INTO " + m_script + " (sha256, encoding, size, content) VALUES ";
    for (qsizetype i = 0; i < scripts.size(); ++i) {
        if (i > 0)
            text += ',';
        text += scriptValues(scripts.at(i));
    }
    // Not INSERT IGNORE: that would also swallow what does not fit.
    return text
        + (m_dialect == Dialect::MySql ? " ON DUPLICATE KEY UPDATE sha256 = " + m_script + ".sha256"
                                       : QByteArray(" ON CONFLICT (sha256) DO NOTHING"));
}

} // namespace strandline::history
