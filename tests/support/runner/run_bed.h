// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/runner.h"
#include "tests/support/live_database.h"

#include <list>
#include <thread>

namespace strandline::test {

/// Keeps every event of a run, and calls back on each.
class EventList final : public runner::RunObserver
{
public:
    void handle(const runner::RunEvent& event) override;
    QList<runner::RunEvent> events;
    std::function<void(const runner::RunEvent&)> react;

    int count(runner::RunEventKind kind) const;
};

/// Makes one statement fail, by its beginning: before it is sent, or after it was executed.
class FailingTap final : public db::StatementTap
{
public:
    QByteArray beginning;
    int skip = 0; ///< so many of them pass
    std::optional<base::Error> instead; ///< before() gives it
    std::optional<base::Error> afterwards; ///< after() gives it
    std::function<void()> act; ///< called when it is met, before it is sent
    int met = 0;
    QList<QByteArray> seen;

    std::optional<base::Error> before(QByteArrayView sql) override;
    std::optional<base::Error> after(QByteArrayView sql, const std::optional<base::Error>& failure) override;

private:
    bool m_isHit = false;
};

/// A database and everything that a run on it needs.
class RunBed
{
public:
    explicit RunBed(sql::Dialect dialect);

    LiveDatabase& database() { return m_database; }
    sql::Dialect dialect() const { return m_database.dialect(); }
    const engine::Engine& engine() const;
    runner::OpenConnection opener();
    std::shared_ptr<db::StatementTap> tap; ///< of each Work connection that is opened from now on
    QList<runner::ConnectionUse> opened;
    bool refuseMore = false; ///< as if the server were gone for new connections
    qint64 workSession = 0; ///< of the last Work connection
    /// Cancels the context's token from another thread.
    void cancelLater(int milliseconds);
    /// Runs for half a minute unless it is interrupted; needs a table t with a column a on SQLite.
    QByteArray slowStatement() const;

    static migration::Script script(const QByteArray& text, const QString& path, sql::Dialect dialect);
    migration::PlanStep apply(
        const QString& version, const QByteArray& up, const QByteArray& down = {}) const;
    migration::PlanStep revert(const QString& version, const QByteArray& down) const;
    migration::PlanStep repeatable(const QString& name, const QByteArray& text) const;
    migration::PlanStep resume(const QString& version, const QByteArray& up, int firstStatement) const;
    /// A script that is read from this file, which is written.
    migration::PlanStep large(const QString& version, const QByteArray& up, const QString& path) const;
    runner::RunRequest request(const QList<migration::PlanStep>& steps) const;

    base::Result<migration::RunReport> run(const runner::RunRequest& request);
    base::Result<migration::RunReport> run(const QList<migration::PlanStep>& steps);

    EventList observer;
    base::JobContext context;

    /// Everything our tables hold, read by another connection.
    migration::HistorySnapshot history() const;
    /// "started 1_a", "statement-done 1_a #2 in transaction" …, oldest first, without `planned` and the
    /// making of the tables.
    QStringList log() const;
    QStringList applied() const; ///< ids of the history rows, in order
    /// The first value of the first row, by another connection; "error: …" when the query fails.
    QString value(const QString& sql) const;
    bool hasTable(const QString& name) const;

private:
    LiveDatabase m_database;
    std::list<std::jthread> m_threads;
};

} // namespace strandline::test
