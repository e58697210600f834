// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/read_log.h"
#include "core/usecase/read_schema.h"
#include "core/usecase/refresh_timeline.h"
#include "core/usecase/show_migration.h"

#include <QFuture>

#include <memory>

namespace strandline::usecase {

/// One environment as a window looks at it: a thread of its own with a read-only connection that stays open
/// between looks. Answers arrive as futures; requests run one after the other, in order. A connection that
/// died meanwhile is opened again, once; changed settings open a new one.
///
/// Belongs to one thread (the window's); nothing blocks it but the destructor, which cancels what runs and
/// waits for it to stop. Engines and clock are borrowed and outlive the session.
class EnvironmentSession
{
public:
    EnvironmentSession(QString environment, const engine::Engines& engines, const base::Clock& clock);
    ~EnvironmentSession();
    EnvironmentSession(const EnvironmentSession&) = delete;
    EnvironmentSession& operator=(const EnvironmentSession&) = delete;

    const QString& environment() const;

    /// request.environment is ignored: the session knows its own.
    QFuture<base::Result<EnvironmentView>> refresh(RefreshRequest request);
    /// The recorded texts of one entry of a view that this session gave.
    QFuture<base::Result<MigrationDetails>> details(RefreshRequest request, migration::TimelineEntry entry);
    QFuture<base::Result<history::LogPage>> log(RefreshRequest request, history::LogQuery query);

    /// The token ends this question alone; on a large database it can take a while.
    QFuture<base::Result<SchemaReading>> schema(RefreshRequest request, const base::CancelToken& cancel);

    /// Ends what runs and what waits with Cancelled; later requests work again.
    void cancel();
    /// Cancels, and closes the connection as soon as the running request has stopped. A later request opens
    /// a new one.
    void close();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace strandline::usecase
