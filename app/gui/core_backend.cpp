// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/core_backend.h"

#include "core/project/create_migration.h"
#include "core/project/init_project.h"
#include "core/project/migration_name.h"
#include "core/project/templates.h"
#include "core/sample/create_sample.h"
#include "core/usecase/object_definition.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLoggingCategory>

namespace strandline::gui {

namespace {

/// Enough to look through; the command line lists the rest.
constexpr int kLogEvents = 2000;

Q_LOGGING_CATEGORY(logRecent, "strandline.recent")

/// Not worth a message in the window: the program works without the list.
void complainOf(const base::Result<void>& done)
{
    if (!done)
        qCWarning(logRecent).noquote() << done.error().toText();
}

QString say(const char* text)
{
    return QCoreApplication::translate("CoreBackend", text);
}

usecase::RefreshRequest requestOf(const ui::EnvironmentQuestion& question)
{
    usecase::RefreshRequest request;
    request.project = question.project;
    request.environment = question.environment;
    request.password = question.password;
    return request;
}

base::Result<project::ScriptPair> scriptsFor(
    const usecase::OpenedProject& opened, const ui::MigrationDraft& draft)
{
    const auto kind = project::templateKindFromName(draft.kind);
    if (!kind)
        return base::fail(base::ErrorCode::Invalid, say("No such kind of migration: “%1”").arg(draft.kind));
    const auto name = project::normaliseName(draft.name);
    if (!name)
        return base::forward(name);
    project::TemplateRequest request;
    request.kind = *kind;
    request.dialect = opened.dialect;
    request.name = *name;
    return project::fillTemplate(request);
}

QString folderFor(const usecase::OpenedProject& opened)
{
    return opened.project.migrationFolders.isEmpty() ? opened.project.root + QStringLiteral("/migrations")
                                                     : opened.project.migrationFolders.first();
}

} // namespace

CoreBackend::CoreBackend(const engine::Engines& engines, const base::Clock& clock, const QString& stateFolder)
    : m_engines(engines)
    , m_clock(clock)
    , m_recent(stateFolder)
{ }

CoreBackend::~CoreBackend() = default;

base::JobContext CoreBackend::context(const base::CancelToken& cancel) const
{
    return {cancel, nullptr, &m_clock};
}

QFuture<base::Result<ui::ProjectFiles>> CoreBackend::openProject(
    const QString& folder, const base::CancelToken& cancel)
{
    return m_pool.submit([folder, job = context(cancel)]() -> base::Result<ui::ProjectFiles> {
        auto opened = usecase::openProject(folder, job);
        if (!opened)
            return base::forward(opened);
        migration::Timeline timeline = usecase::filesOnlyTimeline(*opened);
        return ui::ProjectFiles {std::move(*opened), std::move(timeline)};
    });
}

usecase::EnvironmentSession& CoreBackend::session(
    const usecase::OpenedProject& project, const QString& environment)
{
    const QString& root = project.project.root;
    if (root != m_root) {
        for (auto& [key, one] : m_sessions)
            one->close();
        m_root = root;
    }
    auto& slot = m_sessions[root + QLatin1Char('\n') + environment];
    if (!slot)
        slot = std::make_unique<usecase::EnvironmentSession>(environment, m_engines, m_clock);
    return *slot;
}

QFuture<base::Result<usecase::EnvironmentView>> CoreBackend::readEnvironment(
    const ui::EnvironmentQuestion& question, const base::CancelToken&)
{
    return session(question.project, question.environment).refresh(requestOf(question));
}

QFuture<base::Result<ui::LogAnswer>> CoreBackend::readLog(
    const ui::EnvironmentQuestion& question, const base::CancelToken&)
{
    history::LogQuery query;
    query.limit = kLogEvents;
    return session(question.project, question.environment)
        .log(requestOf(question), query)
        .then([](base::Result<history::LogPage> page) -> base::Result<ui::LogAnswer> {
            if (!page)
                return base::forward(page);
            return ui::LogAnswer {std::move(page->events), page->hasMore};
        });
}

QFuture<base::Result<ui::RecordedTexts>> CoreBackend::readRecordedTexts(
    const ui::EnvironmentQuestion& question, const migration::TimelineEntry& entry, const base::CancelToken&)
{
    return session(question.project, question.environment)
        .details(requestOf(question), entry)
        .then([](base::Result<usecase::MigrationDetails> details) -> base::Result<ui::RecordedTexts> {
            if (!details)
                return base::forward(details);
            ui::RecordedTexts texts;
            if (details->appliedUp)
                texts.up = details->appliedUp->toUtf8();
            if (details->appliedDown)
                texts.down = details->appliedDown->toUtf8();
            return texts;
        });
}

QFuture<base::Result<usecase::SchemaReading>> CoreBackend::readSchema(
    const ui::EnvironmentQuestion& question, const base::CancelToken& cancel)
{
    return session(question.project, question.environment).schema(requestOf(question), cancel);
}

QFuture<ui::ComparisonAnswer> CoreBackend::compare(const ui::ComparisonQuestion& question)
{
    return m_pool.submit([question] {
        ui::ComparisonAnswer answer;
        QList<diff::Rename> renames = question.renames;
        for (const diff::RenameQuestion& one :
            diff::renameQuestions(*question.from, *question.to, renames, question.refused)) {
            // Equal but for its name: nothing can be lost, so nobody needs to be asked.
            const bool isPart =
                one.from.kind == schema::ObjectKind::Constraint || one.from.kind == schema::ObjectKind::Index;
            if (one.likeness == 100 && isPart)
                renames << diff::Rename {one.from, one.to};
            else
                answer.questions << one;
        }
        answer.differences = diff::compare(*question.from, *question.to, renames, question.options);
        return answer;
    });
}

QString CoreBackend::definition(const schema::Database& database, const schema::ObjectId& object) const
{
    return usecase::objectDefinition(database, object);
}

QFuture<base::Result<QString>> CoreBackend::createSampleProject(
    const QString& folder, const base::CancelToken& cancel)
{
    return m_pool.submit([this, folder, job = context(cancel)]() -> base::Result<QString> {
        return sample::createSampleProject(folder, m_engines, job);
    });
}

QFuture<base::Result<QString>> CoreBackend::createProject(const QString& folder, const QString& name)
{
    return m_pool.submit([folder, name]() -> base::Result<QString> {
        project::InitRequest request;
        request.folder = folder;
        request.name = name;
        const auto made = project::initProject(request);
        if (!made)
            return base::forward(made);
        return folder;
    });
}

QList<ui::MigrationKindChoice> CoreBackend::migrationKinds() const
{
    using Kind = project::TemplateKind;
    const auto choice = [](Kind kind, const QString& label, const QString& help) {
        return ui::MigrationKindChoice {project::templateKindName(kind), label, help};
    };
    return {choice(Kind::Table, say("Create a table"), say("CREATE TABLE, and DROP TABLE on the way back")),
        choice(Kind::Alter, say("Alter a table"), say("Add a column, and drop it on the way back")),
        choice(Kind::Sync, say("Create or alter"), say("Makes the table, or adds what it lacks")),
        choice(Kind::Data, say("Change data"), say("INSERT or UPDATE, and the statements that take it back")),
        choice(Kind::Index, say("Index"), say("Create an index, and drop it on the way back")),
        choice(Kind::ForeignKey, say("Foreign key"), say("Add a foreign key")),
        choice(Kind::Check, say("Check constraint"), say("Add a condition that every row must meet")),
        choice(Kind::Comment, say("Comment"), say("Describe a table or a column")),
        choice(Kind::Empty, say("Empty"), say("Two scripts with nothing but a heading"))};
}

QFuture<base::Result<ui::DraftFiles>> CoreBackend::previewMigration(
    const usecase::OpenedProject& opened, const ui::MigrationDraft& draft)
{
    return m_pool.submit([opened, draft, now = m_clock.nowUtc()]() -> base::Result<ui::DraftFiles> {
        const auto scripts = scriptsFor(opened, draft);
        if (!scripts)
            return base::forward(scripts);
        const QString stem = QDir(opened.project.root).relativeFilePath(folderFor(opened)) + QLatin1Char('/')
            + project::versionAt(now) + QLatin1Char('_') + *project::normaliseName(draft.name);
        ui::DraftFiles files;
        files.upPath = stem + QStringLiteral(".up.sql");
        files.upText = QString::fromUtf8(scripts->up);
        if (!scripts->down.isEmpty()) {
            files.downPath = stem + QStringLiteral(".down.sql");
            files.downText = QString::fromUtf8(scripts->down);
        }
        return files;
    });
}

QFuture<base::Result<QString>> CoreBackend::createMigration(
    const usecase::OpenedProject& opened, const ui::MigrationDraft& draft)
{
    return m_pool.submit([opened, draft, job = context({})]() -> base::Result<QString> {
        const auto scripts = scriptsFor(opened, draft);
        if (!scripts)
            return base::forward(scripts);
        const auto made = project::createMigration({folderFor(opened), draft.name, *scripts}, job);
        if (!made)
            return base::forward(made);
        return made->upPath;
    });
}

QStringList CoreBackend::recentProjects() const
{
    QStringList folders;
    // A list that cannot be read and no list look the same to a person: there is nothing to choose.
    for (const settings::RecentProject& project :
        m_recent.read().value_or(QList<settings::RecentProject>())) {
        if (QFileInfo(project.folder).isDir())
            folders << project.folder;
    }
    return folders;
}

void CoreBackend::rememberProject(const QString& folder)
{
    // On the pool: the list is flushed to the disk, which the window must not wait for.
    m_pool.submit([this, folder, now = m_clock.nowUtc()] {
        complainOf(m_recent.remember({folder, {}, {}, now}));
        return true;
    });
}

void CoreBackend::forgetProject(const QString& folder)
{
    m_pool.submit([this, folder] {
        complainOf(m_recent.forget(folder));
        return true;
    });
}

} // namespace strandline::gui
