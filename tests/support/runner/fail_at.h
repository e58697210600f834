// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/script_statement.h"

namespace strandline::test {

/// The n-th statement of a connection is not sent and fails, and all that follow as well, as if the
/// connection were lost there; only a rollback gets through.
class FailAt final : public db::StatementTap
{
public:
    explicit FailAt(int number)
        : m_left(number)
    { }

    std::optional<base::Error> before(QByteArrayView sql) override
    {
        if (sql.startsWith("ROLLBACK") || m_left-- > 0)
            return std::nullopt;
        m_hasFired = true;
        return base::Error {base::ErrorCode::Sql, QStringLiteral("made to fail"), {}, {}, {}, {}};
    }
    std::optional<base::Error> after(QByteArrayView, const std::optional<base::Error>&) override
    {
        return std::nullopt;
    }
    bool hasFired() const { return m_hasFired; }

private:
    int m_left;
    bool m_hasFired = false;
};

} // namespace strandline::test
