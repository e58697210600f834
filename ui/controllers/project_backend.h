// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/usecase/environment_view.h"
#include "core/usecase/open_project.h"

#include <QFuture>

#include <memory>

namespace strandline::ui {

/// A project and its list before any database was asked.
struct ProjectFiles
{
    usecase::OpenedProject opened;
    migration::Timeline timeline; ///< compared == false
};

struct EnvironmentQuestion
{
    usecase::OpenedProject project;
    QString environment;
    base::Secret password; ///< as typed; empty: whatever the sources give
};

struct LogAnswer
{
    QList<migration::LogEvent> events; ///< newest first
    bool hasMore = false;
};

/// What ran, where it is recorded and differs from the files.
struct RecordedTexts
{
    std::optional<QByteArray> up;
    std::optional<QByteArray> down;
};

/// A migration as the New Migration dialog describes it.
struct MigrationDraft
{
    QString name;
    QString kind; ///< key of MigrationKindChoice
};

struct MigrationKindChoice
{
    QString key;
    QString label;
    QString help;
};

struct DraftFiles
{
    QString upPath; ///< relative to the project
    QString upText;
    QString downPath; ///< empty: this kind has no down script
    QString downText;
};

/// What the window needs of the core. Every function returns at once and works on a thread of its own; the
/// composition root implements it over core/usecase, tests over values. Called on the main thread only.
class ProjectBackend
{
public:
    virtual ~ProjectBackend() = default;

    virtual QFuture<base::Result<ProjectFiles>> openProject(
        const QString& folder, const base::CancelToken& cancel) = 0;
    /// Read-only; creates and changes nothing in the database.
    virtual QFuture<base::Result<usecase::EnvironmentView>> readEnvironment(
        const EnvironmentQuestion& question, const base::CancelToken& cancel) = 0;
    virtual QFuture<base::Result<LogAnswer>> readLog(
        const EnvironmentQuestion& question, const base::CancelToken& cancel) = 0;
    virtual QFuture<base::Result<RecordedTexts>> readRecordedTexts(const EnvironmentQuestion& question,
        const migration::TimelineEntry& entry, const base::CancelToken& cancel) = 0;
    /// Writes a sample project into a folder that it makes; answers the project's folder.
    virtual QFuture<base::Result<QString>> createSampleProject(
        const QString& folder, const base::CancelToken& cancel) = 0;
    /// Writes strandline.toml and an empty migrations folder.
    virtual QFuture<base::Result<QString>> createProject(const QString& folder, const QString& name) = 0;

    virtual QList<MigrationKindChoice> migrationKinds() const = 0;
    virtual QFuture<base::Result<DraftFiles>> previewMigration(
        const usecase::OpenedProject& project, const MigrationDraft& draft) = 0;
    /// Answers the absolute path of the up script.
    virtual QFuture<base::Result<QString>> createMigration(
        const usecase::OpenedProject& project, const MigrationDraft& draft) = 0;

    virtual QStringList recentProjects() const = 0;
    virtual void rememberProject(const QString& folder) = 0;
    virtual void forgetProject(const QString& folder) = 0;
};

} // namespace strandline::ui
