// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/environment_session.h"

#include "core/db/database_thread.h"

namespace strandline::usecase {

namespace {

bool leadToTheSame(const connection::ConnectionSettings& a, const connection::ConnectionSettings& b)
{
    return a.dialect == b.dialect && a.host == b.host && a.port == b.port && a.socket == b.socket
        && a.user == b.user && a.database == b.database && a.password == b.password && a.tls == b.tls
        && a.options == b.options;
}

bool sameTimeouts(const engine::OpenOptions& a, const engine::OpenOptions& b)
{
    return a.lockTimeoutMs == b.lockTimeoutMs && a.statementTimeoutMs == b.statementTimeoutMs;
}

/// What the open connection was made with. Touched by the database's thread only.
struct Opened
{
    connection::ConnectionSettings settings;
    engine::OpenOptions options;
};

} // namespace

struct EnvironmentSession::State
{
    State(QString environmentName, const engine::Engines& theEngines, const base::Clock& theClock)
        : name(std::move(environmentName))
        , engines(theEngines)
        , clock(theClock)
        , thread(QStringLiteral("db ") + name)
    { }

    template <typename Value, typename Read>
    QFuture<base::Result<Value>> post(RefreshRequest request, Read read)
    {
        return post<Value>(std::move(request), std::move(read), cancel);
    }
    template <typename Value, typename Read>
    QFuture<base::Result<Value>> post(RefreshRequest request, Read read, const base::CancelToken& token);

    const QString name;
    const engine::Engines& engines;
    const base::Clock& clock;
    base::CancelToken cancel; ///< of everything asked for since the last cancel(); the window's thread only
    std::shared_ptr<Opened> opened = std::make_shared<Opened>();
    /// Touched by the database's thread only, like `opened`.
    std::shared_ptr<analysis::LossFlagCache> lossFlags = std::make_shared<analysis::LossFlagCache>();
    db::DatabaseThread thread; // last: its jobs use what is above
};

namespace {

using Job = db::DatabaseThread::Job;

/// A file that was replaced under the same path is another database, but the open one still reads the old.
bool mustBeFresh(const connection::ConnectionSettings& settings)
{
    return settings.dialect == sql::Dialect::Sqlite;
}

base::Result<void> ensureOpen(Job& job, Opened& opened, const ResolvedEnvironment& resolved,
    const engine::Engines& engines, const base::JobContext& context)
{
    const connection::ConnectionSettings& settings = resolved.connection.settings;
    const engine::OpenOptions options = lookOptions(resolved.environment);
    if (job.connection && !mustBeFresh(settings) && leadToTheSame(opened.settings, settings)
        && sameTimeouts(opened.options, options)) {
        job.connection->setCancelToken(job.cancel);
        return {};
    }
    job.connection.reset();
    auto connection = engines.open(settings, options, context);
    if (!connection)
        return base::forward(connection);
    job.connection = std::move(*connection);
    opened = {settings, options};
    return {};
}

} // namespace

/// Read is callable as base::Result<Value>(db::Connection&, const ResolvedEnvironment&, const JobContext&).
template <typename Value, typename Read>
QFuture<base::Result<Value>> EnvironmentSession::State::post(
    RefreshRequest request, Read read, const base::CancelToken& token)
{
    return thread.submit(
        [request = std::move(request), read = std::move(read), memory = opened, &clock = clock,
            &engines = engines](Job& job) -> base::Result<Value> {
            const base::JobContext context {job.cancel, nullptr, &clock};
            auto resolved =
                resolveEnvironment(request.project.project, request.environment, request.password);
            if (!resolved)
                return base::forward(resolved);
            const bool wasOpen = job.connection != nullptr;
            for (int attempt = wasOpen ? 1 : 2;; ++attempt) {
                if (auto open = ensureOpen(job, *memory, *resolved, engines, context); !open)
                    return base::forward(open);
                base::Result<Value> value = read(*job.connection, *resolved, context);
                if (value || value.error().code != base::ErrorCode::Connection)
                    return value;
                job.connection.reset(); // dead: the next look opens a new one
                if (attempt >= 2)
                    return value;
            }
        },
        token);
}

EnvironmentSession::EnvironmentSession(
    QString environment, const engine::Engines& engines, const base::Clock& clock)
    : m_state(std::make_unique<State>(std::move(environment), engines, clock))
{ }

EnvironmentSession::~EnvironmentSession()
{
    m_state->cancel.cancel();
}

const QString& EnvironmentSession::environment() const
{
    return m_state->name;
}

QFuture<base::Result<EnvironmentView>> EnvironmentSession::refresh(RefreshRequest request)
{
    request.environment = m_state->name;
    request.lossFlags = m_state->lossFlags;
    const RefreshRequest asked = request;
    return m_state->post<EnvironmentView>(std::move(request),
        [asked](db::Connection& connection, const ResolvedEnvironment& resolved,
            const base::JobContext& context) {
            return readEnvironment(connection, asked, resolved, context);
        });
}

QFuture<base::Result<MigrationDetails>> EnvironmentSession::details(
    RefreshRequest request, migration::TimelineEntry entry)
{
    request.environment = m_state->name;
    return m_state->post<MigrationDetails>(std::move(request),
        [entry = std::move(entry)](db::Connection& connection, const ResolvedEnvironment& resolved,
            const base::JobContext&) -> base::Result<MigrationDetails> {
            return readDetails(connection, resolved.environment.historySchema, entry);
        });
}

QFuture<base::Result<history::LogPage>> EnvironmentSession::log(
    RefreshRequest request, history::LogQuery query)
{
    request.environment = m_state->name;
    return m_state->post<history::LogPage>(std::move(request),
        [query = std::move(query)](
            db::Connection& connection, const ResolvedEnvironment& resolved, const base::JobContext&) {
            return readLogPage(connection, resolved.environment.historySchema, query);
        });
}

QFuture<base::Result<SchemaReading>> EnvironmentSession::schema(
    RefreshRequest request, const base::CancelToken& cancel)
{
    request.environment = m_state->name;
    // Lives as long as the job: the end of the session has to end this question as well.
    auto link = std::make_shared<base::CancelToken::Interrupt>(
        m_state->cancel.onCancel([cancel] { cancel.cancel(); }));
    return m_state->post<SchemaReading>(
        std::move(request),
        [link, &engines = m_state->engines](db::Connection& connection, const ResolvedEnvironment& resolved,
            const base::JobContext& context) {
            return readSchemaFrom(connection, resolved, engines, context);
        },
        cancel);
}

void EnvironmentSession::cancel()
{
    m_state->cancel.cancel();
    m_state->cancel = base::CancelToken();
}

void EnvironmentSession::close()
{
    cancel();
    m_state->thread.submit([](Job& job) -> base::Result<void> {
        job.connection.reset();
        return {};
    });
}

} // namespace strandline::usecase
