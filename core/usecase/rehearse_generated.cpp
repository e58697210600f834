// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/rehearse_generated.h"

#include "core/base/digest.h"
#include "core/dialect/script_writer.h"
#include "core/diff/identity.h"
#include "core/planner/recorded_script.h"
#include "core/usecase/group_statements.h"
#include "core/usecase/renderers.h"
#include "core/usecase/replay_migrations.h"

#include <QSet>

namespace strandline::usecase {

using base::ErrorCode;

namespace {

/// Behind every version that a clock gives.
QString rehearsalVersion(qsizetype index)
{
    constexpr qlonglong first = 99980101000000;
    return QString::number(first + index);
}

QSet<schema::ObjectId> objectsOf(const schema::Database& database)
{
    QSet<schema::ObjectId> ids;
    const auto add = [&ids](const auto& objects) {
        for (const auto& object : objects)
            ids.insert(diff::idOf(object));
    };
    const auto addParts = [&ids](const schema::ObjectName& owner, const auto& parts) {
        for (const auto& part : parts)
            ids.insert(diff::idOf(owner, part));
    };
    add(database.schemas);
    add(database.types);
    add(database.sequences);
    add(database.tables);
    add(database.views);
    add(database.routines);
    for (const schema::UserType& type : database.types) {
        for (const QString& value : type.values)
            ids.insert({schema::ObjectKind::Type, type.name, value});
    }
    for (const schema::Table& table : database.tables) {
        addParts(table.name, table.columns);
        addParts(table.name, table.constraints);
        addParts(table.name, table.indexes);
        addParts(table.name, table.triggers);
        addParts(table.name, table.policies);
    }
    for (const schema::View& view : database.views)
        addParts(view.name, view.indexes);
    return ids;
}

/// Those that happened between these two states, of which each is only a part of the way.
QList<diff::Rename> renamesBetween(
    const QList<diff::Rename>& renames, const schema::Database& before, const schema::Database& after)
{
    QList<diff::Rename> own;
    if (renames.isEmpty())
        return own;
    const QSet<schema::ObjectId> old = objectsOf(before);
    const QSet<schema::ObjectId> now = objectsOf(after);
    for (const diff::Rename& rename : renames) {
        if (old.contains(rename.from) && !now.contains(rename.from) && now.contains(rename.to))
            own.append(rename);
    }
    return own;
}

QStringList directivesFor(
    const QList<diff::Rename>& renames, const schema::Database& before, const schema::Database& after)
{
    QStringList lines;
    for (const diff::Rename& rename : renames) {
        const QString line = diff::renameText(rename, before, after).directive();
        if (!line.isEmpty())
            lines << line;
    }
    return lines;
}

class Rehearsal
{
public:
    Rehearsal(SchemaLoader& loader, const RehearseRequest& request)
        : m_loader(loader)
        , m_request(request)
        , m_dialect(request.diff.from.database.dialect)
    { }

    base::Result<RehearsedSet> tryWith(Grouping grouping)
    {
        const auto begun = begin();
        if (!begun)
            return base::forward(begun);
        RehearsedSet result;
        schema::Database state = *begun;
        for (StatementGroup& group : groupStatements(m_request.diff.up.statements, grouping)) {
            const auto after = runUp(group.statements);
            if (!after)
                return base::forward(after);
            auto back = wayBack(state, *after);
            if (!back)
                return base::forward(back);
            result.groups.append({group.subject, std::move(group.statements), std::move(*back),
                directivesFor(renamesBetween(m_request.diff.renames, state, *after), state, *after)});
            m_set.migrations[m_last].down = script(result.groups.last().down, migration::ScriptRole::Down);
            state = *after;
        }
        if (const auto met = compareWith(state, m_request.diff.to.database, QStringLiteral("up")); !met)
            return base::forward(met);
        if (const auto met = comeBack(*begun); !met)
            return base::forward(met);
        return result;
    }

private:
    base::Result<schema::Database> read() const
    {
        auto loaded = m_loader.introspectScratch(*m_scratch, QStringLiteral("rehearsal"));
        if (!loaded)
            return base::forward(loaded);
        return std::move(loaded->database);
    }

    base::Result<void> replay(migration::PlanTarget target)
    {
        OpenedProject project = *m_loader.project();
        project.dialect = m_dialect;
        project.set = m_set;
        return replayMigrations(
            {project, m_scratch->settings(), std::move(target), {}}, *m_loader.engine(), m_loader.context());
    }

    /// A scratch database in the state that the new migrations begin with.
    base::Result<schema::Database> begin()
    {
        m_set = m_request.before ? *m_request.before : migration::MigrationSet();
        m_added = 0;
        m_scratch.reset();
        auto scratch = m_loader.makeScratch();
        if (!scratch)
            return base::forward(scratch);
        m_scratch = std::move(*scratch);
        if (!m_request.before) {
            if (const auto built = buildFromStatements(); !built)
                return base::forward(built);
        } else if (const auto replayed = replay({}); !replayed) {
            return base::forward(replayed);
        }
        return read();
    }

    base::Result<void> buildFromStatements()
    {
        const auto renderer = rendererFor(m_dialect);
        if (!renderer)
            return base::forward(renderer);
        // A new database is not empty everywhere: PostgreSQL's has a schema.
        const auto fresh = read();
        if (!fresh)
            return base::forward(fresh);
        auto connection = engine::openScratch(*m_loader.engine(), m_scratch->settings(), m_loader.context());
        if (!connection)
            return base::forward(connection);
        const auto all = (*renderer)->render({*fresh, m_request.diff.from.database, {}, false, true});
        for (const dialect::RenderedStatement& statement : all.statements) {
            const QByteArray text = statement.text.toUtf8();
            if (const auto done = (*connection)->executeScript({text, std::nullopt}); !done) {
                return base::fail(done.error().withContext(
                    QStringLiteral("The database as it is could not be built anew in scratch")));
            }
        }
        return {};
    }

    migration::Script script(
        const QList<dialect::RenderedStatement>& statements, migration::ScriptRole role) const
    {
        const QByteArray bytes = dialect::writeScript(statements, m_dialect);
        return planner::recordedScript(
            bytes, base::sha256Hex(bytes), QStringLiteral("the generated script"), role, m_dialect);
    }

    base::Result<schema::Database> runUp(const QList<dialect::RenderedStatement>& statements)
    {
        migration::Migration migration;
        migration.version = rehearsalVersion(m_added++);
        migration.name = QStringLiteral("generated");
        migration.up = script(statements, migration::ScriptRole::Up);
        // Behind the versioned ones, before the repeatable ones, as a folder would have it.
        const auto place = std::find_if(m_set.migrations.cbegin(), m_set.migrations.cend(),
            [](const migration::Migration& other) { return other.kind == migration::Kind::Repeatable; });
        m_last = std::distance(m_set.migrations.cbegin(), place);
        m_set.migrations.insert(m_last, migration);
        migration::PlanTarget target;
        target.kind = migration::TargetKind::UpTo;
        target.version = migration.version;
        if (const auto done = replay(target); !done)
            return base::forward(done);
        return read();
    }

    base::Result<QList<dialect::RenderedStatement>> wayBack(
        const schema::Database& before, const schema::Database& after) const
    {
        const auto renderer = rendererFor(m_dialect);
        if (!renderer)
            return base::forward(renderer);
        const auto renames = diff::reversed(renamesBetween(m_request.diff.renames, before, after));
        auto back = (*renderer)->render({after, before, renames, m_request.options.online, true});
        if (back.impossible.isEmpty())
            return std::move(back.statements);
        return base::fail(back.impossible.first().withContext(
            QStringLiteral("There is no way back that could be written")));
    }

    base::Result<void> compareWith(
        const schema::Database& reached, const schema::Database& wanted, const QString& direction) const
    {
        const auto left = diff::compare(reached, wanted, {}, m_request.options.compare);
        if (left.isEmpty())
            return {};
        QStringList sentences;
        for (const diff::Difference& difference : left)
            sentences << difference.sentence;
        return base::fail(ErrorCode::Precondition,
            QStringLiteral("The generated migration does not lead %1 to where it shall")
                .arg(direction == QLatin1String("up") ? QStringLiteral("up") : QStringLiteral("back")),
            QStringLiteral("In a scratch database this was left: %1.")
                .arg(sentences.join(QLatin1String("; "))),
            QStringLiteral("Nothing was written. Write this part by hand (strandline-cli create), then "
                           "generate again."));
    }

    base::Result<void> comeBack(const schema::Database& begin)
    {
        migration::PlanTarget target;
        target.kind = migration::TargetKind::DownCount;
        target.count = int(m_added);
        if (const auto done = replay(target); !done)
            return base::forward(done);
        const auto state = read();
        if (!state)
            return base::forward(state);
        return compareWith(*state, begin, QStringLiteral("down"));
    }

    SchemaLoader& m_loader;
    const RehearseRequest& m_request;
    sql::Dialect m_dialect;
    migration::MigrationSet m_set;
    qsizetype m_added = 0;
    qsizetype m_last = 0; ///< place of the newest one
    std::unique_ptr<engine::ScratchDatabase> m_scratch;
};

} // namespace

base::Result<RehearsedSet> rehearseGenerated(SchemaLoader& loader, const RehearseRequest& request)
{
    QList<Grouping> groupings {Grouping::PerTable, Grouping::KeepOrder, Grouping::One};
    if (!request.perTable)
        groupings = {Grouping::One};
    base::Result<RehearsedSet> result = base::fail(base::Error());
    qsizetype lastSize = 0;
    for (const Grouping grouping : groupings) {
        const qsizetype size = groupStatements(request.diff.up.statements, grouping).size();
        // One file was tried and did not work: the same file again would not either.
        if (size == 1 && lastSize == 1)
            continue;
        lastSize = size;
        Rehearsal rehearsal(loader, request);
        result = rehearsal.tryWith(grouping);
        if (result || result.error().code == ErrorCode::Cancelled)
            return result;
    }
    return base::fail(result.error().withContext(
        QStringLiteral("The generated migration was tried in a scratch database, and failed")));
}

} // namespace strandline::usecase
