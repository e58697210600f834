// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controllers/project_controller.h"

#include "ui/delegates/state_palette.h"
#include "ui/text/state_words.h"

#include <QDir>
#include <QFileSystemWatcher>

#include <chrono>

namespace strandline::ui {

using namespace std::chrono_literals;

ProjectController::ProjectController(ProjectBackend& backend, const base::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_backend(backend)
    , m_clock(clock)
    , m_watcher(new QFileSystemWatcher(this))
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(300ms);
    connect(m_watcher, &QFileSystemWatcher::directoryChanged, &m_settle, qOverload<>(&QTimer::start));
    connect(m_watcher, &QFileSystemWatcher::fileChanged, &m_settle, qOverload<>(&QTimer::start));
    connect(&m_settle, &QTimer::timeout, this, &ProjectController::rescanFiles);
}

ProjectController::~ProjectController()
{
    m_cancel.cancel();
}

void ProjectController::begin(const QString& what)
{
    ++m_running;
    Q_EMIT busyChanged(true, what);
}

void ProjectController::end()
{
    if (--m_running == 0)
        Q_EMIT busyChanged(false, {});
}

void ProjectController::forgetReadings()
{
    m_cancel.cancel();
    m_cancel = base::CancelToken();
    m_readings.clear();
    m_questions.clear();
    m_passwords.clear();
    m_compared.clear();
    m_runStates.clear();
    m_environment.clear();
}

void ProjectController::openProject(const QString& folder, const QString& environment)
{
    const int generation = ++m_generation;
    m_cancel.cancel();
    m_cancel = base::CancelToken();
    m_wantedEnvironment = environment;
    m_opening = true;
    begin(tr("Reading %1…").arg(QDir(folder).dirName()));
    m_backend.openProject(folder, m_cancel)
        .then(this, [this, generation, folder](base::Result<ProjectFiles> answer) {
            end();
            if (generation != m_generation)
                return;
            m_opening = false;
            if (!answer) {
                // What was open stays open: a failed attempt takes nothing away.
                Q_EMIT projectFailed(folder, answer.error());
                return;
            }
            forgetReadings();
            m_folder = folder;
            applyFiles(std::move(*answer), false);
        });
}

void ProjectController::applyFiles(ProjectFiles files, bool quiet)
{
    m_filesTimeline = std::make_shared<const migration::Timeline>(std::move(files.timeline));
    m_files = std::make_shared<const ProjectFiles>(std::move(files));
    watchFolders();
    if (quiet) {
        Q_EMIT timelineChanged();
        if (m_readings.value(m_environment).view)
            refresh();
        return;
    }
    m_folder = m_files->opened.project.root.isEmpty() ? m_folder : m_files->opened.project.root;
    m_backend.rememberProject(m_folder);
    const bool wanted = m_files->opened.project.environment(m_wantedEnvironment) != nullptr;
    const QString quietEnvironment = firstQuietEnvironment();
    const QList<project::Environment>& all = m_files->opened.project.environments;
    m_environment = wanted            ? m_wantedEnvironment
        : !quietEnvironment.isEmpty() ? quietEnvironment
        : all.isEmpty()               ? QString()
                                      : all.first().name;
    Q_EMIT projectOpened();
    Q_EMIT environmentSelected();
    // Asking first: "was not asked yet" would flash up for a moment otherwise.
    if (!m_environment.isEmpty() && (wanted || !quietEnvironment.isEmpty()))
        refresh();
    else
        Q_EMIT timelineChanged();
    if (!m_wantedEnvironment.isEmpty() && !wanted) {
        Q_EMIT actionFailed({base::ErrorCode::NotFound,
            tr("Could not find the environment “%1” in this project").arg(m_wantedEnvironment), {},
            tr("Choose one of the environments of strandline.toml."), {}, {}});
    }
}

QString ProjectController::firstQuietEnvironment() const
{
    for (const project::Environment& one : m_files->opened.project.environments) {
        if (one.tier == project::Tier::Development || one.tier == project::Tier::Test)
            return one.name;
    }
    return {};
}

void ProjectController::closeProject()
{
    if (!m_files)
        return;
    ++m_generation;
    forgetReadings();
    m_files.reset();
    m_filesTimeline.reset();
    m_folder.clear();
    m_opening = false;
    m_settle.stop();
    watchFolders();
    Q_EMIT projectClosed();
    Q_EMIT environmentSelected();
    Q_EMIT timelineChanged();
}

void ProjectController::rescanFiles()
{
    if (!m_files)
        return;
    if (m_rescanning) {
        m_rescanAgain = true;
        return;
    }
    m_rescanning = true;
    const int generation = m_generation;
    begin(tr("Reading files…"));
    m_backend.openProject(m_folder, m_cancel)
        .then(this, [this, generation](base::Result<ProjectFiles> answer) {
            end();
            m_rescanning = false;
            if (generation == m_generation) {
                if (answer)
                    applyFiles(std::move(*answer), true);
                else if (answer.error().code != base::ErrorCode::Cancelled)
                    Q_EMIT actionFailed(answer.error());
            }
            if (std::exchange(m_rescanAgain, false))
                rescanFiles();
        });
}

const project::Environment* ProjectController::environment() const
{
    return m_files ? m_files->opened.project.environment(m_environment) : nullptr;
}

void ProjectController::selectEnvironment(const QString& name)
{
    if (!m_files || name == m_environment || !m_files->opened.project.environment(name))
        return;
    m_environment = name;
    m_compared.removeAll(name);
    Q_EMIT environmentSelected();
    Q_EMIT timelineChanged();
    // Choosing it in the list is wanting it, whatever its tier: reading never writes.
    refresh();
}

void ProjectController::refresh()
{
    if (m_environment.isEmpty()) {
        rescanFiles();
        return;
    }
    readEnvironment(m_environment, m_passwords.value(m_environment));
    for (const QString& name : std::as_const(m_compared))
        readEnvironment(name, m_passwords.value(name));
}

void ProjectController::refreshEnvironment(const QString& name)
{
    readEnvironment(name, m_passwords.value(name));
}

EnvironmentQuestion ProjectController::question(const QString& environment) const
{
    return {
        m_files ? m_files->opened : usecase::OpenedProject(), environment, m_passwords.value(environment)};
}

void ProjectController::setRunStates(
    const QString& environment, const QHash<QString, migration::MigrationState>& states)
{
    if (m_runStates.value(environment) == states)
        return;
    if (states.isEmpty())
        m_runStates.remove(environment);
    else
        m_runStates.insert(environment, states);
    Q_EMIT timelineChanged();
}

std::shared_ptr<const migration::Timeline> ProjectController::withRunStates(
    const QString& environment, const std::shared_ptr<const migration::Timeline>& timeline) const
{
    const auto states = m_runStates.constFind(environment);
    if (!timeline || states == m_runStates.constEnd())
        return timeline;
    auto shown = std::make_shared<migration::Timeline>(*timeline);
    for (migration::TimelineEntry& entry : shown->entries) {
        const auto state = states->constFind(entryKey(entry));
        if (state != states->constEnd())
            entry.state = *state;
    }
    return shown;
}

void ProjectController::refreshWithPassword(const base::Secret& password)
{
    m_passwords.insert(m_environment, password);
    refresh();
}

void ProjectController::setCompared(const QString& environment, bool shown)
{
    if (shown == m_compared.contains(environment))
        return;
    if (shown)
        m_compared << environment;
    else
        m_compared.removeAll(environment);
    if (shown && !m_readings.value(environment).view)
        readEnvironment(environment, m_passwords.value(environment));
    Q_EMIT timelineChanged();
}

void ProjectController::readEnvironment(const QString& name, const base::Secret& password)
{
    if (!m_files)
        return;
    const int generation = m_generation;
    const int question = ++m_questions[name];
    m_readings[name].reading = true;
    begin(tr("Reading %1…").arg(name));
    m_backend.readEnvironment({m_files->opened, name, password}, m_cancel)
        .then(this, [this, generation, question, name](base::Result<usecase::EnvironmentView> answer) {
            end();
            if (generation == m_generation && question == m_questions.value(name))
                environmentAnswered(name, std::move(answer));
        });
    Q_EMIT timelineChanged();
}

void ProjectController::environmentAnswered(
    const QString& name, base::Result<usecase::EnvironmentView> answer)
{
    EnvironmentReading& reading = m_readings[name];
    reading.reading = false;
    if (!answer) {
        reading.error = answer.error();
        Q_EMIT timelineChanged();
        if (answer.error().code != base::ErrorCode::Cancelled)
            Q_EMIT environmentFailed(name, answer.error());
        return;
    }
    reading.error.reset();
    reading.timeline = std::make_shared<const migration::Timeline>(answer->timeline);
    reading.view = std::make_shared<const usecase::EnvironmentView>(std::move(*answer));
    Q_EMIT timelineChanged();
    Q_EMIT environmentRead(name);
}

/// The log is read when somebody looks at it: it grows without end, and the timeline does not need it.
void ProjectController::readLog()
{
    if (!m_files || !m_readings.value(m_environment).view)
        return;
    const int generation = m_generation;
    const QString name = m_environment;
    m_backend.readLog({m_files->opened, name, m_passwords.value(name)}, m_cancel)
        .then(this, [this, generation, name](base::Result<LogAnswer> answer) {
            if (generation != m_generation || name != m_environment)
                return;
            if (answer)
                Q_EMIT logRead(answer->events, answer->hasMore);
            else if (answer.error().code != base::ErrorCode::Cancelled)
                Q_EMIT actionFailed(answer.error());
        });
}

void ProjectController::readRecordedTexts(const QString& key, const migration::TimelineEntry& entry)
{
    if (!m_files || !m_readings.value(m_environment).view)
        return;
    const int generation = m_generation;
    const QString name = m_environment;
    m_backend.readRecordedTexts({m_files->opened, name, m_passwords.value(name)}, entry, m_cancel)
        .then(this, [this, generation, name, key](base::Result<RecordedTexts> answer) {
            // Without them the page says that the text is not recorded; that is answer enough.
            if (answer && generation == m_generation && name == m_environment)
                Q_EMIT recordedTextsRead(key, *answer);
        });
}

TimelineInput ProjectController::timelineInput() const
{
    TimelineInput input;
    input.nowUtc = m_clock.nowUtc();
    if (!m_files)
        return input;
    const EnvironmentReading current = currentReading();
    input.timeline = current.timeline ? withRunStates(m_environment, current.timeline) : m_filesTimeline;
    input.environment = m_environment;
    if (const project::Environment* here = environment())
        input.tier = here->tier;
    if (current.view)
        input.readAt = current.view->readAt;
    for (const QString& name : m_compared) {
        ComparedEnvironment other;
        other.name = name;
        if (const project::Environment* there = m_files->opened.project.environment(name)) {
            other.tier = there->tier;
            other.tierName = tierWord(*there);
        }
        const EnvironmentReading reading = m_readings.value(name);
        other.timeline = withRunStates(name, reading.timeline);
        other.reading = reading.reading;
        if (reading.error)
            other.problem = reading.error->toText();
        if (reading.view)
            other.readAt = reading.view->readAt;
        if (other.timeline)
            other.index = ComparedEnvironment::indexOf(*other.timeline);
        input.compared << other;
    }
    return input;
}

void ProjectController::createSampleProject(const QString& folder)
{
    begin(tr("Making the sample project…"));
    m_backend.createSampleProject(folder, base::CancelToken())
        .then(this, [this](base::Result<QString> answer) {
            end();
            // Its story is told by production, which here is a file that was just made.
            if (answer)
                openProject(*answer, QStringLiteral("production"));
            else
                Q_EMIT actionFailed(answer.error());
        });
}

void ProjectController::createProject(const QString& folder, const QString& name)
{
    begin(tr("Making a project…"));
    m_backend.createProject(folder, name).then(this, [this](base::Result<QString> answer) {
        end();
        if (answer)
            openProject(*answer);
        else
            Q_EMIT actionFailed(answer.error());
    });
}

void ProjectController::createMigration(const MigrationDraft& draft)
{
    if (!m_files)
        return;
    begin(tr("Writing a migration…"));
    m_backend.createMigration(m_files->opened, draft).then(this, [this](base::Result<QString> answer) {
        end();
        if (!answer) {
            Q_EMIT actionFailed(answer.error());
            return;
        }
        Q_EMIT migrationCreated(*answer);
        rescanFiles();
    });
}

/// Watches folders, and the project file by itself: editors that save by renaming change only the folder.
void ProjectController::watchFolders()
{
    const QStringList old = m_watcher->directories() + m_watcher->files();
    QStringList wanted;
    if (m_files) {
        for (const QString& folder : m_files->opened.project.migrationFolders) {
            wanted << folder;
            const QString repeatable = folder + QStringLiteral("/repeatable");
            if (QDir(repeatable).exists())
                wanted << repeatable;
        }
        if (!m_files->opened.project.configPath.isEmpty())
            wanted << m_files->opened.project.configPath;
        // A change inside a file shows in its folder only when it was saved by renaming.
        for (const migration::Migration& migration : m_files->opened.set.migrations) {
            if (migration.up)
                wanted << migration.up->absolutePath;
            if (migration.down)
                wanted << migration.down->absolutePath;
        }
    }
    // Watching costs one kernel handle each and there are machine-wide limits: with very many migrations the
    // folders, F5 and Rescan Files have to do.
    constexpr int kMaxWatches = 2000;
    if (wanted.size() > kMaxWatches)
        wanted.resize(kMaxWatches);
    const QSet<QString> wantedSet(wanted.cbegin(), wanted.cend());
    const QSet<QString> oldSet(old.cbegin(), old.cend());
    const QSet<QString> gone = oldSet - wantedSet;
    const QSet<QString> come = wantedSet - oldSet;
    if (!gone.isEmpty())
        m_watcher->removePaths(QStringList(gone.cbegin(), gone.cend()));
    if (!come.isEmpty())
        m_watcher->addPaths(QStringList(come.cbegin(), come.cend()));
}

} // namespace strandline::ui
