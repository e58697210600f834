// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/rebuild.h"

#include "core/dialect/sqlite/definitions.h"
#include "core/dialect/sqlite/renames.h"
#include "core/schema/sqlite/create_table.h"
#include "core/sql/identifier.h"

#include <algorithm>

namespace strandline::dialect::sqlite {

using schema::Column;
using schema::Constraint;
using schema::ConstraintKind;
using schema::Table;
using schema::sqlite::foldedName;
using schema::sqlite::isSameName;

namespace {

const QString kGuard = QStringLiteral("strandline_rebuild");

QString literal(const QString& text)
{
    return sql::quoteLiteral(text, sql::Dialect::Sqlite);
}

/// Nothing is known of the rowid of a table whose statement is only kept.
bool hasRowid(const Table& table)
{
    return table.definition.isEmpty() && !table.options.contains(schema::sqlite::withoutRowidOption);
}

/// A name of the rowid that no column of either table has taken; empty: none is left.
QString rowidName(const Table& a, const Table& b)
{
    for (const char* candidate : {"rowid", "_rowid_", "oid"}) {
        const QString name = QLatin1String(candidate);
        const auto isIt = [&](const Column& column) { return isSameName(column.name, name); };
        if (std::none_of(a.columns.begin(), a.columns.end(), isIt)
            && std::none_of(b.columns.begin(), b.columns.end(), isIt))
            return name;
    }
    return {};
}

struct Copy
{
    QStringList into;
    QStringList values;
};

/// Columns that both have; NULL becomes the default where it is not allowed any more. Rows also keep their
/// rowid: other tables and full-text indexes may point to it although no column shows it. A new INTEGER
/// PRIMARY KEY takes it over.
Copy copyOf(const Table& renamed, const Table& to)
{
    Copy copy;
    const Column* alias = schema::sqlite::rowidAlias(to);
    const QString rowid = hasRowid(renamed) && hasRowid(to) ? rowidName(renamed, to) : QString();
    if (!rowid.isEmpty() && !alias) {
        copy.into.append(rowid);
        copy.values.append(rowid);
    }
    for (const Column& column : to.columns) {
        if (column.generated != schema::Generated::None || column.isInvisible)
            continue;
        const Column* old = renamed.column(column.name);
        QString value = quote(column.name);
        if (!old && &column == alias && !rowid.isEmpty())
            value = rowid;
        else if (!old)
            continue;
        else if (column.notNull && !old->notNull && column.defaultValue)
            value = QStringLiteral("coalesce(%1, %2)").arg(value, *column.defaultValue);
        copy.into.append(quote(column.name));
        copy.values.append(value);
    }
    return copy;
}

QString lossNote(const Table& renamed, const Table& to)
{
    QStringList lost;
    for (const Column& column : renamed.columns) {
        if (!to.column(column.name) && column.generated == schema::Generated::None)
            lost.append(to.name.name + QLatin1Char('.') + column.name);
    }
    if (lost.isEmpty())
        return {};
    return QStringLiteral("deletes the values of %1 %2")
        .arg(lost.size() == 1 ? QStringLiteral("column") : QStringLiteral("columns"),
            lost.join(QStringLiteral(", ")));
}

QString startNote(const Table& renamed, const Table& to)
{
    QString note = QStringLiteral("rebuilds table %1: SQLite cannot change it in place").arg(to.name.name);
    QStringList unfilled;
    for (const Column& column : to.columns) {
        const bool isFilled = column.defaultValue || column.generated != schema::Generated::None
            || &column == schema::sqlite::rowidAlias(to);
        if (column.notNull && !isFilled && !renamed.column(column.name))
            unfilled.append(column.name);
    }
    if (!unfilled.isEmpty()) {
        note += QStringLiteral("; fails when the table has rows, which have no value for %1")
                    .arg(unfilled.join(QStringLiteral(", ")));
    }
    return note;
}

bool hasAutoIncrement(const Table& table)
{
    return std::any_of(table.columns.begin(), table.columns.end(),
        [](const Column& column) { return column.isAutoIncrement; });
}

const Table* tableNamed(const schema::Database& database, const QString& name)
{
    for (const Table& table : database.tables) {
        if (isSameName(table.name.name, name))
            return &table;
    }
    return nullptr;
}

} // namespace

bool losesRows(const Table& renamed, const Table& to)
{
    return to.kind == schema::TableKind::Virtual || renamed.kind == schema::TableKind::Virtual
        || copyOf(renamed, to).into.isEmpty();
}

QList<RenderedStatement> rebuildStatements(
    const Table& renamed, const Table& to, const QSet<QString>& foldedNamesInUse)
{
    const schema::ObjectId object {schema::ObjectKind::Table, to.name, {}};
    QList<RenderedStatement> statements;
    const auto add = [&](const QString& text, const QString& note = {}, bool losesData = false) {
        statements.append({text, object, false, note, losesData});
    };
    const QString name = quote(to.name.name);
    if (losesRows(renamed, to)) {
        add(QStringLiteral("DROP TABLE ") + name,
            QStringLiteral("deletes table %1 with its rows: none of its columns is left").arg(to.name.name),
            true);
        if (renamed.kind == schema::TableKind::Virtual || to.kind == schema::TableKind::Virtual)
            statements.last().note =
                QStringLiteral("deletes virtual table %1 with its contents").arg(to.name.name);
        add(createTable(to, to.name.name));
        return statements;
    }
    const QString temporary = freeName(to.name.name + QStringLiteral("__new"), foldedNamesInUse);
    add(createTable(to, temporary), startNote(renamed, to));
    if (hasAutoIncrement(renamed) && hasAutoIncrement(to)) {
        add(QStringLiteral("INSERT INTO sqlite_sequence (name, seq) SELECT %1, seq FROM sqlite_sequence"
                           " WHERE name = %2")
                .arg(literal(temporary), literal(to.name.name)));
    }
    const Copy copy = copyOf(renamed, to);
    add(QStringLiteral("INSERT INTO %1 (%2) SELECT %3 FROM %4")
            .arg(quote(temporary), copy.into.join(QStringLiteral(", ")),
                copy.values.join(QStringLiteral(", ")), name));
    const QString loss = lossNote(renamed, to);
    add(QStringLiteral("DROP TABLE ") + name, loss, !loss.isEmpty());
    // In the old way the name alone changes: views, triggers and foreign keys already say the right one, and
    // are not looked into, which would fail while the table is away.
    add(QStringLiteral("PRAGMA legacy_alter_table = ON"));
    add(QStringLiteral("ALTER TABLE %1 RENAME TO %2").arg(quote(temporary), name));
    add(QStringLiteral("PRAGMA legacy_alter_table = OFF"));
    return statements;
}

RebuildGuard::Watched& RebuildGuard::watched(const TablePair& pair)
{
    for (Watched& entry : m_watched) {
        if (entry.pair == &pair)
            return entry;
    }
    m_watched.append({&pair});
    return m_watched.last();
}

void RebuildGuard::watchRows(const TablePair& pair)
{
    watched(pair).rows = true;
}

void RebuildGuard::watchParents(const TablePair& pair)
{
    if (!referencesNewTable(*pair.to) && canCheck(m_to, *pair.to))
        watched(pair).parents = true;
}

bool RebuildGuard::referencesNewTable(const Table& table) const
{
    return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& constraint) {
        return constraint.kind == ConstraintKind::ForeignKey
            && m_newTables.contains(foldedName(constraint.referencedTable.name));
    });
}

/// PRAGMA foreign_key_check fails for a table whose parent has no unique key over the columns: such foreign
/// keys never worked, and must not keep the table from being rebuilt.
bool RebuildGuard::canCheck(const schema::Database& database, const Table& table) const
{
    bool hasAny = false;
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind != ConstraintKind::ForeignKey)
            continue;
        hasAny = true;
        const Table* parent = tableNamed(database, constraint.referencedTable.name);
        if (!parent)
            continue; // every row counts as an orphan, which is no failure
        QStringList wanted;
        for (const QString& column : constraint.referencedColumns)
            wanted.append(foldedName(column));
        wanted.sort();
        const auto isKey = [&](QStringList columns) {
            for (QString& column : columns)
                column = foldedName(column);
            columns.sort();
            return columns == wanted;
        };
        bool isUnique = false;
        for (const Constraint& key : parent->constraints) {
            const bool isPrimary = key.kind == ConstraintKind::PrimaryKey;
            if (isPrimary && wanted.isEmpty())
                isUnique = isUnique || key.columns.size() == constraint.columns.size();
            else if (isPrimary || key.kind == ConstraintKind::Unique)
                isUnique = isUnique || (key.definition.isEmpty() && isKey(key.columns));
        }
        for (const schema::Index& index : parent->indexes) {
            QStringList columns;
            for (const schema::IndexElement& element : index.elements)
                columns.append(element.collation.isEmpty() ? element.column : QString());
            isUnique = isUnique || (index.isUnique && index.predicate.isEmpty() && isKey(columns));
        }
        if (!isUnique)
            return false;
    }
    return hasAny;
}

QList<RenderedStatement> RebuildGuard::before(const schema::ObjectId& object) const
{
    QList<RenderedStatement> statements;
    const auto add = [&](const QString& text, const QString& note = {}) {
        statements.append({text, object, false, note, false});
    };
    add(QStringLiteral("CREATE TEMP TABLE %1 (\n"
                       "    what TEXT NOT NULL,\n"
                       "    foreign_keys_off INTEGER,\n"
                       "    rows_before INTEGER,\n"
                       "    rows_after INTEGER,\n"
                       "    orphans_before INTEGER,\n"
                       "    orphans_after INTEGER,\n"
                       "    CONSTRAINT \"foreign keys are switched off\" CHECK (foreign_keys_off),\n"
                       "    CONSTRAINT \"every row is still there\" CHECK (rows_before = rows_after),\n"
                       "    CONSTRAINT \"every row still has its parent\""
                       " CHECK (orphans_after <= orphans_before)\n"
                       ")")
            .arg(kGuard),
        QStringLiteral("refuses, by its constraints, whatever would lose rows"));
    if (m_wantsKeysOff) {
        add(QStringLiteral("INSERT INTO %1 (what, foreign_keys_off)"
                           " SELECT 'foreign keys', foreign_keys = 0 FROM pragma_foreign_keys")
                .arg(kGuard));
    }
    for (const Watched& entry : m_watched) {
        const QString name = entry.pair->from->name.name;
        const QString rows = entry.rows ? QStringLiteral("(SELECT count(*) FROM %1)").arg(quote(name))
                                        : QStringLiteral("NULL");
        const QString orphans = !entry.parents ? QStringLiteral("NULL")
            : canCheck(m_from, *entry.pair->from)
            ? QStringLiteral("(SELECT count(*) FROM pragma_foreign_key_check(%1))").arg(literal(name))
            : QStringLiteral("0");
        add(QStringLiteral("INSERT INTO %1 (what, rows_before, orphans_before) VALUES (%2, %3, %4)")
                .arg(kGuard, literal(entry.pair->to->name.name), rows, orphans));
    }
    return statements;
}

QList<RenderedStatement> RebuildGuard::after(const schema::ObjectId& object) const
{
    QList<RenderedStatement> statements;
    for (const Watched& entry : m_watched) {
        const QString name = entry.pair->to->name.name;
        QStringList counts;
        if (entry.rows)
            counts.append(QStringLiteral("rows_after = (SELECT count(*) FROM %1)").arg(quote(name)));
        if (entry.parents) {
            counts.append(
                QStringLiteral("orphans_after = (SELECT count(*) FROM pragma_foreign_key_check(%1))")
                    .arg(literal(name)));
        }
        statements.append({QStringLiteral("UPDATE %1 SET %2 WHERE what = %3")
                               .arg(kGuard, counts.join(QStringLiteral(", ")), literal(name)),
            object, false, {}, false});
    }
    statements.append({QStringLiteral("DROP TABLE ") + kGuard, object, false, {}, false});
    return statements;
}

} // namespace strandline::dialect::sqlite
