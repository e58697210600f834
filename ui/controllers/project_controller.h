// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/controllers/project_backend.h"
#include "ui/models/timeline_rows.h"

#include <QObject>
#include <QTimer>

class QFileSystemWatcher;

namespace strandline::ui {

/// What is known of one environment in this session.
struct EnvironmentReading
{
    std::shared_ptr<const usecase::EnvironmentView> view; ///< null: never read
    std::shared_ptr<const migration::Timeline> timeline;
    std::optional<base::Error> error; ///< of the last attempt
    bool reading = false;
};

/// Holds the open project and its environments for the window. Starts work on the backend and drops answers
/// that belong to a project, or a question, that is no longer current.
class ProjectController : public QObject
{
    Q_OBJECT

public:
    ProjectController(ProjectBackend& backend, const base::Clock& clock, QObject* parent = nullptr);
    ~ProjectController() override;

    /// `environment` empty: the first development or test environment is read; staging and production are
    /// never asked without somebody wanting it.
    void openProject(const QString& folder, const QString& environment = {});
    void closeProject();
    void rescanFiles();
    void selectEnvironment(const QString& name);
    void refresh();
    void refreshEnvironment(const QString& name); ///< one, current or not
    void refreshWithPassword(const base::Secret& password);
    void setCompared(const QString& environment, bool shown);
    void readLog();
    void readRecordedTexts(const QString& key, const migration::TimelineEntry& entry);
    void createSampleProject(const QString& folder);
    void createProject(const QString& folder, const QString& name);
    void createMigration(const MigrationDraft& draft);

    bool hasProject() const { return m_files != nullptr; }
    bool isOpening() const { return m_opening; }
    bool isBusy() const { return m_running > 0; }
    const usecase::OpenedProject* opened() const { return m_files ? &m_files->opened : nullptr; }
    QString folder() const { return m_folder; }
    QString environmentName() const { return m_environment; }
    const project::Environment* environment() const;
    EnvironmentReading reading(const QString& environment) const { return m_readings.value(environment); }
    EnvironmentReading currentReading() const { return reading(m_environment); }
    QStringList comparedEnvironments() const { return m_compared; }
    ProjectBackend& backend() const { return m_backend; }
    const base::Clock& clock() const { return m_clock; }

    /// With the password that was typed for it, if one was.
    EnvironmentQuestion question(const QString& environment) const;

    /// What a run of this window has done so far, by entry key: shown over what was read last, which is
    /// older.
    void setRunStates(const QString& environment, const QHash<QString, migration::MigrationState>& states);

    /// The value for the Timeline page: compared with the database where it was read, from files otherwise.
    TimelineInput timelineInput() const;

Q_SIGNALS:
    void projectOpened();
    void projectClosed();
    void projectFailed(const QString& folder, const strandline::base::Error& error);
    void environmentSelected();
    void timelineChanged(); ///< files, the current or a compared environment have news
    void environmentRead(const QString& environment);
    void environmentFailed(const QString& environment, const strandline::base::Error& error);
    void logRead(const QList<strandline::migration::LogEvent>& newestFirst, bool hasMore);
    void recordedTextsRead(const QString& key, const strandline::ui::RecordedTexts& texts);
    void busyChanged(bool busy, const QString& what);
    void migrationCreated(const QString& upPath);
    void actionFailed(const strandline::base::Error& error);

private:
    void applyFiles(ProjectFiles files, bool quiet);
    void readEnvironment(const QString& name, const base::Secret& password);
    void environmentAnswered(const QString& name, base::Result<usecase::EnvironmentView> answer);
    void forgetReadings();
    void watchFolders();
    void begin(const QString& what);
    void end();
    QString firstQuietEnvironment() const;
    std::shared_ptr<const migration::Timeline> withRunStates(
        const QString& environment, const std::shared_ptr<const migration::Timeline>& timeline) const;

    ProjectBackend& m_backend;
    const base::Clock& m_clock;
    std::shared_ptr<const ProjectFiles> m_files;
    std::shared_ptr<const migration::Timeline> m_filesTimeline;
    QString m_folder;
    QString m_environment;
    QString m_wantedEnvironment;
    QStringList m_compared;
    QHash<QString, EnvironmentReading> m_readings;
    QHash<QString, int> m_questions; ///< number of the last question per environment
    QHash<QString, QHash<QString, migration::MigrationState>> m_runStates;
    QHash<QString, base::Secret> m_passwords; ///< typed in this session, never stored
    base::CancelToken m_cancel;
    QFileSystemWatcher* m_watcher;
    QTimer m_settle; ///< editors write a file in several steps; one rescan at the end is enough
    int m_generation = 0;
    int m_running = 0;
    bool m_opening = false;
    bool m_rescanning = false;
    bool m_rescanAgain = false;
};

} // namespace strandline::ui
