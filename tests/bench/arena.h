// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"
#include "tests/bench/measured.h"

#include <QJsonObject>

#include <memory>
#include <vector>

namespace strandline::bench {

/// One engine with a database of many tables in it, and how its own tools are called.
class Arena
{
public:
    virtual ~Arena() = default;
    virtual sql::Dialect dialect() const = 0;
    virtual QString title() const = 0;
    virtual QString peer() const = 0;
    /// Starts a private server. False when it or its tools are not installed; that was said.
    virtual bool open() = 0;
    /// A fresh database with bench::wideSchema() in it.
    virtual bool fill(int tables) = 0;
    /// The engine's own tool writes the schema to nowhere.
    virtual Cost dump() = 0;
    /// host, port, user, password, database.
    virtual QJsonObject login() const = 0;
};

std::vector<std::unique_ptr<Arena>> allArenas();

} // namespace strandline::bench
