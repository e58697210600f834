// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/job_pool.h"
#include "core/engine/engines.h"
#include "core/settings/recent_projects.h"
#include "core/usecase/environment_session.h"
#include "ui/controllers/compare_backend.h"
#include "ui/controllers/project_backend.h"
#include "ui/controllers/schema_backend.h"

#include <map>

namespace strandline::gui {

/// The window's backend over the real core: files on the pool, each environment on a session of its own.
class CoreBackend final : public ui::ProjectBackend, public ui::SchemaBackend, public ui::CompareBackend
{
public:
    /// Engines and clock are borrowed and outlive the backend.
    CoreBackend(const engine::Engines& engines, const base::Clock& clock, const QString& stateFolder);
    ~CoreBackend() override;

    QFuture<base::Result<ui::ProjectFiles>> openProject(
        const QString& folder, const base::CancelToken& cancel) override;
    QFuture<base::Result<usecase::EnvironmentView>> readEnvironment(
        const ui::EnvironmentQuestion& question, const base::CancelToken& cancel) override;
    QFuture<base::Result<ui::LogAnswer>> readLog(
        const ui::EnvironmentQuestion& question, const base::CancelToken& cancel) override;
    QFuture<base::Result<ui::RecordedTexts>> readRecordedTexts(const ui::EnvironmentQuestion& question,
        const migration::TimelineEntry& entry, const base::CancelToken& cancel) override;
    QFuture<base::Result<QString>> createSampleProject(
        const QString& folder, const base::CancelToken& cancel) override;
    QFuture<base::Result<QString>> createProject(const QString& folder, const QString& name) override;
    QList<ui::MigrationKindChoice> migrationKinds() const override;
    QFuture<base::Result<ui::DraftFiles>> previewMigration(
        const usecase::OpenedProject& project, const ui::MigrationDraft& draft) override;
    QFuture<base::Result<QString>> createMigration(
        const usecase::OpenedProject& project, const ui::MigrationDraft& draft) override;
    QFuture<base::Result<usecase::SchemaReading>> readSchema(
        const ui::EnvironmentQuestion& question, const base::CancelToken& cancel) override;
    QFuture<ui::ComparisonAnswer> compare(const ui::ComparisonQuestion& question) override;
    QString definition(const schema::Database& database, const schema::ObjectId& object) const override;
    QStringList recentProjects() const override;
    void rememberProject(const QString& folder) override;
    void forgetProject(const QString& folder) override;

private:
    usecase::EnvironmentSession& session(const usecase::OpenedProject& project, const QString& environment);
    base::JobContext context(const base::CancelToken& cancel) const;

    const engine::Engines& m_engines;
    const base::Clock& m_clock;
    settings::RecentProjects m_recent;
    QString m_root; ///< of the project whose sessions are open
    /// Sessions of earlier projects stay, closed: ending one waits for its thread, and the window must not.
    std::map<QString, std::unique_ptr<usecase::EnvironmentSession>> m_sessions;
    base::JobPool m_pool;
};

} // namespace strandline::gui
