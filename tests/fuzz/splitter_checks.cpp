// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/splitter_checks.h"

#include "core/sql/lexer.h"
#include "core/sql/line_index.h"
#include "core/sql/meaning_digest.h"
#include "core/sql/statement_kind.h"
#include "core/sql/statement_splitter.h"
#include "core/sql/statement_stream.h"

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

QString sameStatement(
    const sql::StreamedStatement& streamed, const sql::Statement& whole, QByteArrayView script)
{
    const QString which = QStringLiteral("statement %1 of the stream has another ").arg(whole.number);
    if (streamed.number != whole.number || streamed.kind != whole.kind)
        return which + QStringLiteral("number or kind");
    if (streamed.text != whole.textIn(script) || streamed.begin != whole.begin
        || streamed.end != std::max(whole.end, whole.dataEnd))
        return which + QStringLiteral("text: ") + QString::fromUtf8(streamed.text);
    if (streamed.line != whole.line || streamed.column != whole.column)
        return which + QStringLiteral("place");
    const bool copy = whole.kind == sql::StatementKind::CopyFromStdin;
    if (streamed.copyData.has_value() != copy || (copy && *streamed.copyData != whole.dataIn(script)))
        return which + QStringLiteral("data");
    return {};
}

/// Without collectProblems(): the statements before the first problem, and then that problem for ever.
QString stopsAtTheProblem(
    QByteArrayView script, sql::Dialect dialect, const sql::SplitResult& result, qint64 window)
{
    sql::StatementStream stream(script.toByteArray(), dialect);
    stream.setWindow(window);
    int given = 0;
    for (;;) {
        const auto next = stream.next();
        if (!next) {
            if (result.problems.isEmpty())
                return QStringLiteral("the stream has a problem that split() does not know");
            const base::SourcePosition at = next.error().position, first = result.problems.first().position;
            const bool same = at.line == first.line && at.column == first.column;
            const auto again = stream.next();
            return same && !again && again.error() == next.error()
                ? QString()
                : QStringLiteral("the stream stops at another problem");
        }
        if (!*next)
            break;
        ++given;
    }
    return result.problems.isEmpty() && given == int(result.statements.size())
        ? QString()
        : QStringLiteral("the stream goes on over a problem");
}

} // namespace

QString checkStream(QByteArrayView script, sql::Dialect dialect, qint64 window)
{
    const sql::SplitResult result = sql::split(script, dialect);
    sql::StatementStream stream(script.toByteArray(), dialect);
    stream.setWindow(window);
    stream.collectProblems();
    sql::MeaningHasher hasher(dialect);
    size_t given = 0;
    for (;;) {
        const auto next = stream.next();
        if (!next)
            return QStringLiteral("the stream fails: ") + next.error().toText();
        if (!*next)
            break;
        if (given >= result.statements.size())
            return QStringLiteral("the stream has more statements");
        const QString differs = sameStatement(**next, result.statements[given++], script);
        if (!differs.isEmpty())
            return differs;
        hasher.add(**next, stream.directives());
    }
    if (given != result.statements.size())
        return QStringLiteral("the stream has fewer statements");
    const auto sameDirective = [](const auto& a, const auto& b) {
        return a.name == b.name && a.argument == b.argument && a.line == b.line && a.begin == b.begin;
    };
    const auto& met = stream.directives();
    if (!std::equal(
            met.begin(), met.end(), result.directives.begin(), result.directives.end(), sameDirective))
        return QStringLiteral("the stream has other directives");
    if (stream.problems() != result.problems)
        return QStringLiteral("the stream has other problems");
    if (hasher.finish(met) != sql::meaningDigest(script, dialect))
        return QStringLiteral("the stream has another digest");
    return stopsAtTheProblem(script, dialect, result, window);
}

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
    // Small enough to cut nearly every statement, large enough not to take the fuzzer's time.
    if (broken.isEmpty())
        broken = checkStream(script, dialect, 24);
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
