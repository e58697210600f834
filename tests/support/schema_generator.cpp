// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/schema_generator.h"

#include "core/sql/identifier.h"

#include <algorithm>

namespace strandline::test {

using sql::Dialect;

namespace {

const QString kKey = QStringLiteral("id");

template <typename T> auto byId(const QList<T>& list, int id)
{
    return std::find_if(list.begin(), list.end(), [id](const T& one) { return one.id == id; });
}
template <typename T> bool hasId(const QList<T>& list, int id)
{
    return byId(list, id) != list.end();
}

bool isNumber(MadeType type)
{
    return type == MadeType::Integer || type == MadeType::BigInt;
}
bool isText(MadeType type)
{
    return type == MadeType::ShortText || type == MadeType::LongText || type == MadeType::Text;
}

} // namespace

SchemaGenerator::SchemaGenerator(Dialect dialect, unsigned seed)
    : m_dialect(dialect)
    , m_random(seed)
{ }

int SchemaGenerator::below(int bound)
{
    // Not uniform_int_distribution: what it makes of a seed differs between libraries.
    return int(m_random() % unsigned(bound));
}

QString SchemaGenerator::freshName(const QString& stem)
{
    static const QStringList endings {QString(), QString(), QString(), QString(), QStringLiteral(" x"),
        QStringLiteral(";"), QStringLiteral("\"q"), QStringLiteral("ö"), QStringLiteral("'s"),
        QStringLiteral("Big"), QStringLiteral("`t"), QStringLiteral(".d")};
    return QStringLiteral("%1%2%3").arg(stem).arg(m_next++).arg(endings.at(below(int(endings.size()))));
}

MadeColumn SchemaGenerator::column(const MadeSchema& schema, bool isNew)
{
    MadeColumn column;
    column.id = m_next;
    column.name = freshName(QStringLiteral("c"));
    const bool hasMoods = m_dialect == Dialect::PostgreSql;
    column.type = MadeType(below(hasMoods ? 9 : 8));
    column.isAdded = isNew;
    column.hasDefault = chance(40);
    column.notNull = chance(40) && (!isNew || column.hasDefault);
    column.holdsNull = !column.notNull && chance(60);
    if (m_dialect != Dialect::Sqlite && chance(20))
        column.comment = QStringLiteral("it's %1").arg(column.id);
    if (column.type == MadeType::Integer && chance(45) && !schema.tables.isEmpty() && !column.hasDefault) {
        const MadeTable& parent = schema.tables.at(below(int(schema.tables.size())));
        column.parent = parent.id;
        column.cascades = chance(50);
        column.foreignKeyName = freshName(QStringLiteral("fk"));
    } else if (isNumber(column.type) && chance(30)) {
        column.checkName = freshName(QStringLiteral("ck"));
    }
    return column;
}

MadeIndex SchemaGenerator::index(const MadeTable& table)
{
    MadeIndex index;
    index.name = freshName(QStringLiteral("ix"));
    const int first = below(int(table.columns.size()));
    const MadeColumn& column = table.columns.at(first);
    // Rows are told apart by numbers and texts; MariaDB indexes no text without a length.
    const bool needsLength = m_dialect == Dialect::MySql && column.type == MadeType::Text;
    if (needsLength)
        return index;
    index.columns.append(column.id);
    index.isUnique = chance(30) && !column.hasDefault && (isNumber(column.type) || isText(column.type));
    index.isConstraint = index.isUnique && chance(50);
    if (table.columns.size() > 1 && chance(40)) {
        const MadeColumn& second = table.columns.at((first + 1) % int(table.columns.size()));
        if (m_dialect != Dialect::MySql || second.type != MadeType::Text)
            index.columns.append(second.id);
    }
    return index;
}

MadeTable SchemaGenerator::table(const MadeSchema& schema, bool isNew)
{
    MadeTable table;
    table.id = m_next;
    table.name = freshName(QStringLiteral("t"));
    table.countsUp = chance(40);
    const int columns = 1 + below(6);
    for (int i = 0; i < columns; ++i)
        table.columns.append(column(schema, isNew));
    for (int i = below(3); i > 0; --i) {
        const MadeIndex made = index(table);
        if (!made.columns.isEmpty())
            table.indexes.append(made);
    }
    if (chance(20))
        table.triggerName = freshName(QStringLiteral("tr"));
    return table;
}

MadeSchema SchemaGenerator::schema()
{
    MadeSchema schema;
    schema.moods = QStringList {QStringLiteral("sad"), QStringLiteral("o'k"), QStringLiteral("glad")};
    const int tables = 1 + below(5);
    for (int i = 0; i < tables; ++i)
        schema.tables.append(table(schema, false));
    for (int i = below(3); i > 0; --i) {
        const MadeTable& of = schema.tables.at(below(int(schema.tables.size())));
        MadeView view {freshName(QStringLiteral("v")), of.id, {}};
        for (const MadeColumn& column : of.columns) {
            if (chance(60))
                view.columns.append(column.id);
        }
        schema.views.append(view);
    }
    return schema;
}

void SchemaGenerator::editColumn(MadeTable& table, MadeColumn& column)
{
    const bool isIndexed = std::any_of(table.indexes.begin(), table.indexes.end(),
        [&](const MadeIndex& index) { return index.columns.contains(column.id); });
    switch (column.isAdded ? 0 : below(6)) {
    case 0:
        column.name = freshName(QStringLiteral("c"));
        break;
    case 1:
        if (!column.holdsNull)
            column.notNull = !column.notNull;
        break;
    case 2:
        if (column.parent == 0 && !isIndexed)
            column.hasDefault = !column.hasDefault;
        break;
    case 3:
        // Both ways: whatever the rows hold fits into either type.
        if (isNumber(column.type) && column.parent == 0)
            column.type = column.type == MadeType::Integer ? MadeType::BigInt : MadeType::Integer;
        else if (isText(column.type) && !isIndexed)
            column.type = MadeType(int(MadeType::ShortText) + below(3));
        break;
    case 4:
        if (isNumber(column.type) && column.parent == 0)
            column.checkName = column.checkName.isEmpty() ? freshName(QStringLiteral("ck")) : QString();
        break;
    default:
        if (m_dialect != Dialect::Sqlite)
            column.comment = column.comment.isEmpty() ? QStringLiteral("new \"comment\"") : QString();
    }
}

void SchemaGenerator::editTable(MadeSchema& schema, MadeTable& table)
{
    const int place = table.columns.isEmpty() ? 0 : below(int(table.columns.size()));
    switch (below(9)) {
    case 0: {
        MadeSchema before = schema;
        before.tables.removeIf([&](const MadeTable& one) { return one.id >= table.id; });
        const MadeColumn added = column(before, true);
        table.columns.insert(chance(70) ? table.columns.size() : place, added);
        break;
    }
    case 1:
        if (table.columns.size() > 1 && canGo(table, table.columns.at(place)))
            table.columns.removeAt(place);
        break;
    case 2:
        if (!table.columns.isEmpty()) {
            const MadeIndex made = index(table);
            if (!made.columns.isEmpty())
                table.indexes.append(made);
        }
        break;
    case 3:
        if (!table.indexes.isEmpty())
            table.indexes.removeAt(below(int(table.indexes.size())));
        break;
    case 4:
        table.name = freshName(QStringLiteral("t"));
        break;
    case 5:
        table.triggerName = table.triggerName.isEmpty() ? freshName(QStringLiteral("tr")) : QString();
        break;
    case 6:
        if (!table.columns.isEmpty() && table.columns.at(place).parent != 0)
            table.columns[place].cascades = !table.columns.at(place).cascades;
        break;
    default:
        if (!table.columns.isEmpty())
            editColumn(table, table.columns[place]);
    }
}

void SchemaGenerator::editOnce(MadeSchema& schema)
{
    switch (below(12)) {
    case 0:
        schema.tables.append(table(schema, true));
        return;
    case 1: {
        const int place = below(int(schema.tables.size()));
        if (schema.tables.size() > 1 && canGo(schema, schema.tables.at(place)))
            schema.tables.removeAt(place);
        return;
    }
    case 2:
        if (!schema.views.isEmpty())
            schema.views.removeAt(below(int(schema.views.size())));
        return;
    case 3: {
        const MadeTable& of = schema.tables.at(below(int(schema.tables.size())));
        schema.views.append({freshName(QStringLiteral("v")), of.id,
            of.columns.isEmpty() ? QList<int>() : QList {of.columns.first().id}});
        return;
    }
    case 4:
        schema.moods.insert(below(int(schema.moods.size()) + 1), QStringLiteral("mood %1").arg(m_next++));
        return;
    default:
        editTable(schema, schema.tables[below(int(schema.tables.size()))]);
    }
}

/// A column comes back empty, which its rows have to allow.
bool SchemaGenerator::canGo(const MadeTable& table, const MadeColumn& column)
{
    const bool isUnique = std::any_of(table.indexes.begin(), table.indexes.end(),
        [&](const MadeIndex& index) { return index.isUnique && index.columns.contains(column.id); });
    return (column.hasDefault || !column.notNull) && !(isUnique && column.hasDefault);
}

/// A table comes back empty, which the rows of its children do not allow.
bool SchemaGenerator::canGo(const MadeSchema& schema, const MadeTable& table)
{
    return std::none_of(schema.tables.begin(), schema.tables.end(), [&](const MadeTable& child) {
        return child.id != table.id
            && std::any_of(child.columns.begin(), child.columns.end(),
                [&](const MadeColumn& column) { return column.parent == table.id; });
    });
}

/// What names something that went is gone as well.
void SchemaGenerator::dropDangling(MadeSchema& schema)
{
    for (MadeTable& table : schema.tables) {
        for (MadeColumn& column : table.columns) {
            if (column.parent != 0 && !hasId(schema.tables, column.parent)) {
                column.parent = 0;
                column.foreignKeyName.clear();
                column.cascades = false;
            }
        }
        table.indexes.removeIf([&](const MadeIndex& index) {
            return std::any_of(index.columns.begin(), index.columns.end(),
                [&](int id) { return !hasId(table.columns, id); });
        });
    }
    schema.views.removeIf([&](const MadeView& view) { return !hasId(schema.tables, view.table); });
    for (MadeView& view : schema.views) {
        const MadeTable& table = *byId(schema.tables, view.table);
        view.columns.removeIf([&](int id) { return !hasId(table.columns, id); });
    }
}

MadeSchema SchemaGenerator::edited(const MadeSchema& from)
{
    MadeSchema to = from;
    for (int i = 1 + below(6); i > 0; --i) {
        editOnce(to);
        dropDangling(to);
    }
    return to;
}

QList<MadeRename> SchemaGenerator::renames(const MadeSchema& from, const MadeSchema& to)
{
    QList<MadeRename> renames;
    for (const MadeTable& table : from.tables) {
        const auto now = byId(to.tables, table.id);
        if (now == to.tables.end())
            continue;
        if (now->name != table.name)
            renames.append({table.name, {}, now->name, {}});
        for (const MadeColumn& column : table.columns) {
            const auto nowColumn = byId(now->columns, column.id);
            if (nowColumn != now->columns.end() && nowColumn->name != column.name)
                renames.append({table.name, column.name, now->name, nowColumn->name});
        }
    }
    return renames;
}

QString SchemaGenerator::quoted(const QString& name) const
{
    return sql::quoteIdentifier(name, m_dialect);
}

QString SchemaGenerator::typeText(MadeType type) const
{
    switch (type) {
    case MadeType::Integer:
        return QStringLiteral("integer");
    case MadeType::BigInt:
        return QStringLiteral("bigint");
    case MadeType::ShortText:
        return QStringLiteral("varchar(20)");
    case MadeType::LongText:
        return QStringLiteral("varchar(80)");
    case MadeType::Text:
        return QStringLiteral("text");
    case MadeType::Decimal:
        return QStringLiteral("decimal(10,2)");
    case MadeType::Boolean:
        return QStringLiteral("boolean");
    case MadeType::Date:
        return QStringLiteral("date");
    case MadeType::Mood:
        return QStringLiteral("mood");
    }
    return {};
}

QString SchemaGenerator::value(const MadeColumn& column, int row, const MadeSchema& schema) const
{
    if (column.holdsNull && (row + column.id) % 4 == 0)
        return QStringLiteral("NULL");
    if (column.parent != 0)
        return QString::number(row);
    switch (column.type) {
    case MadeType::Integer:
    case MadeType::BigInt:
        return QString::number(row * 3 + column.id % 3);
    case MadeType::ShortText:
    case MadeType::LongText:
    case MadeType::Text:
        return sql::quoteLiteral(QStringLiteral("v%1 'ä").arg(row), m_dialect);
    case MadeType::Decimal:
        return QStringLiteral("%1.25").arg(row);
    case MadeType::Boolean:
        return m_dialect == Dialect::PostgreSql
            ? (row % 2 == 0 ? QStringLiteral("true") : QStringLiteral("false"))
            : QString::number(row % 2);
    case MadeType::Date:
        return QStringLiteral("'2024-01-%1'").arg(row, 2, 10, QChar(u'0'));
    case MadeType::Mood:
        return sql::quoteLiteral(schema.moods.at(row % int(schema.moods.size())), m_dialect);
    }
    return {};
}

QString SchemaGenerator::defaultText(const MadeColumn& column) const
{
    switch (column.type) {
    case MadeType::Integer:
    case MadeType::BigInt:
        return QStringLiteral("7");
    case MadeType::ShortText:
    case MadeType::LongText:
    case MadeType::Text:
        return QStringLiteral("'it''s'");
    case MadeType::Decimal:
        return QStringLiteral("1.50");
    case MadeType::Boolean:
        return m_dialect == Dialect::PostgreSql ? QStringLiteral("true") : QStringLiteral("1");
    case MadeType::Date:
        return QStringLiteral("'2020-02-02'");
    case MadeType::Mood:
        return QStringLiteral("'sad'");
    }
    return {};
}

QString SchemaGenerator::columnText(const MadeColumn& column) const
{
    QString text = quoted(column.name) + u' ' + typeText(column.type);
    if (column.notNull)
        text += QStringLiteral(" NOT NULL");
    if (column.hasDefault)
        text += QStringLiteral(" DEFAULT ") + defaultText(column);
    if (m_dialect == Dialect::MySql && !column.comment.isEmpty())
        text += QStringLiteral(" COMMENT ") + sql::quoteLiteral(column.comment, m_dialect);
    return text;
}

QString SchemaGenerator::tableText(const MadeTable& table, const MadeSchema& schema) const
{
    QString key = QStringLiteral("id integer NOT NULL PRIMARY KEY");
    if (table.countsUp && m_dialect == Dialect::MySql)
        key = QStringLiteral("id integer NOT NULL AUTO_INCREMENT PRIMARY KEY");
    else if (table.countsUp && m_dialect == Dialect::Sqlite)
        key = QStringLiteral("id INTEGER PRIMARY KEY AUTOINCREMENT");
    else if (table.countsUp)
        key = QStringLiteral("id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY");
    QStringList parts {key};
    for (const MadeColumn& column : table.columns)
        parts.append(columnText(column));
    for (const MadeColumn& column : table.columns) {
        if (!column.checkName.isEmpty())
            parts.append(QStringLiteral("CONSTRAINT %1 CHECK (%2 >= 0)")
                             .arg(quoted(column.checkName), quoted(column.name)));
        if (column.parent != 0)
            parts.append(QStringLiteral("CONSTRAINT %1 FOREIGN KEY (%2) REFERENCES %3 (id)%4")
                             .arg(quoted(column.foreignKeyName), quoted(column.name),
                                 quoted(byId(schema.tables, column.parent)->name),
                                 column.cascades ? QStringLiteral(" ON DELETE CASCADE") : QString()));
    }
    for (const MadeIndex& index : table.indexes) {
        if (!index.isConstraint)
            continue;
        QStringList names;
        for (const int id : index.columns)
            names.append(quoted(byId(table.columns, id)->name));
        parts.append(QStringLiteral("CONSTRAINT %1 UNIQUE (%2)")
                         .arg(quoted(index.name), names.join(QStringLiteral(", "))));
    }
    return QStringLiteral("CREATE TABLE %1 (%2)").arg(quoted(table.name), parts.join(QStringLiteral(", ")));
}

QStringList SchemaGenerator::indexTexts(const MadeTable& table) const
{
    QStringList texts;
    for (const MadeIndex& index : table.indexes) {
        if (index.isConstraint)
            continue;
        QStringList names;
        for (const int id : index.columns)
            names.append(quoted(byId(table.columns, id)->name));
        texts.append(QStringLiteral("CREATE %1INDEX %2 ON %3 (%4)")
                         .arg(index.isUnique ? QStringLiteral("UNIQUE ") : QString(), quoted(index.name),
                             quoted(table.name), names.join(QStringLiteral(", "))));
    }
    return texts;
}

QStringList SchemaGenerator::triggerTexts(const MadeTable& table) const
{
    if (table.triggerName.isEmpty())
        return {};
    const QString name = quoted(table.triggerName);
    const QString on = quoted(table.name);
    switch (m_dialect) {
    case Dialect::PostgreSql:
        return {QStringLiteral(
                    "CREATE FUNCTION %1() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
                    .arg(name),
            QStringLiteral("CREATE TRIGGER %1 BEFORE INSERT ON %2 FOR EACH ROW EXECUTE FUNCTION %1()")
                .arg(name, on)};
    case Dialect::MySql:
        return {QStringLiteral("CREATE TRIGGER %1 BEFORE INSERT ON %2 FOR EACH ROW SET NEW.id = NEW.id")
                    .arg(name, on)};
    case Dialect::Sqlite:
        break;
    }
    return {QStringLiteral("CREATE TRIGGER %1 AFTER INSERT ON %2 BEGIN SELECT NEW.id; END").arg(name, on)};
}

QStringList SchemaGenerator::commentTexts(const MadeTable& table) const
{
    QStringList texts;
    for (const MadeColumn& column : table.columns) {
        if (m_dialect == Dialect::PostgreSql && !column.comment.isEmpty())
            texts.append(QStringLiteral("COMMENT ON COLUMN %1.%2 IS %3")
                             .arg(quoted(table.name), quoted(column.name),
                                 sql::quoteLiteral(column.comment, m_dialect)));
    }
    return texts;
}

QStringList SchemaGenerator::statements(const MadeSchema& schema) const
{
    QStringList texts;
    if (m_dialect == Dialect::PostgreSql) {
        QStringList values;
        for (const QString& mood : schema.moods)
            values.append(sql::quoteLiteral(mood, m_dialect));
        texts.append(QStringLiteral("CREATE TYPE mood AS ENUM (%1)").arg(values.join(QStringLiteral(", "))));
    }
    for (const MadeTable& table : schema.tables) {
        texts.append(tableText(table, schema));
        texts += indexTexts(table) + commentTexts(table) + triggerTexts(table);
    }
    for (const MadeView& view : schema.views) {
        const MadeTable& table = *byId(schema.tables, view.table);
        QStringList names {quoted(kKey)};
        for (const int id : view.columns)
            names.append(quoted(byId(table.columns, id)->name));
        texts.append(QStringLiteral("CREATE VIEW %1 AS SELECT %2 FROM %3")
                         .arg(quoted(view.name), names.join(QStringLiteral(", ")), quoted(table.name)));
    }
    return texts;
}

QStringList SchemaGenerator::rows(const MadeSchema& schema) const
{
    QStringList texts;
    for (const MadeTable& table : schema.tables) {
        QStringList names {quoted(kKey)};
        for (const MadeColumn& column : table.columns)
            names.append(quoted(column.name));
        for (int row = 1; row <= kRows; ++row) {
            QStringList values {QString::number(row)};
            for (const MadeColumn& column : table.columns)
                values.append(value(column, row, schema));
            texts.append(QStringLiteral("INSERT INTO %1 (%2) VALUES (%3)")
                             .arg(quoted(table.name), names.join(QStringLiteral(", ")),
                                 values.join(QStringLiteral(", "))));
        }
    }
    return texts;
}

} // namespace strandline::test
