// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/cli_program.h"
#include "tests/support/live_database.h"

#include <vector>

class QProcess;

namespace strandline::fault {

/// What one round of many processes came to.
struct RoundResult
{
    QStringList problems; ///< empty: as promised
    int did = 0; ///< processes that applied something
    int foundNothing = 0; ///< ended well with nothing to do
    int refusedByHolder = 0; ///< refused, and told who is at it
    int refusedAsOutdated = 0; ///< refused because the database had moved since they planned
};

/// A fresh database, and many processes that apply the same project to it at the same moment.
class TogetherRound
{
public:
    explicit TogetherRound(sql::Dialect dialect);

    /// `ifNeeded`: as services do at their start, where everybody has to end well. Otherwise plain `up`,
    /// where all but one may be refused.
    RoundResult run(int processes, bool ifNeeded);

private:
    void writeProject(sql::Dialect dialect);
    std::vector<test::CliAnswer> callAll(int processes, const QStringList& arguments);
    void judgeIfNeeded(const test::CliAnswer& answer, RoundResult& result) const;
    void judgePlain(const test::CliAnswer& answer, RoundResult& result) const;
    void judgeDatabase(RoundResult& result) const;
    void judgeStatus(RoundResult& result) const;
    void expectRows(const QString& query, const QStringList& rows, RoundResult& result) const;

    test::LiveDatabase m_database;
    test::TempProject m_project;
};

} // namespace strandline::fault
