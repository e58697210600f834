// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/canonical_session.h"

namespace strandline::engine::postgresql {

namespace {

QList<QByteArray> settings(int version)
{
    QList<QByteArray> statements {"SET LOCAL search_path = ''", "SET LOCAL DateStyle = 'ISO, MDY'",
        "SET LOCAL IntervalStyle = 'postgres'", "SET LOCAL TimeZone = 'UTC'",
        "SET LOCAL extra_float_digits = 1", "SET LOCAL bytea_output = 'hex'",
        "SET LOCAL quote_all_identifiers = off", "SET LOCAL lc_monetary = 'C'",
        "SET LOCAL xmlbinary = 'base64'", "SET LOCAL row_security = off"};
    // The compiler for queries would take longer than the query.
    if (version >= 110000)
        statements << "SET LOCAL jit = off";
    return statements;
}

} // namespace

base::Result<void> withCanonicalSession(
    db::Connection& connection, const std::function<base::Result<void>()>& work)
{
    const bool inside = connection.isInTransaction();
    QList<QByteArray> before = settings(connection.info().versionNumber);
    before.prepend(
        inside ? "SAVEPOINT strandline_canonical" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const QList<QByteArray> after = inside ? QList<QByteArray> {"ROLLBACK TO SAVEPOINT strandline_canonical",
                                        "RELEASE SAVEPOINT strandline_canonical"}
                                           : QList<QByteArray> {"ROLLBACK"};
    auto done = connection.executeOwn(before);
    if (done)
        done = work();
    if (connection.isInTransaction()) {
        if (const auto ended = connection.executeOwn(after); done && !ended)
            return ended;
    }
    return done;
}

} // namespace strandline::engine::postgresql
