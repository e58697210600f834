// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as it is, but for one statement at which something goes wrong.
#include "app/cli/program.h"
#include "core/engine/mysql/mysql_engine.h"
#include "core/engine/postgresql/postgresql_engine.h"
#include "core/engine/sqlite/sqlite_engine.h"
#include "tests/fault/fault_tap.h"

namespace {

using namespace strandline;

class FaultyEngine final : public engine::Engine
{
public:
    FaultyEngine(std::unique_ptr<engine::Engine> inner, std::shared_ptr<db::StatementTap> tap)
        : m_inner(std::move(inner))
        , m_tap(std::move(tap))
    { }
    sql::Dialect dialect() const override { return m_inner->dialect(); }
    QString displayName() const override { return m_inner->displayName(); }
    const engine::RunServices& runServices() const override { return m_inner->runServices(); }
    const engine::Introspector* introspector() const override { return m_inner->introspector(); }
    const engine::ScratchProvider& scratch() const override { return m_inner->scratch(); }
    base::Result<std::unique_ptr<db::Connection>> open(const connection::ConnectionSettings& settings,
        const engine::OpenOptions& options, const base::JobContext& context) const override
    {
        auto connection = m_inner->open(settings, options, context);
        if (connection && options.access == db::AccessMode::ReadWrite)
            (*connection)->setTap(m_tap);
        return connection;
    }

private:
    std::unique_ptr<engine::Engine> m_inner;
    std::shared_ptr<db::StatementTap> m_tap;
};

} // namespace

int main(int argc, char** argv)
{
    const auto tap = fault::makeFaultTap(fault::Fault::fromEnvironment());
    engine::Engines engines;
    engines.add(std::make_unique<FaultyEngine>(engine::postgresql::makePostgresqlEngine(), tap));
    engines.add(std::make_unique<FaultyEngine>(engine::mysql::makeMysqlEngine(), tap));
    engines.add(std::make_unique<FaultyEngine>(engine::sqlite::makeSqliteEngine(), tap));
    return cli::runProgram(argc, argv, engines);
}
