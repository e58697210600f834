// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>

#include <memory>

struct sqlite3;

namespace strandline::engine::sqlite {

/// Prepares statements on an empty database in memory, of the same library, and never runs one.
///
/// SQLite looks names up while it parses: for most statements at their end, when the text is known to be
/// good, but for ALTER TABLE, CREATE TRIGGER and a few others at the first name. These are given a table or
/// view of that name for the moment, so that the rest of the text is seen as well.
class SyntaxChecker
{
public:
    SyntaxChecker();

    /// See db::Session::checkSyntax.
    base::Result<bool> check(QByteArrayView statement);

private:
    struct Close
    {
        void operator()(sqlite3* handle) const;
    };
    std::unique_ptr<sqlite3, Close> m_handle;
};

} // namespace strandline::engine::sqlite
