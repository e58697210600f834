// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/splitter_checks.h"

#include "core/sql/lexer.h"
#include "core/sql/line_index.h"
#include "core/sql/meaning_digest.h"
#include "core/sql/statement_kind.h"
#include "core/sql/statement_splitter.h"

#include <algorithm>

namespace strandline::fuzz {

namespace {

QString tokensCover(QByteArrayView script, sql::Dialect dialect)
{
    sql::Lexer lexer(script, dialect);
    qsizetype covered = 0;
    for (sql::Token token = lexer.next(); token.kind != sql::TokenKind::End; token = lexer.next()) {
        if (token.begin != covered || token.end <= token.begin || token.end > script.size())
            return QStringLiteral("tokens do not cover the text");
        if (token.unterminated && token.end != script.size())
            return QStringLiteral("an unterminated token does not reach to the end");
        covered = token.end;
    }
    return covered == script.size() ? QString() : QStringLiteral("the last bytes are in no token");
}

QString positionsHold(QByteArrayView script, const sql::SplitResult& result)
{
    const sql::LineIndex index(script);
    qsizetype last = 0;
    int number = 0;
    for (const sql::Statement& statement : result.statements) {
        if (statement.number != ++number)
            return QStringLiteral("statements are not numbered in order");
        const bool ordered = last <= statement.fullBegin && statement.fullBegin <= statement.begin
            && statement.begin < statement.end && statement.end <= statement.dataBegin
            && statement.dataBegin <= statement.dataEnd && statement.dataEnd <= script.size();
        if (!ordered)
            return QStringLiteral("statement %1 overlaps, is empty or lies outside").arg(number);
        last = std::max(statement.end, statement.dataEnd);
        // Random access costs the length of the line: not on every statement of a long one.
        if (number <= 50 && index.at(statement.begin) != sql::LineColumn {statement.line, statement.column})
            return QStringLiteral("statement %1 has a wrong position").arg(number);
        if (!statement.terminated && statement.kind == sql::StatementKind::Sql && result.problems.isEmpty()
            && number != int(result.statements.size()))
            return QStringLiteral("statement %1 ends without a delimiter and without a problem").arg(number);
    }
    for (const base::Error& problem : result.problems) {
        const bool told = !problem.summary.isEmpty() && !problem.hint.isEmpty() && problem.position.line >= 1
            && problem.position.line <= index.lineCount() && problem.position.column >= 1;
        if (!told)
            return QStringLiteral("a problem without words or place");
    }
    return {};
}

/// A statement's text alone is that statement: what is sent to the server cannot turn into something else.
QString statementsStand(QByteArrayView script, const sql::SplitResult& result, sql::Dialect dialect)
{
    if (dialect == sql::Dialect::MySql && script.toByteArray().toLower().contains("delimiter"))
        return {};
    int checked = 0;
    for (const sql::Statement& statement : result.statements) {
        if (++checked > 50)
            break;
        const QByteArrayView text = statement.textIn(script);
        // "--" is a comment for MySQL only when white space follows, or nothing, as here.
        if (dialect == sql::Dialect::MySql && text.endsWith("--"))
            continue;
        const sql::SplitResult again = sql::split(text, dialect);
        if (again.statements.size() != 1 || again.statements[0].textIn(text) != text)
            return QStringLiteral("statement %1 is something else alone").arg(statement.number);
        if (again.statements[0].kind != statement.kind)
            return QStringLiteral("statement %1 is of another kind alone").arg(statement.number);
    }
    return {};
}

QString digestHolds(QByteArrayView script, const sql::SplitResult& result, sql::Dialect dialect)
{
    const QByteArray digest = sql::meaningDigest(script, dialect);
    if (digest.size() != 64 || digest != sql::meaningDigest(script, dialect))
        return QStringLiteral("the digest is not stable");
    const bool delimiters =
        dialect == sql::Dialect::MySql && script.toByteArray().toLower().contains("delimiter");
    // A "--" that was cut off becomes a comment, see above.
    const bool cut = dialect == sql::Dialect::MySql && script.contains("--");
    const bool plain =
        std::all_of(result.statements.begin(), result.statements.end(), [](const sql::Statement& statement) {
            return statement.kind == sql::StatementKind::Sql && statement.terminated;
        });
    if (!plain || delimiters || cut || !result.problems.isEmpty() || !result.directives.empty())
        return {};
    QByteArray rewritten("\xEF\xBB\xBF");
    for (const sql::Statement& statement : result.statements)
        rewritten += "-- a comment\r\n  " + statement.textIn(script).toByteArray() + " /* another */\n;;";
    return digest == sql::meaningDigest(rewritten, dialect)
        ? QString()
        : QStringLiteral("a cosmetic change changes the digest");
}

} // namespace

QString checkSplitter(QByteArrayView script, sql::Dialect dialect)
{
    const sql::SplitResult result = sql::split(script, dialect);
    QString broken = tokensCover(script, dialect);
    if (broken.isEmpty())
        broken = positionsHold(script, result);
    if (broken.isEmpty())
        broken = statementsStand(script, result, dialect);
    if (broken.isEmpty())
        broken = digestHolds(script, result, dialect);
    for (const sql::Statement& statement : result.statements) {
        if (statement.number > 20)
            break;
        // No promise to check but that they return.
        sql::cannotRunInTransaction(statement.textIn(script), dialect);
        sql::implicitlyCommits(statement.textIn(script), dialect);
        sql::controlsTransaction(statement.textIn(script), dialect);
    }
    return broken;
}

} // namespace strandline::fuzz
