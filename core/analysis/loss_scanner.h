// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/data_loss.h"

#include <QByteArrayView>

#include <memory>

namespace strandline::analysis {

/// findLosses() for a script that comes statement by statement, such as one too large to be held.
class LossScanner
{
public:
    explicit LossScanner(sql::Dialect dialect);
    LossScanner(LossScanner&&) noexcept;
    LossScanner& operator=(LossScanner&&) noexcept;
    ~LossScanner();

    /// In the order of the script. The text is not kept.
    void add(QByteArrayView statement, int number, int line);
    /// Something about the script as a whole.
    void note(base::Error note);
    /// What follows belongs to the next script of the same run: what the former ones made or renamed is
    /// remembered.
    void nextScript();

    /// What was found so far, one for each script: a table that is dropped here may turn out to be copied.
    QList<LossScan> results() const;
    LossScan result() const { return results().last(); }

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace strandline::analysis
