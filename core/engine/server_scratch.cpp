// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/server_scratch.h"

namespace strandline::engine {

class DatabaseMaker::Database final : public ScratchDatabase
{
public:
    Database(DatabaseMaker& maker, const QString& name)
        : m_maker(maker)
        , m_settings(maker.m_settings)
    {
        m_settings.database = {name, QStringLiteral("scratch")};
    }
    ~Database() override
    {
        if (!m_maker.m_registry)
            return;
        // Whoever pressed Ctrl+C still wants it gone.
        m_maker.m_connection->setCancelToken(base::CancelToken());
        const QString name = m_settings.database.value;
        if (m_maker.m_connection->execute(m_maker.m_words.drop(name)))
            m_maker.m_registry->leave(name);
    }
    const connection::ConnectionSettings& settings() const override { return m_settings; }

private:
    DatabaseMaker& m_maker;
    connection::ConnectionSettings m_settings;
};

DatabaseMaker::DatabaseMaker(std::unique_ptr<db::Connection> connection,
    connection::ConnectionSettings settings, ScratchRegistry* registry, ScratchWords words)
    : m_connection(std::move(connection))
    , m_settings(std::move(settings))
    , m_registry(registry)
    , m_words(std::move(words))
{ }

base::Result<std::unique_ptr<ScratchDatabase>> DatabaseMaker::make(const ScratchTraits& traits)
{
    const QString name = newScratchName();
    if (m_registry) {
        ScratchMark mark;
        mark.kind = ScratchKind::Database;
        mark.name = name;
        mark.server = m_settings.serverLabel();
        mark.owner = ProcessIdentity::own();
        if (const auto noted = m_registry->enter(mark); !noted)
            return base::forward(noted);
    }
    // From here on its destructor removes it, also when the second of several statements fails.
    auto database = std::make_unique<Database>(*this, name);
    for (const QString& statement : m_words.create(name, traits)) {
        const auto done = m_connection->execute(statement);
        if (done)
            continue;
        base::Error error = done.error().withContext(
            QStringLiteral("Could not create a scratch database on %1").arg(m_settings.serverLabel()));
        if (m_words.isRefused(done.error())) {
            error.code = base::ErrorCode::Precondition;
            error.hint =
                QStringLiteral("Give the login the right to create databases, or name another server "
                               "in strandline.toml: [scratch] url = \"…\".");
        }
        return base::fail(error);
    }
    return database;
}

void DatabaseMaker::removeLeftOvers()
{
    if (!m_registry)
        return;
    for (const ScratchMark& mark : m_registry->leftOvers()) {
        if (mark.kind == ScratchKind::Database && mark.server == m_settings.serverLabel()
            && m_connection->execute(m_words.drop(mark.name)))
            m_registry->leave(mark.name);
    }
}

} // namespace strandline::engine
