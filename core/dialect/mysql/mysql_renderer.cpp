// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/mysql_renderer.h"

#include "core/dialect/mysql/foreign_keys.h"
#include "core/dialect/mysql/programs.h"
#include "core/dialect/mysql/renamed.h"
#include "core/dialect/mysql/table_change.h"
#include "core/schema/changed_fields.h"

#include <algorithm>

namespace strandline::dialect {

namespace mysql {

namespace {

using schema::Constraint;
using schema::Database;
using schema::ObjectId;
using schema::ObjectKind;
using schema::Sequence;
using schema::Table;

/// Writes the statements in the order in which each finds what it needs; the steps of render() are that order.
class Way
{
public:
    explicit Way(const RenderRequest& request)
        : m_request(request)
        , m_renamed(withRenames(request.from, request.renames))
        , m_from(m_renamed.database)
        , m_to(request.to)
        , m_server(Server::of(request.to, request.withAccess))
        , m_keys(foreignKeyChanges(m_from, m_to))
    { }

    Rendered render();

private:
    void add(const QString& text, const ObjectId& object, const QString& note = {}, bool losesData = false);
    void alterDatabase();
    void dropForeignKeys();
    void dropTables();
    void renameObjects();
    void makeSequences();
    void dropSequences();
    void createTables();
    void createTable(const Table& table, QSet<QString>& ready);
    void alterTables();
    void addForeignKeys();
    QString oldName(const Table& table) const;

    const RenderRequest& m_request;
    RenamedDatabase m_renamed;
    const Database& m_from;
    const Database& m_to;
    Server m_server;
    KeyChanges m_keys;
    Rendered m_rendered;
};

ObjectId idOf(const Table& table)
{
    return {ObjectKind::Table, table.name, {}};
}

void Way::add(const QString& text, const ObjectId& object, const QString& note, bool losesData)
{
    RenderedStatement statement;
    statement.text = text;
    statement.object = object;
    statement.note = note;
    statement.losesData = losesData;
    m_rendered.statements << statement;
}

/// Before RENAME TABLE has run.
QString Way::oldName(const Table& table) const
{
    for (const auto& [old, name] : m_renamed.objects) {
        if (name == table.name.name)
            return old;
    }
    return table.name.name;
}

void Way::alterDatabase()
{
    const auto value = [](const Database& database, const char* name) {
        return database.options.value(QLatin1String(name));
    };
    QStringList words;
    if (value(m_from, "collation") != value(m_to, "collation") && !value(m_to, "collation").isEmpty())
        words << QStringLiteral("CHARACTER SET %1 COLLATE %2").arg(value(m_to, "charset"), value(m_to, "collation"));
    if (value(m_from, "comment") != value(m_to, "comment"))
        words << QStringLiteral("COMMENT ") + literal(value(m_to, "comment"));
    if (!words.isEmpty())
        add(QStringLiteral("ALTER DATABASE ") + words.join(QLatin1Char(' ')), {ObjectKind::Schema, {{}, m_to.name}, {}});
}

void Way::dropForeignKeys()
{
    for (const Table& table : m_from.tables) {
        const bool staysHere = m_to.table(table.name) != nullptr;
        QStringList clauses;
        for (const Constraint& key : table.constraints) {
            // Of tables that go, only keys that could stop another from going first.
            const bool isInTheWay = staysHere || key.referencedTable != table.name;
            if (isForeignKey(key) && isInTheWay && m_keys.dropped.contains({table.name.name, key.name}))
                clauses << QStringLiteral("DROP FOREIGN KEY ") + quoted(key.name);
        }
        if (!clauses.isEmpty())
            add(alterTable(oldName(table), clauses), idOf(table));
    }
}

void Way::dropTables()
{
    for (const Table& table : m_from.tables) {
        if (!m_to.table(table.name))
            add(QStringLiteral("DROP TABLE ") + quoted(oldName(table)), idOf(table),
                QStringLiteral("deletes table %1 with its rows").arg(table.name.name), true);
    }
}

void Way::renameObjects()
{
    const QString text = renameTables(m_renamed.objects, m_request.from);
    if (!text.isEmpty())
        add(text, {ObjectKind::Table, {{}, m_renamed.objects.first().second}, {}});
}

QString sequenceOptions(const Sequence& sequence)
{
    const schema::SequenceOptions& options = sequence.options;
    return QStringLiteral("START WITH %1 MINVALUE %2 MAXVALUE %3 INCREMENT BY %4 %5 %6")
        .arg(options.start, options.minimum, options.maximum, options.increment,
            options.cache == QLatin1String("0") ? QStringLiteral("NOCACHE")
                                                : QStringLiteral("CACHE ") + options.cache,
            options.cycle ? QStringLiteral("CYCLE") : QStringLiteral("NOCYCLE"));
}

void Way::makeSequences()
{
    for (const Sequence& sequence : m_to.sequences) {
        const ObjectId id {ObjectKind::Sequence, sequence.name, {}};
        const auto old = std::find_if(m_from.sequences.begin(), m_from.sequences.end(),
            [&](const Sequence& other) { return other.name == sequence.name; });
        const QString engine = sequence.extra.value(QStringLiteral("engine"));
        if (old == m_from.sequences.end()) {
            add(QStringLiteral("CREATE SEQUENCE %1 %2").arg(quoted(sequence.name), sequenceOptions(sequence))
                    + (engine.isEmpty() ? QString() : QStringLiteral(" ENGINE=") + engine),
                id);
            continue;
        }
        if (!schema::isSame(old->options, sequence.options))
            add(QStringLiteral("ALTER SEQUENCE %1 %2").arg(quoted(sequence.name), sequenceOptions(sequence)), id);
        if (old->extra != sequence.extra)
            add(QStringLiteral("ALTER TABLE %1 ENGINE=%2").arg(quoted(sequence.name), engine), id);
    }
}

void Way::dropSequences()
{
    for (const Sequence& sequence : m_from.sequences) {
        const bool stays = std::any_of(m_to.sequences.begin(), m_to.sequences.end(),
            [&](const Sequence& other) { return other.name == sequence.name; });
        if (!stays)
            add(QStringLiteral("DROP SEQUENCE ") + quoted(sequence.name),
                {ObjectKind::Sequence, sequence.name, {}},
                QStringLiteral("deletes sequence %1 and how far it has counted").arg(sequence.name.name), true);
    }
}

/// Parents first, so that most keys can stand in CREATE TABLE; those that point to a table that is changed, or
/// in a ring, come at the end.
void Way::createTable(const Table& table, QSet<QString>& ready)
{
    if (ready.contains(table.name.name) || m_from.table(table.name))
        return;
    static const QString beingMade = QString(QChar(0));
    if (ready.contains(beingMade + table.name.name))
        return;
    ready.insert(beingMade + table.name.name);
    for (const Constraint& key : table.constraints) {
        if (!isForeignKey(key) || !key.referencedTable.schema.isEmpty())
            continue;
        if (const Table* parent = m_to.table(key.referencedTable))
            createTable(*parent, ready);
    }
    QList<Constraint> keys;
    for (const Constraint& key : table.constraints) {
        if (!isForeignKey(key))
            continue;
        const bool isKnown = !key.referencedTable.schema.isEmpty() || key.referencedTable == table.name
            || ready.contains(key.referencedTable.name);
        if (isKnown) {
            keys << key;
            m_keys.added.remove({table.name.name, key.name});
        }
    }
    add(mysql::createTable(table, keys, m_server), idOf(table));
    ready.insert(table.name.name);
    for (const schema::Column& column : table.columns) {
        if (column.options.contains(QStringLiteral("default")))
            add(alterTable(table.name.name, {QStringLiteral("ALTER COLUMN %1 DROP DEFAULT").arg(quoted(column.name))}),
                idOf(table));
    }
}

void Way::createTables()
{
    QSet<QString> ready; // tables that can be referred to
    for (const Table& table : m_to.tables) {
        const Table* old = m_from.table(table.name);
        if (old && m_renamed.columns.value(table.name.name).isEmpty()
            && !schema::changedFields(*old, table).contains(QStringLiteral("columns"))
            && !schema::changedFields(*old, table).contains(QStringLiteral("indexes"))
            && old->options == table.options && old->partitionKey == table.partitionKey)
            ready.insert(table.name.name);
    }
    for (const Table& table : m_to.tables)
        createTable(table, ready);
}

void Way::alterTables()
{
    for (const Table& table : m_to.tables) {
        const Table* old = m_from.table(table.name);
        if (!old)
            continue;
        const QHash<QString, QString> columns = m_renamed.columns.value(table.name.name);
        m_rendered.statements << alterStatements({*old, table, columns, m_server, m_request.online});
    }
}

void Way::addForeignKeys()
{
    for (const Table& table : m_to.tables) {
        QStringList clauses;
        for (const Constraint& key : table.constraints) {
            if (isForeignKey(key) && m_keys.added.contains({table.name.name, key.name}))
                clauses << QStringLiteral("ADD ") + foreignKeyDefinition(key);
        }
        if (!clauses.isEmpty())
            add(alterTable(table.name.name, clauses), idOf(table));
    }
}

Rendered Way::render()
{
    const ProgramSteps programs = programSteps(m_from, m_to, m_server);
    const ViewSteps views = viewSteps(m_from, m_to, m_server);
    alterDatabase();
    m_rendered.statements << programs.dropped << views.dropped;
    dropForeignKeys();
    dropTables();
    renameObjects();
    makeSequences();
    createTables();
    alterTables();
    dropSequences();
    addForeignKeys();
    m_rendered.statements << programs.routines << views.made << programs.triggers << programs.droppedLast;
    return m_rendered;
}

} // namespace

} // namespace mysql

namespace {

class MysqlRenderer final : public Renderer
{
public:
    Rendered render(const RenderRequest& request) const override { return mysql::Way(request).render(); }
    QString quoted(const schema::ObjectName& name) const override { return mysql::quoted(name); }
};

} // namespace

std::unique_ptr<Renderer> makeMysqlRenderer()
{
    return std::make_unique<MysqlRenderer>();
}

} // namespace strandline::dialect
