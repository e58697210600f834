// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/sqlite_scratch.h"

#include "core/engine/private_server.h"

namespace strandline::engine::sqlite {

namespace {

class File final : public ScratchDatabase
{
public:
    explicit File(std::unique_ptr<ScratchFolder> folder)
        : m_folder(std::move(folder))
    {
        m_settings.dialect = sql::Dialect::Sqlite;
        m_settings.database = {m_folder->pathOf(QStringLiteral("scratch.db")), QStringLiteral("scratch")};
    }
    const connection::ConnectionSettings& settings() const override { return m_settings; }

private:
    std::unique_ptr<ScratchFolder> m_folder;
    connection::ConnectionSettings m_settings;
};

class Place final : public ScratchPlace
{
public:
    explicit Place(ScratchRegistry& registry)
        : m_registry(registry)
    { }
    base::Result<std::unique_ptr<ScratchDatabase>> makeDatabase(
        const ScratchTraits& /*traits*/, const base::JobContext& /*context*/) override
    {
        auto folder = ScratchFolder::make(m_registry, {});
        if (!folder)
            return base::forward(folder);
        return std::make_unique<File>(std::move(*folder));
    }
    bool isPrivate() const override { return true; }
    QString describe() const override { return QStringLiteral("a temporary file"); }

private:
    ScratchRegistry& m_registry;
};

} // namespace

base::Result<ScratchTraits> SqliteScratch::traitsOf(db::Connection& connection) const
{
    ScratchTraits traits;
    traits.serverVersion = connection.info().versionNumber;
    return traits;
}

base::Result<std::unique_ptr<ScratchPlace>> SqliteScratch::onServer(
    const connection::ConnectionSettings& /*settings*/, ScratchRegistry& registry,
    const base::JobContext& context) const
{
    return privatePlace({}, registry, context);
}

base::Result<std::unique_ptr<ScratchPlace>> SqliteScratch::privatePlace(
    const ScratchTraits& /*traits*/, ScratchRegistry& registry, const base::JobContext& /*context*/) const
{
    registry.removeFolders();
    return std::make_unique<Place>(registry);
}

} // namespace strandline::engine::sqlite
