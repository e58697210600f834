// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"
#include "core/engine/mysql/mysql_engine.h"
#include "core/engine/postgresql/postgresql_engine.h"
#include "core/engine/sqlite/sqlite_engine.h"

int main(int argc, char** argv)
{
    using namespace strandline;
    engine::Engines engines;
    engines.add(engine::postgresql::makePostgresqlEngine());
    engines.add(engine::mysql::makeMysqlEngine());
    engines.add(engine::sqlite::makeSqliteEngine());
    return cli::runProgram(argc, argv, engines);
}
