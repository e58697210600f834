// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/introspect/sqlite_introspector.h"

#include "core/db/transaction.h"
#include "core/engine/sqlite/introspect/kept_statements.h"
#include "core/schema/sqlite/create_parts.h"
#include "core/schema/sqlite/create_table.h"
#include "core/schema/sqlite/normal_form.h"

#include <algorithm>

namespace strandline::engine::sqlite {

using schema::Column;
using schema::Database;
using schema::ObjectId;
using schema::ObjectKind;
using schema::ObjectName;
using schema::Table;
using schema::sqlite::foldedName;
using schema::sqlite::StatementTokens;

namespace {

class Assembler
{
public:
    Assembler(const KeptStatements& kept, Database& database)
        : m_kept(kept)
        , m_database(database)
    { }
    void assemble();

private:
    void addTable(const KeptStatement& row);
    void addView(const KeptStatement& row);
    void addIndex(const KeptStatement& row);
    void addTrigger(const KeptStatement& row);
    void addMentions(const ObjectId& object, const QString& statement, const QString& without);
    void addDependencies();
    void nameShadows();
    Table* table(const QString& name);

    const KeptStatements& m_kept;
    Database& m_database;
    QHash<QString, qsizetype> m_tables; ///< by folded name
    QHash<QString, qsizetype> m_views;
    QStringList m_shadows;
};

bool hasSameColumns(const QList<Column>& a, const QList<Column>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](const Column& x, const Column& y) { return x.name == y.name && x.generated == y.generated; });
}

/// SQLite itself has read each of these texts, so one that cannot be read here is a gap of ours: its columns
/// are those that SQLite tells, its text is compared as a whole, and it is reported.
void Assembler::addTable(const KeptStatement& row)
{
    if (m_kept.shadowTables.contains(foldedName(row.name))) {
        m_shadows.append(row.name);
        return;
    }
    const StatementTokens tokens(row.sql);
    Table table;
    if (schema::sqlite::isVirtualTable(tokens)) {
        table.kind = schema::TableKind::Virtual;
        table.columns = m_kept.columns.value(row.name);
        table.definition = schema::sqlite::normalForm(tokens, 0, tokens.size());
    } else {
        const auto parsed = schema::sqlite::parseCreateTable(tokens);
        const QList<Column> told = m_kept.columns.value(row.name);
        if (parsed && hasSameColumns(parsed->table.columns, told)) {
            table = parsed->table;
        } else {
            table.columns = told;
            table.definition = schema::sqlite::normalForm(tokens, 0, tokens.size());
            m_database.unread.append(
                QStringLiteral("table %1: its statement is kept as a whole, constraints are not told apart")
                    .arg(row.name));
        }
    }
    table.name = {{}, row.name};
    table.source = row.sql;
    m_tables.insert(foldedName(row.name), m_database.tables.size());
    m_database.tables.append(table);
}

void Assembler::addView(const KeptStatement& row)
{
    schema::View view;
    view.name = {{}, row.name};
    view.definition = schema::sqlite::normalStatement(row.sql);
    view.source = row.sql;
    view.columns = m_kept.columns.value(row.name);
    m_views.insert(foldedName(row.name), m_database.views.size());
    m_database.views.append(view);
}

Table* Assembler::table(const QString& name)
{
    const auto found = m_tables.constFind(foldedName(name));
    return found == m_tables.constEnd() ? nullptr : &m_database.tables[*found];
}

void Assembler::addIndex(const KeptStatement& row)
{
    Table* owner = table(row.table);
    if (!owner)
        return; // of a shadow table
    auto index = schema::sqlite::parseCreateIndex(row.sql, owner);
    if (!index) {
        index.emplace();
        index->definition = schema::sqlite::normalStatement(row.sql);
        index->source = row.sql;
        m_database.unread.append(QStringLiteral("index %1: its statement is kept as a whole").arg(row.name));
    }
    index->name = row.name;
    owner->indexes.append(*index);
}

void Assembler::addTrigger(const KeptStatement& row)
{
    schema::Trigger trigger = schema::sqlite::parseCreateTrigger(row.sql);
    trigger.name = row.name;
    if (Table* owner = table(row.table)) {
        owner->triggers.append(trigger);
        return;
    }
    const auto view = m_views.constFind(foldedName(row.table));
    if (view != m_views.constEnd())
        m_database.views[*view].triggers.append(trigger);
    else
        m_database.unread.append(
            QStringLiteral("trigger %1 on %2, which is not there").arg(row.name, row.table));
}

void Assembler::addMentions(const ObjectId& object, const QString& statement, const QString& without)
{
    const StatementTokens tokens(statement);
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        if (!tokens.isName(i) || tokens.kind(i + 1) == sql::TokenKind::Dot)
            continue;
        const QString name = foldedName(tokens.name(i));
        if (name == foldedName(without))
            continue;
        if (const Table* on = table(name))
            m_database.dependencies.append(schema::Dependency {object, {ObjectKind::Table, on->name, {}}});
        else if (const auto view = m_views.constFind(name); view != m_views.constEnd())
            m_database.dependencies.append(
                schema::Dependency {object, {ObjectKind::View, m_database.views.at(*view).name, {}}});
    }
}

/// By the names that a text mentions: SQLite resolves them only when they are used, so there is nothing more
/// certain to ask.
void Assembler::addDependencies()
{
    for (const Table& table : m_database.tables) {
        for (const schema::Constraint& constraint : table.constraints) {
            const Table* parent = this->table(constraint.referencedTable.name);
            if (parent && parent != &table)
                m_database.dependencies.append(schema::Dependency {
                    {ObjectKind::Table, table.name, {}}, {ObjectKind::Table, parent->name, {}}});
        }
        for (const schema::Trigger& trigger : table.triggers)
            addMentions({ObjectKind::Trigger, table.name, trigger.name}, trigger.source, table.name.name);
    }
    for (const schema::View& view : m_database.views) {
        addMentions({ObjectKind::View, view.name, {}}, view.source, view.name.name);
        for (const schema::Trigger& trigger : view.triggers)
            addMentions({ObjectKind::Trigger, view.name, trigger.name}, trigger.source, view.name.name);
    }
}

/// They go and come with their virtual table, whose options name them.
void Assembler::nameShadows()
{
    m_shadows.sort();
    for (const QString& shadow : m_shadows) {
        Table* owner = nullptr;
        for (Table& table : m_database.tables) {
            const bool begins = table.kind == schema::TableKind::Virtual
                && foldedName(shadow).startsWith(foldedName(table.name.name) + QLatin1Char('_'));
            if (begins && (!owner || owner->name.name.size() < table.name.name.size()))
                owner = &table;
        }
        if (!owner)
            continue;
        QString& names = owner->options[QStringLiteral("shadow tables")];
        names += (names.isEmpty() ? QString() : QStringLiteral(", ")) + shadow;
    }
}

void Assembler::assemble()
{
    m_database.options = m_kept.options;
    m_database.unread = m_kept.unread;
    for (const KeptStatement& row : m_kept.rows) {
        if (row.type == QLatin1String("table"))
            addTable(row);
        else if (row.type == QLatin1String("view"))
            addView(row);
    }
    for (const KeptStatement& row : m_kept.rows) {
        if (row.type == QLatin1String("index"))
            addIndex(row);
        else if (row.type == QLatin1String("trigger"))
            addTrigger(row);
    }
    nameShadows();
    addDependencies();
    schema::sortCanonically(m_database);
}

} // namespace

base::Result<Database> SqliteIntrospector::read(
    db::Connection& connection, const ReadScope&, const base::JobContext& context) const
{
    // The scope says nothing here: no schemas, no owners, and our own tables can be in no other place.
    context.report({QStringLiteral("Reading the schema"), 0, 0, {}});
    Database database;
    database.dialect = sql::Dialect::Sqlite;
    database.serverVersion = connection.info().versionNumber;
    database.name = connection.info().database;

    std::optional<db::Transaction> sameMoment;
    if (!connection.isInTransaction()) {
        auto begun = db::Transaction::begin(connection, db::TransactionKind::Snapshot);
        if (!begun)
            return base::forward(begun);
        sameMoment.emplace(std::move(*begun));
    }
    const auto kept = readKeptStatements(connection);
    if (!kept)
        return base::forward(kept);
    Assembler(*kept, database).assemble();
    return database;
}

} // namespace strandline::engine::sqlite
