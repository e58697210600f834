// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/words.h"

#include "core/sql/identifier.h"

#include <algorithm>

namespace strandline::dialect::mysql {

using schema::Column;
using schema::Constraint;
using schema::ConstraintKind;
using schema::Index;
using schema::Table;

namespace {

constexpr auto engineDialect = sql::Dialect::MySql;

QString option(const schema::Options& options, const char* name)
{
    return options.value(QLatin1String(name));
}

bool isText(const QString& type)
{
    const QString word = type.section(QLatin1Char('('), 0, 0).section(QLatin1Char(' '), 0, 0).toLower();
    return QStringList {QStringLiteral("char"), QStringLiteral("varchar"), QStringLiteral("tinytext"),
        QStringLiteral("text"), QStringLiteral("mediumtext"), QStringLiteral("longtext"),
        QStringLiteral("enum"), QStringLiteral("set")}
        .contains(word);
}

QString charsetOf(const QString& collation)
{
    return collation.section(QLatin1Char('_'), 0, 0);
}

/// Whether the option is one of the clause list; the others have words of their own.
bool isPlainOption(const QString& name)
{
    return !QStringList {QStringLiteral("engine"), QStringLiteral("charset"), QStringLiteral("collation"),
        QStringLiteral("system_versioning"), QStringLiteral("period")}
                .contains(name);
}

QString plainOption(const QString& name, const QString& value)
{
    return (name.startsWith(QLatin1Char('`')) ? name : name.toUpper()) + QLatin1Char('=') + value;
}

QString defaultOfOption(const QString& name)
{
    const bool isNumber = QStringList {QStringLiteral("max_rows"), QStringLiteral("min_rows"),
        QStringLiteral("avg_row_length"), QStringLiteral("checksum"), QStringLiteral("delay_key_write"),
        QStringLiteral("key_block_size"), QStringLiteral("page_checksum"), QStringLiteral("transactional")}
                              .contains(name);
    if (name == QLatin1String("connection"))
        return QStringLiteral("''");
    if (name == QLatin1String("union"))
        return QStringLiteral("()");
    return isNumber ? QStringLiteral("0") : QStringLiteral("DEFAULT");
}

QString charsetOptions(const Table& table)
{
    const QString collation = option(table.options, "collation");
    return QStringLiteral("DEFAULT CHARSET=%1 COLLATE=%2").arg(charsetOf(collation), collation);
}

const Constraint* columnCheck(const Column& column, const Table& table)
{
    const auto found = std::find_if(table.constraints.begin(), table.constraints.end(), [&](const Constraint& c) {
        return c.kind == ConstraintKind::Check && !isTableCheck(c) && c.columns.value(0) == column.name;
    });
    return found == table.constraints.end() ? nullptr : &*found;
}

} // namespace

Server Server::of(const schema::Database& database, bool withAccess)
{
    return {database.options.value(QStringLiteral("product")) == QLatin1String("MySQL"),
        database.serverVersion, withAccess};
}

bool Server::canRenameParts() const
{
    return version == 0 || version >= (isMySql ? 80000 : 100502);
}

QString quoted(const QString& name)
{
    return sql::quoteIdentifier(name, engineDialect);
}

QString quoted(const schema::ObjectName& name)
{
    return name.schema.isEmpty() ? quoted(name.name) : quoted(name.schema) + QLatin1Char('.') + quoted(name.name);
}

QString quotedList(const QStringList& names)
{
    QStringList all;
    for (const QString& name : names)
        all << quoted(name);
    return all.join(QStringLiteral(", "));
}

QString literal(const QString& text)
{
    return sql::quoteLiteral(text, engineDialect);
}

QString engineOf(const Table& table)
{
    return option(table.options, "engine");
}

bool isVersioned(const Table& table)
{
    return !option(table.options, "system_versioning").isEmpty();
}

bool isPeriodColumn(const Column& column)
{
    return column.generationExpression == QLatin1String("ROW START")
        || column.generationExpression == QLatin1String("ROW END");
}

QString collationOf(const Column& column, const Table& table)
{
    if (!column.collation.isEmpty())
        return column.collation;
    return isText(column.type) ? option(table.options, "collation") : QString();
}

QString columnDefinition(const Column& column, const Table& table, Charset charset)
{
    QStringList words {column.type};
    const QString collation = charset == Charset::Always ? collationOf(column, table) : column.collation;
    if (!collation.isEmpty() && isText(column.type))
        words << QStringLiteral("CHARACTER SET %1 COLLATE %2").arg(charsetOf(collation), collation);
    if (isPeriodColumn(column)) {
        words << QStringLiteral("GENERATED ALWAYS AS ") + column.generationExpression;
    } else if (column.generated != schema::Generated::None) {
        words << QStringLiteral("GENERATED ALWAYS AS (%1)").arg(column.generationExpression)
              << (column.generated == schema::Generated::Stored ? QStringLiteral("STORED")
                                                                : QStringLiteral("VIRTUAL"));
    } else {
        if (column.notNull)
            words << QStringLiteral("NOT NULL");
        else if (column.type.startsWith(QLatin1String("timestamp")))
            words << QStringLiteral("NULL"); // without it, older servers make it NOT NULL
        if (column.defaultValue)
            words << QStringLiteral("DEFAULT ") + *column.defaultValue;
        else if (!column.notNull)
            words << QStringLiteral("DEFAULT NULL");
        if (column.isAutoIncrement)
            words << QStringLiteral("AUTO_INCREMENT");
        if (!column.onUpdate.isEmpty())
            words << QStringLiteral("ON UPDATE ") + column.onUpdate;
    }
    if (column.isInvisible)
        words << QStringLiteral("INVISIBLE");
    if (!option(column.options, "system_versioning").isEmpty())
        words << QStringLiteral("WITHOUT SYSTEM VERSIONING");
    if (!column.comment.isEmpty())
        words << QStringLiteral("COMMENT ") + literal(column.comment);
    if (const Constraint* check = columnCheck(column, table))
        words << QStringLiteral("CHECK (%1)").arg(check->expression);
    return words.join(QLatin1Char(' '));
}

QString indexDefinition(const Index& index, const Server& server)
{
    QStringList elements;
    for (const schema::IndexElement& element : index.elements) {
        QString text = element.column.isEmpty() ? QStringLiteral("(%1)").arg(element.expression)
                                                : quoted(element.column);
        if (element.prefixLength > 0)
            text += QStringLiteral("(%1)").arg(element.prefixLength);
        if (element.isDescending)
            text += QStringLiteral(" DESC");
        elements << text;
    }
    if (const QString period = option(index.options, "without_overlaps"); !period.isEmpty())
        elements << quoted(period) + QStringLiteral(" WITHOUT OVERLAPS");
    QString text;
    if (!index.constraintName.isEmpty())
        text = QStringLiteral("PRIMARY KEY");
    else if (index.isUnique)
        text = QStringLiteral("UNIQUE KEY ") + quoted(index.name);
    else if (index.method == QLatin1String("FULLTEXT") || index.method == QLatin1String("SPATIAL"))
        text = index.method + QStringLiteral(" KEY ") + quoted(index.name);
    else
        text = QStringLiteral("KEY ") + quoted(index.name);
    text += QStringLiteral(" (%1)").arg(elements.join(QStringLiteral(", ")));
    if (const QString method = option(index.options, "using"); !method.isEmpty())
        text += QStringLiteral(" USING ") + method;
    if (const QString size = option(index.options, "key_block_size"); !size.isEmpty())
        text += QStringLiteral(" KEY_BLOCK_SIZE=") + size;
    if (const QString parser = option(index.options, "parser"); !parser.isEmpty())
        text += QStringLiteral(" WITH PARSER ") + quoted(parser);
    if (!index.comment.isEmpty())
        text += QStringLiteral(" COMMENT ") + literal(index.comment);
    if (index.isIgnored)
        text += server.isMySql ? QStringLiteral(" INVISIBLE") : QStringLiteral(" IGNORED");
    return text;
}

QString checkDefinition(const Constraint& check)
{
    return QStringLiteral("CONSTRAINT %1 CHECK (%2)").arg(quoted(check.name), check.expression)
        + (check.isEnforced ? QString() : QStringLiteral(" NOT ENFORCED"));
}

QString foreignKeyDefinition(const Constraint& key)
{
    QString text = QStringLiteral("CONSTRAINT %1 FOREIGN KEY (%2) REFERENCES %3 (%4)")
                       .arg(quoted(key.name), quotedList(key.columns), quoted(key.referencedTable),
                           quotedList(key.referencedColumns));
    if (!key.onDelete.isEmpty())
        text += QStringLiteral(" ON DELETE ") + key.onDelete;
    if (!key.onUpdate.isEmpty())
        text += QStringLiteral(" ON UPDATE ") + key.onUpdate;
    return text;
}

QString systemPeriod(const Table& table)
{
    QString from;
    QString to;
    for (const Column& column : table.columns) {
        if (column.generationExpression == QLatin1String("ROW START"))
            from = column.name;
        if (column.generationExpression == QLatin1String("ROW END"))
            to = column.name;
    }
    return from.isEmpty() || to.isEmpty()
        ? QString()
        : QStringLiteral("PERIOD FOR SYSTEM_TIME (%1, %2)").arg(quoted(from), quoted(to));
}

QStringList tableOptions(const Table& table)
{
    QStringList words;
    if (const QString engine = engineOf(table); !engine.isEmpty())
        words << QStringLiteral("ENGINE=") + engine;
    if (!option(table.options, "collation").isEmpty())
        words << charsetOptions(table);
    for (auto it = table.options.cbegin(); it != table.options.cend(); ++it) {
        if (isPlainOption(it.key()))
            words << plainOption(it.key(), it.value());
    }
    if (!table.comment.isEmpty())
        words << QStringLiteral("COMMENT=") + literal(table.comment);
    return words;
}

QStringList changedTableOptions(const Table& from, const Table& to)
{
    QStringList words;
    if (engineOf(from) != engineOf(to))
        words << QStringLiteral("ENGINE=") + engineOf(to);
    if (option(from.options, "collation") != option(to.options, "collation"))
        words << charsetOptions(to);
    for (auto it = to.options.cbegin(); it != to.options.cend(); ++it) {
        if (isPlainOption(it.key()) && from.options.value(it.key()) != it.value())
            words << plainOption(it.key(), it.value());
    }
    for (auto it = from.options.cbegin(); it != from.options.cend(); ++it) {
        if (isPlainOption(it.key()) && !to.options.contains(it.key()))
            words << plainOption(it.key(), defaultOfOption(it.key()));
    }
    if (from.comment != to.comment)
        words << QStringLiteral("COMMENT=") + literal(to.comment);
    return words;
}

bool isTableCheck(const Constraint& constraint)
{
    return constraint.kind == ConstraintKind::Check
        && option(constraint.options, "level") != QLatin1String("column");
}

bool isForeignKey(const Constraint& constraint)
{
    return constraint.kind == ConstraintKind::ForeignKey;
}

QString createTable(const Table& table, const QList<Constraint>& foreignKeys, const Server& server)
{
    QStringList items;
    for (const Column& column : table.columns)
        items << quoted(column.name) + QLatin1Char(' ') + columnDefinition(column, table, Charset::WhereItDiffers);
    for (const Index& index : table.indexes)
        items << indexDefinition(index, server);
    for (const Constraint& constraint : table.constraints) {
        if (isTableCheck(constraint))
            items << checkDefinition(constraint);
    }
    for (const Constraint& key : foreignKeys)
        items << foreignKeyDefinition(key);
    if (const QString period = option(table.options, "period"); !period.isEmpty())
        items << QStringLiteral("PERIOD FOR ") + period;
    if (const QString period = systemPeriod(table); !period.isEmpty())
        items << period;
    QString text = QStringLiteral("CREATE TABLE %1 (\n  %2\n) %3")
                       .arg(quoted(table.name), items.join(QStringLiteral(",\n  ")),
                           tableOptions(table).join(QLatin1Char(' ')));
    if (isVersioned(table))
        text += QStringLiteral(" WITH SYSTEM VERSIONING");
    if (!table.partitionKey.isEmpty())
        text += QStringLiteral("\nPARTITION BY ") + table.partitionKey;
    return text;
}

QString alterTable(const QString& table, const QStringList& clauses, const QString& partitioning)
{
    const QString glue = clauses.size() > 1 ? QStringLiteral(",\n  ") : QString();
    QString text = QStringLiteral("ALTER TABLE %1").arg(quoted(table));
    if (!clauses.isEmpty())
        text += (clauses.size() > 1 ? QStringLiteral("\n  ") : QStringLiteral(" ")) + clauses.join(glue);
    if (!partitioning.isEmpty())
        text += QLatin1Char(clauses.isEmpty() ? ' ' : '\n') + partitioning;
    return text;
}

} // namespace strandline::dialect::mysql
