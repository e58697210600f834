// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/project_backend.h"

#include <QHash>

#include <memory>

namespace strandline::test {

/// Answers from values, on a thread of its own and only when told to: late, out of order, or not at all.
class FakeBackend final : public ui::ProjectBackend
{
public:
    FakeBackend();
    ~FakeBackend() override;

    /// Answers of openProject, by folder. Unknown folders fail as a missing folder does.
    QHash<QString, base::Result<ui::ProjectFiles>> projects;
    /// Answers of readEnvironment, by environment.
    QHash<QString, base::Result<usecase::EnvironmentView>> environments;
    base::Result<QString> sample = QStringLiteral("/projects/shop");
    QHash<QString, QString> passwords; ///< last one given, by environment
    ui::RecordedTexts recorded;
    QStringList recent;
    /// While true, questions pile up until answerOldest() or answerNewest().
    bool hold = false;
    int asked = 0;
    QStringList log; ///< what was called, in order

    void answerOldest();
    void answerNewest();
    int waiting() const;

    /// The project "shop" with three environments, every state in production.
    static std::unique_ptr<FakeBackend> shop();

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
    QStringList recentProjects() const override { return recent; }
    void rememberProject(const QString& folder) override;
    void forgetProject(const QString& folder) override { recent.removeAll(folder); }

private:
    template <typename Value> QFuture<Value> answer(Value value);

    QList<std::function<void()>> m_held;
};

} // namespace strandline::test
