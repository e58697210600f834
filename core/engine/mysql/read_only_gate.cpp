// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/read_only_gate.h"

#include "core/db/statement_text.h"

#include <QStringList>

namespace strandline::engine::mysql {

namespace {

/// Index of the first character that is neither blank nor part of an ordinary comment.
qsizetype startOfStatement(const QString& sql)
{
    qsizetype at = 0;
    while (at < sql.size()) {
        if (sql.at(at).isSpace() || sql.at(at) == QLatin1Char('(') || sql.at(at) == QLatin1Char(';')) {
            ++at;
        } else if (sql.at(at) == QLatin1Char('#') || sql.mid(at, 2) == QLatin1String("--")) {
            const qsizetype end = sql.indexOf(QLatin1Char('\n'), at);
            at = end < 0 ? sql.size() : end + 1;
        } else if (sql.mid(at, 2) == QLatin1String("/*") && sql.mid(at, 3) != QLatin1String("/*!")
            && sql.mid(at, 4) != QLatin1String("/*M!")) {
            const qsizetype end = sql.indexOf(QLatin1String("*/"), at + 2);
            at = end < 0 ? sql.size() : end + 2;
        } else {
            return at;
        }
    }
    return at;
}

} // namespace

base::Result<void> checkReadOnlyStatement(const QString& sql)
{
    const qsizetype start = startOfStatement(sql);
    qsizetype end = start;
    while (end < sql.size() && sql.at(end).isLetter())
        ++end;
    const QString word = sql.mid(start, end - start).toUpper();
    static const QStringList reading {QStringLiteral("SELECT"), QStringLiteral("WITH"),
        QStringLiteral("TABLE"), QStringLiteral("VALUES"), QStringLiteral("SHOW"), QStringLiteral("EXPLAIN"),
        QStringLiteral("DESCRIBE"), QStringLiteral("DESC"), QStringLiteral("HELP")};
    if (start == sql.size() || reading.contains(word))
        return {};
    return base::fail(base::ErrorCode::Precondition,
        QStringLiteral("The connection is read-only, so “%1” was refused").arg(db::statementExcerpt(sql)),
        QStringLiteral("Only statements that read are sent on such a connection."),
        QStringLiteral("Nothing was changed. Writing needs a connection opened for it."));
}

} // namespace strandline::engine::mysql
