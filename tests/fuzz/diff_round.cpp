// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/diff_round.h"

#include "core/dialect/mysql/mysql_renderer.h"
#include "core/dialect/postgresql/postgresql_renderer.h"
#include "core/dialect/sqlite/sqlite_renderer.h"
#include "core/diff/compare.h"
#include "core/sql/identifier.h"
#include "tests/support/live_database.h"
#include "tests/support/schema_generator.h"

namespace strandline::fuzz {

using schema::ObjectId;
using schema::ObjectKind;

namespace {

std::unique_ptr<dialect::Renderer> rendererFor(sql::Dialect dialect)
{
    switch (dialect) {
    case sql::Dialect::PostgreSql:
        return dialect::makePostgresqlRenderer();
    case sql::Dialect::MySql:
        return dialect::makeMysqlRenderer();
    case sql::Dialect::Sqlite:
        break;
    }
    return dialect::makeSqliteRenderer();
}

/// Table, column and values of the rows in the order of their keys, under the names of the old schema.
using Values = QMap<QString, QStringList>;

class Round
{
public:
    Round(sql::Dialect dialect, unsigned seed)
        : m_generator(dialect, seed)
        , m_dialect(dialect)
        , m_old(dialect)
        , m_new(dialect)
        , m_renderer(rendererFor(dialect))
    {
        m_options.ignoreOwner = true; // two logins
        m_options.ignoreGrants = true;
        // What is added comes last on PostgreSQL, and nothing moves it.
        m_options.ignoreColumnOrder = dialect == sql::Dialect::PostgreSql;
    }

    DiffRound run();

private:
    bool fail(const QString& what, const QString& detail)
    {
        m_result.problem = what + QStringLiteral(": ") + detail;
        return false;
    }
    bool execute(db::Connection& connection, const QStringList& statements, const QString& what);
    std::optional<schema::Database> read(db::Connection& connection, const QString& what);
    std::optional<QStringList> render(const schema::Database& from, const schema::Database& to,
        const QList<diff::Rename>& renames, const QString& what);
    bool areEqual(const schema::Database& found, const schema::Database& wanted, const QString& what);
    std::optional<Values> values(db::Connection& connection, const test::MadeSchema& names);
    bool walk();
    QList<diff::Rename> renames() const;

    test::SchemaGenerator m_generator;
    sql::Dialect m_dialect;
    test::LiveDatabase m_old;
    test::LiveDatabase m_new;
    std::unique_ptr<dialect::Renderer> m_renderer;
    diff::CompareOptions m_options;
    test::MadeSchema m_before;
    test::MadeSchema m_after;
    DiffRound m_result;
};

bool Round::execute(db::Connection& connection, const QStringList& statements, const QString& what)
{
    for (const QString& statement : statements) {
        m_result.script.append(QStringLiteral("-- %1\n%2;").arg(what, statement));
        if (const auto done = connection.execute(statement); !done)
            return fail(what, done.error().toText() + u'\n' + statement);
    }
    return true;
}

std::optional<schema::Database> Round::read(db::Connection& connection, const QString& what)
{
    auto database = m_old.engines().find(m_dialect)->introspector()->read(connection, {}, {});
    if (!database) {
        fail(what, database.error().toText());
        return {};
    }
    return *database;
}

std::optional<QStringList> Round::render(const schema::Database& from, const schema::Database& to,
    const QList<diff::Rename>& renames, const QString& what)
{
    const dialect::Rendered rendered = m_renderer->render({from, to, renames, false, false});
    QStringList statements;
    for (const dialect::RenderedStatement& statement : rendered.statements)
        statements.append(statement.text);
    if (!rendered.impossible.isEmpty()) {
        fail(what, rendered.impossible.first().toText());
        return {};
    }
    return statements;
}

bool Round::areEqual(const schema::Database& found, const schema::Database& wanted, const QString& what)
{
    const auto differences = diff::compare(found, wanted, {}, m_options);
    if (differences.isEmpty())
        return true;
    QStringList sentences;
    for (const diff::Difference& difference : differences) {
        sentences.append(difference.sentence);
        for (const diff::FieldDifference& field : difference.fields)
            sentences.append(QStringLiteral("    %1: %2 | %3").arg(field.field, field.from, field.to));
    }
    return fail(what, sentences.join(u'\n'));
}

/// Of the columns that both schemas have, wherever `names` says that they are called so.
std::optional<Values> Round::values(db::Connection& connection, const test::MadeSchema& names)
{
    const auto quoted = [this](const QString& name) { return sql::quoteIdentifier(name, m_dialect); };
    const auto has = [](const auto& list, int id) {
        return std::find_if(list.begin(), list.end(), [id](const auto& one) { return one.id == id; });
    };
    Values all;
    for (const test::MadeTable& table : names.tables) {
        const auto before = has(m_before.tables, table.id);
        const auto after = has(m_after.tables, table.id);
        if (before == m_before.tables.end() || after == m_after.tables.end())
            continue;
        for (const test::MadeColumn& column : table.columns) {
            if (has(before->columns, column.id) == before->columns.end()
                || has(after->columns, column.id) == after->columns.end())
                continue;
            const auto rows = connection.query(
                QStringLiteral("SELECT %1 FROM %2 ORDER BY id").arg(quoted(column.name), quoted(table.name)));
            if (!rows) {
                fail(QStringLiteral("reading the rows"), rows.error().toText());
                return {};
            }
            QStringList& texts = all[QStringLiteral("%1.%2").arg(table.id).arg(column.id)];
            for (const QVariantList& row : rows->rows)
                texts.append(row.first().isNull() ? QStringLiteral("NULL") : row.first().toString());
        }
    }
    return all;
}

QList<diff::Rename> Round::renames() const
{
    const QString space = m_dialect == sql::Dialect::PostgreSql ? QStringLiteral("public") : QString();
    QList<diff::Rename> renames;
    for (const test::MadeRename& made : test::SchemaGenerator::renames(m_before, m_after)) {
        const ObjectKind kind = made.column.isEmpty() ? ObjectKind::Table : ObjectKind::Column;
        renames.append(diff::Rename {
            {kind, {space, made.table}, made.column}, {kind, {space, made.newTable}, made.newColumn}});
    }
    return renames;
}

bool Round::walk()
{
    m_before = m_generator.schema();
    m_after = m_generator.edited(m_before);
    auto oldConnection = m_old.open();
    auto newConnection = m_new.open();
    if (!oldConnection || !newConnection)
        return fail(
            QStringLiteral("opening"), (oldConnection ? newConnection : oldConnection).error().toText());
    db::Connection& old = **oldConnection;
    if (!execute(old, m_generator.statements(m_before) + m_generator.rows(m_before), QStringLiteral("old"))
        || !execute(**newConnection, m_generator.statements(m_after), QStringLiteral("new")))
        return false;
    const auto from = read(old, QStringLiteral("reading the old schema"));
    const auto to = read(**newConnection, QStringLiteral("reading the new schema"));
    if (!from || !to)
        return false;
    const QList<diff::Rename> known = renames();
    m_result.differences = int(diff::compare(*from, *to, known, m_options).size());
    const auto up = render(*from, *to, known, QStringLiteral("writing the way up"));
    const auto down = render(*to, *from, diff::reversed(known), QStringLiteral("writing the way down"));
    const auto before = values(old, m_before);
    if (!up || !down || !before)
        return false;
    m_result.statements = int(up->size());
    m_result.columnsKept = int(before->size());
    if (m_result.differences == 0 && !up->isEmpty())
        return fail(QStringLiteral("writing the way up"), QStringLiteral("statements without a difference"));

    if (!execute(old, *up, QStringLiteral("up")))
        return false;
    const auto reached = read(old, QStringLiteral("reading behind up"));
    if (!reached || !areEqual(*reached, *to, QStringLiteral("up does not reach the new schema")))
        return false;
    const auto afterUp = values(old, m_after);
    if (!afterUp)
        return false;
    if (*afterUp != *before)
        return fail(
            QStringLiteral("up"), QStringLiteral("values of a column that stays are not what they were"));

    if (!execute(old, *down, QStringLiteral("down")))
        return false;
    const auto returned = read(old, QStringLiteral("reading behind down"));
    if (!returned || !areEqual(*returned, *from, QStringLiteral("down does not return to the old schema")))
        return false;
    const auto afterDown = values(old, m_before);
    if (afterDown && *afterDown != *before)
        return fail(
            QStringLiteral("down"), QStringLiteral("values of a column that stays are not what they were"));
    return afterDown.has_value();
}

DiffRound Round::run()
{
    if (!m_old.problem().isEmpty() || !m_new.problem().isEmpty())
        fail(QStringLiteral("making a database"), m_old.problem() + m_new.problem());
    else
        walk();
    return m_result;
}

} // namespace

DiffRound runDiffRound(sql::Dialect dialect, unsigned seed)
{
    return Round(dialect, seed).run();
}

} // namespace strandline::fuzz
