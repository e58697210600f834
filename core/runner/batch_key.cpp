// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/batch_key.h"

#include "core/sql/identifier.h"

#include <algorithm>

namespace strandline::runner {

using base::ErrorCode;
using base::Result;
using sql::Dialect;

namespace {

base::Failure noSuchTable(const QString& written)
{
    return base::fail(ErrorCode::NotFound,
        QStringLiteral("The table “%1” of the batch directive does not exist").arg(written),
        QStringLiteral("The batches walk along its key, so it must be there before they begin."),
        QStringLiteral("Correct “table=”; it is written as in SQL, with the schema where it needs one."));
}

QString text(const QVariantList& row, int column)
{
    return row.value(column).toString();
}

/// How MariaDB and MySQL compare values of this type.
enum class MysqlFamily { Number, Counted, Float, Binary, Text };
MysqlFamily mysqlFamily(const QString& type)
{
    const QString word = type.section(QLatin1Char('('), 0, 0).section(QLatin1Char(' '), 0, 0).toLower();
    const auto is = [&](std::initializer_list<const char*> words) {
        return std::any_of(
            words.begin(), words.end(), [&](const char* one) { return word == QLatin1String(one); });
    };
    if (is({"tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year"}))
        return MysqlFamily::Number;
    if (is({"enum", "set", "bit"})) // sorted by their numbers, but compared with a text as texts
        return MysqlFamily::Counted;
    if (is({"float", "double"}))
        return MysqlFamily::Float;
    if (is({"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"}))
        return MysqlFamily::Binary;
    return MysqlFamily::Text;
}

} // namespace

Result<BatchKey> BatchKey::resolve(db::Connection& connection, const migration::BatchDirective& directive)
{
    BatchKey key;
    key.m_dialect = connection.info().dialect;
    const auto name =
        parseSqlName(directive.table, key.m_dialect == Dialect::PostgreSql ? 3 : 2, key.m_dialect);
    if (!name)
        return noSuchTable(directive.table);
    key.m_name = *name;
    key.m_quoted = name->quoted(key.m_dialect);

    const auto read = key.m_dialect == Dialect::PostgreSql ? key.readPostgresql(connection)
        : key.m_dialect == Dialect::MySql                  ? key.readMysql(connection)
                                                           : key.readSqlite(connection);
    if (!read)
        return base::forward(read);
    if (key.m_columns.isEmpty())
        return noSuchTable(directive.table);
    if (const auto found = key.findColumns(connection, directive.key); !found)
        return base::forward(found);
    if (const auto noNulls = key.refuseNulls(connection); !noNulls)
        return base::forward(noNulls);
    const auto indexed = key.hasIndex(connection);
    if (!indexed)
        return base::forward(indexed);
    if (!*indexed)
        key.m_notices.append({QStringLiteral("WARNING"), {},
            QStringLiteral("No index begins with the batch key (%1) of “%2”")
                .arg(key.columnNames().join(QStringLiteral(", ")), directive.table),
            QStringLiteral("Each batch reads the whole table to find its rows; make an index first.")});
    return key;
}

QStringList BatchKey::columnNames() const
{
    QStringList names;
    for (const Column& column : m_columns)
        names << column.name;
    return names;
}

Result<void> BatchKey::findColumns(db::Connection& connection, const QStringList& wanted)
{
    const QList<Column> all = std::exchange(m_columns, {});
    const Qt::CaseSensitivity cases =
        m_dialect == Dialect::PostgreSql ? Qt::CaseSensitive : Qt::CaseInsensitive;
    for (const QString& written : wanted) {
        const auto name = parseSqlName(written, 1, m_dialect);
        const QString plain = name ? name->parts.first() : written;
        const auto found = std::find_if(all.begin(), all.end(),
            [&](const Column& column) { return name && column.name.compare(plain, cases) == 0; });
        if (found != all.end()) {
            m_columns.append(*found);
            continue;
        }
        // SQLite: a table that is not WITHOUT ROWID has one that no list of columns shows. Unquoted: in
        // quotes an unknown name would be taken for a string.
        const bool isRowid = m_dialect == Dialect::Sqlite
            && QStringList {QStringLiteral("rowid"), QStringLiteral("_rowid_"), QStringLiteral("oid")}
                   .contains(plain.toLower());
        if (isRowid && connection.query(QStringLiteral("SELECT rowid FROM %1 LIMIT 0").arg(m_quoted))) {
            m_columns.append({QStringLiteral("rowid"), QStringLiteral("rowid"), false});
            continue;
        }
        QStringList known;
        for (const Column& column : all)
            known << column.name;
        return base::fail(ErrorCode::NotFound,
            QStringLiteral("The batch key “%1” is not a column of “%2”").arg(written, m_name.parts.last()),
            QStringLiteral("Its columns are %1.").arg(known.join(QStringLiteral(", "))),
            QStringLiteral(
                "Correct “key=”; the columns of a key that has several stand with commas between."));
    }
    QStringList seen;
    for (const Column& column : std::as_const(m_columns)) {
        if (seen.contains(column.name))
            return base::fail(ErrorCode::Invalid,
                QStringLiteral("The batch key names “%1” twice").arg(column.name), {},
                QStringLiteral("Name each column once."));
        seen << column.name;
    }
    if (m_columns.isEmpty())
        return base::fail(ErrorCode::Invalid, QStringLiteral("The batch directive names no key"), {},
            QStringLiteral("Write it like “table=users key=id size=1000 pause=50ms”."));
    return {};
}

Result<void> BatchKey::readPostgresql(db::Connection& connection)
{
    const auto rows = connection.query(
        QStringLiteral(
            "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, c.reltuples::bigint "
            "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid "
            "WHERE c.oid = to_regclass(?) AND c.relkind IN ('r', 'p', 'f', 'm', 'v') AND a.attnum > 0 "
            "AND NOT a.attisdropped ORDER BY a.attnum"),
        {m_quoted});
    if (!rows)
        return base::forward(rows);
    for (const QVariantList& row : rows->rows) {
        m_columns.append({text(row, 0), text(row, 1), !row.value(2).toBool()});
        m_rows = row.value(3).toLongLong();
    }
    return {};
}

Result<void> BatchKey::readMysql(db::Connection& connection)
{
    const QVariant schema = m_name.parts.size() > 1 ? QVariant(m_name.parts.first()) : QVariant();
    const auto rows = connection.query(
        QStringLiteral(
            "SELECT c.column_name, c.column_type, c.is_nullable, t.table_rows, e.transactions, t.engine "
            "FROM information_schema.columns c JOIN information_schema.tables t "
            "ON t.table_schema = c.table_schema AND t.table_name = c.table_name "
            "LEFT JOIN information_schema.engines e ON e.engine = t.engine "
            "WHERE c.table_schema = COALESCE(?, DATABASE()) AND c.table_name = ? "
            "ORDER BY c.ordinal_position"),
        {schema, m_name.parts.last()});
    if (!rows)
        return base::forward(rows);
    for (const QVariantList& row : rows->rows) {
        m_columns.append({text(row, 0), text(row, 1), text(row, 2) != QLatin1String("NO")});
        m_rows = row.value(3).toLongLong();
        if (m_columns.size() == 1 && text(row, 4) == QLatin1String("NO"))
            m_notices.append({QStringLiteral("WARNING"), {},
                QStringLiteral("“%1” has no transactions (%2)").arg(m_name.parts.last(), text(row, 5)),
                QStringLiteral("When the run dies, the batch that was under way may run twice.")});
    }
    return {};
}

Result<void> BatchKey::readSqlite(db::Connection& connection)
{
    const QVariant schema = m_name.parts.size() > 1 ? QVariant(m_name.parts.first()) : QVariant();
    const auto rows =
        connection.query(QStringLiteral("SELECT name, type, \"notnull\" FROM pragma_table_info(?, ?)"),
            {m_name.parts.last(), schema});
    if (!rows)
        return base::forward(rows);
    for (const QVariantList& row : rows->rows)
        m_columns.append({text(row, 0), text(row, 1), !row.value(2).toBool()});
    return {};
}

Result<void> BatchKey::refuseNulls(db::Connection& connection) const
{
    for (const Column& column : m_columns) {
        if (!column.mayBeNull)
            continue;
        const auto nulls = connection.query(
            QStringLiteral("SELECT 1 FROM %1 WHERE %2 IS NULL LIMIT 1").arg(m_quoted, quotedColumn(column)));
        if (!nulls)
            return base::forward(nulls);
        if (!nulls->isEmpty())
            return base::fail(ErrorCode::Precondition,
                QStringLiteral("The batch key “%1” of “%2” holds NULLs")
                    .arg(column.name, m_name.parts.last()),
                QStringLiteral("A row without a key value is in no batch and would be left out."),
                QStringLiteral("Choose a key without NULLs, the primary key for example."));
    }
    return {};
}

Result<bool> BatchKey::hasIndex(db::Connection& connection) const
{
    // One row for each column of each index, in order.
    QString sql;
    QVariantList values;
    const QVariant schema = m_name.parts.size() > 1 ? QVariant(m_name.parts.first()) : QVariant();
    switch (m_dialect) {
    case Dialect::PostgreSql:
        sql = QStringLiteral(
            "SELECT i.indexrelid::text, a.attname FROM pg_catalog.pg_index i "
            "CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place) "
            "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum "
            "WHERE i.indrelid = to_regclass(?) AND i.indisvalid AND i.indpred IS NULL "
            "ORDER BY i.indexrelid, k.place");
        values = {m_quoted};
        break;
    case Dialect::MySql:
        sql = QStringLiteral(
            "SELECT index_name, column_name FROM information_schema.statistics WHERE table_schema = "
            "COALESCE(?, DATABASE()) AND table_name = ? ORDER BY index_name, seq_in_index");
        values = {schema, m_name.parts.last()};
        break;
    case Dialect::Sqlite:
        // The rowid, under whatever name, is no index; its column is the only one of the primary key.
        if (m_columns.size() == 1 && m_columns[0].name == QLatin1String("rowid"))
            return true;
        sql = QStringLiteral(
            "SELECT l.name, i.name FROM pragma_index_list(?1, ?2) l, pragma_index_info(l.name, ?2) i "
            "WHERE NOT l.partial UNION ALL SELECT '', name FROM pragma_table_info(?1, ?2) WHERE pk = 1 "
            "AND upper(type) = 'INTEGER' "
            "AND (SELECT max(pk) FROM pragma_table_info(?1, ?2)) = 1");
        sql.replace(QStringLiteral("?1"), sql::quoteLiteral(m_name.parts.last(), m_dialect));
        sql.replace(QStringLiteral("?2"),
            schema.isNull() ? QStringLiteral("NULL") : sql::quoteLiteral(schema.toString(), m_dialect));
        break;
    }
    const auto rows = connection.query(sql, values);
    if (!rows)
        return base::forward(rows);
    QString index;
    int place = 0;
    for (const QVariantList& row : rows->rows) {
        place = place > 0 && text(row, 0) == index ? place + 1 : 1;
        index = text(row, 0);
        if (place > m_columns.size())
            continue;
        if (text(row, 1).compare(m_columns[place - 1].name, Qt::CaseInsensitive) != 0)
            place = int(m_columns.size()) + 1; // not this one
        else if (place == m_columns.size())
            return true;
    }
    return false;
}

Result<qint64> BatchKey::estimatedRows(db::Connection& connection) const
{
    // Below a million counting is quick, and estimates of small tables are far off.
    if (m_rows > 1'000'000)
        return m_rows;
    constexpr qint64 most = 20'000'000;
    const auto rows = connection.query(QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM %1 LIMIT %2) AS p")
                                           .arg(m_quoted, QString::number(most)));
    if (!rows)
        return base::forward(rows);
    const qint64 count = rows->rows.value(0).value(0).toLongLong();
    return count < most ? count : 0;
}

QString BatchKey::quotedColumn(const Column& column) const
{
    return column.type == QLatin1String("rowid") ? column.name : sql::quoteIdentifier(column.name, m_dialect);
}

/// An expression that gives the value as the text of a literal.
QString BatchKey::literalOf(const Column& column, const QString& value) const
{
    if (m_dialect == Dialect::PostgreSql)
        return QStringLiteral("quote_literal(%1::text)").arg(value);
    if (m_dialect == Dialect::Sqlite)
        return QStringLiteral("quote(%1)").arg(value);
    switch (mysqlFamily(column.type)) {
    case MysqlFamily::Number:
        return QStringLiteral("CAST(%1 AS CHAR)").arg(value);
    case MysqlFamily::Counted:
        return QStringLiteral("CAST(CAST(%1 AS UNSIGNED) AS CHAR)").arg(value);
    case MysqlFamily::Float:
        // A FLOAT prints fewer digits than it has.
        return QStringLiteral("CAST(%1 + 0e0 AS CHAR)").arg(value);
    case MysqlFamily::Binary:
        return QStringLiteral("CONCAT('X''', HEX(%1), '''')").arg(value);
    case MysqlFamily::Text:
        break;
    }
    return QStringLiteral("QUOTE(%1)").arg(value);
}

QStringList BatchKey::literalsFrom(const QVariantList& row) const
{
    QStringList literals;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        QString literal = row.value(i).toString();
        // SQLite writes what it does not read; a text of these letters has quotes.
        if (m_dialect == Dialect::Sqlite && literal.endsWith(QLatin1String("Inf")))
            literal.replace(QLatin1String("Inf"), QLatin1String("9e999"));
        // The type, because an untyped literal would be compared as text where a domain or a function allows
        // it.
        if (m_dialect == Dialect::PostgreSql)
            literal = literal.trimmed() + QStringLiteral("::") + m_columns[i].type;
        literals << literal;
    }
    return literals;
}

QStringList BatchKey::columnsOf(const QString& prefix) const
{
    QStringList names;
    for (const Column& column : m_columns)
        names << prefix + quotedColumn(column);
    return names;
}

/// key > bound, or key <= bound, in the form that the engine can follow along an index.
QString BatchKey::comparison(const QStringList& names, bool above, const QStringList& bound) const
{
    const qsizetype count = m_columns.size();
    const QString sign = above ? QStringLiteral(" > ") : QStringLiteral(" <= ");
    if (count == 1)
        return names[0] + sign + bound[0];
    if (m_dialect != Dialect::MySql)
        return QLatin1Char('(') + names.join(QStringLiteral(", ")) + QLatin1Char(')') + sign
            + QLatin1Char('(') + bound.join(QStringLiteral(", ")) + QLatin1Char(')');
    // MariaDB reads the whole table for (a, b) > (1, 2); the leading a >= 1 is what it finds an index for.
    QString condition = names[count - 1] + sign + bound[count - 1];
    for (qsizetype i = count - 2; i >= 0; --i)
        condition = QStringLiteral("(%1 %2 %3 AND (%1 %4 %3 OR %5))")
                        .arg(names[i], above ? QStringLiteral(">=") : QStringLiteral("<="), bound[i],
                            above ? QStringLiteral(">") : QStringLiteral("<"), condition);
    return condition;
}

QByteArray BatchKey::condition(const QString& alias, const QStringList& last, const QStringList& end) const
{
    const QString prefix = alias.isEmpty() ? QString() : alias + QLatin1Char('.');
    QStringList parts;
    if (!last.isEmpty())
        parts << comparison(columnsOf(prefix), true, last);
    if (!end.isEmpty())
        parts << comparison(columnsOf(prefix), false, end);
    return (QLatin1Char('(') + parts.join(QStringLiteral(" AND ")) + QLatin1Char(')')).toUtf8();
}

Result<QStringList> BatchKey::greatest(db::Connection& connection, const QStringList& last) const
{
    QStringList literals, order;
    for (const Column& column : m_columns) {
        literals << literalOf(column, QStringLiteral("t.") + quotedColumn(column));
        order << QStringLiteral("t.") + quotedColumn(column) + QStringLiteral(" DESC");
    }
    const QString where = last.isEmpty()
        ? QString()
        : QStringLiteral(" WHERE ") + comparison(columnsOf(QStringLiteral("t.")), true, last);
    // Concatenated: a "%1" in a name must not be taken for a place.
    const auto rows = connection.query(QStringLiteral("SELECT ") + literals.join(QStringLiteral(", "))
        + QStringLiteral(" FROM ") + m_quoted + QStringLiteral(" AS t") + where + QStringLiteral(" ORDER BY ")
        + order.join(QStringLiteral(", ")) + QStringLiteral(" LIMIT 1"));
    if (!rows)
        return base::fail(rows.error().withContext(QStringLiteral("The batch key of “") + m_name.parts.last()
            + QStringLiteral("” cannot be followed")));
    return rows->isEmpty() ? QStringList() : literalsFrom(rows->rows.first());
}

/// The last row of an ordered page. Not by OFFSET of the table, which would read everything before it again.
/// And without the end in its condition: a planner that has no statistics of the table takes two borders for
/// few rows, gathers all that are left and sorts them, for each batch again.
Result<BatchKey::Page> BatchKey::nextPage(
    db::Connection& connection, const QStringList& last, const QStringList& end, int size) const
{
    const QStringList inTable = columnsOf(QStringLiteral("t."));
    QStringList literals, columns, inPage, descending;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        const QString alias = QLatin1Char('c') + QString::number(i);
        columns << inTable[i] + QStringLiteral(" AS ") + alias;
        inPage << QStringLiteral("p.") + alias;
        descending << inPage[i] + QStringLiteral(" DESC");
        literals << literalOf(m_columns[i], inPage[i]);
    }
    const QString comma = QStringLiteral(", ");
    const QString within =
        QStringLiteral("CASE WHEN ") + comparison(inPage, false, end) + QStringLiteral(" THEN 1 END");
    const QString where =
        last.isEmpty() ? QString() : QStringLiteral(" WHERE ") + comparison(inTable, true, last);
    const auto rows = connection.query(QStringLiteral("SELECT ") + literals.join(comma)
        + QStringLiteral(", count(") + within + QStringLiteral(") OVER (), ") + within
        + QStringLiteral(" FROM (SELECT ") + columns.join(comma) + QStringLiteral(" FROM ") + m_quoted
        + QStringLiteral(" AS t") + where + QStringLiteral(" ORDER BY ") + inTable.join(comma)
        + QStringLiteral(" LIMIT ") + QString::number(size) + QStringLiteral(") AS p ORDER BY ")
        + descending.join(comma) + QStringLiteral(" LIMIT 1"));
    if (!rows)
        return base::forward(rows);
    const QVariantList row = rows->rows.value(0);
    const qint64 keys = row.value(m_columns.size()).toLongLong();
    if (keys == 0)
        return Page {};
    const bool reachesBehind = row.value(m_columns.size() + 1).isNull();
    return Page {reachesBehind ? end : literalsFrom(row), keys};
}

} // namespace strandline::runner
