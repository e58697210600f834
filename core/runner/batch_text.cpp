// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/batch_text.h"

#include "core/sql/characters.h"
#include "core/sql/identifier.h"
#include "core/sql/lexer.h"
#include "core/sql/line_index.h"

#include <optional>
#include <vector>

namespace strandline::runner {

using base::Error;
using base::ErrorCode;
using base::Result;
using sql::Dialect;
using sql::Token;
using sql::TokenKind;

namespace {

std::vector<Token> significantTokens(const sql::Lexer& from)
{
    sql::Lexer lexer = from;
    std::vector<Token> tokens;
    for (Token token = lexer.nextSignificant(); token.kind != TokenKind::End; token = lexer.nextSignificant())
        tokens.push_back(token);
    return tokens;
}

bool isSign(const sql::Lexer& lexer, const Token& token, char sign)
{
    return token.kind == TokenKind::Operator && token.end == token.begin + 1
        && lexer.textOf(token).front() == sign;
}

bool isWord(const sql::Lexer& lexer, const Token& token, std::string_view word)
{
    return token.kind == TokenKind::Word && sql::equalsKeyword(lexer.textOf(token), word);
}

/// "{batch}" and "{batch:alias}" without blanks: the number of tokens at i, or 0. The alias is written, with
/// its quotes, to `alias`.
size_t placeholderAt(const sql::Lexer& lexer, const std::vector<Token>& tokens, size_t i, QByteArray* alias)
{
    const auto adjacent = [&](size_t k) { return k < tokens.size() && tokens[k].begin == tokens[k - 1].end; };
    if (!isSign(lexer, tokens[i], '{') || !adjacent(i + 1)
        || lexer.textOf(tokens[i + 1]) != QByteArrayView("batch") || !adjacent(i + 2))
        return 0;
    size_t k = i + 2;
    alias->clear();
    if (tokens[k].kind == TokenKind::Parameter && lexer.textOf(tokens[k]).startsWith(':')) {
        *alias = lexer.textOf(tokens[k++]).sliced(1).toByteArray(); // SQLite: ":name" is one token
    } else if (isSign(lexer, tokens[k], ':') && adjacent(k + 1)) {
        *alias = lexer.textOf(tokens[k + 1]).toByteArray();
        k += 2;
    }
    return adjacent(k) && isSign(lexer, tokens[k], '}') ? k + 1 - i : 0;
}

QString unquotedName(QByteArrayView text, Dialect dialect)
{
    const char open = text.front();
    if (open == '"' || open == '`' || open == '[') {
        const QByteArray close(1, open == '[' ? ']' : open);
        QByteArray inner = text.sliced(1, text.size() - 2).toByteArray();
        return QString::fromUtf8(inner.replace(close + close, close));
    }
    // PostgreSQL folds; the others compare without regard to case or take names as they are.
    return dialect == Dialect::PostgreSql ? QString::fromUtf8(text.toByteArray().toLower())
                                          : QString::fromUtf8(text);
}

bool isName(const sql::Lexer& lexer, const Token& token)
{
    if (token.unterminated)
        return false;
    // MySQL's lexer takes "…" for a string; in a directive it can only be a name.
    return token.kind == TokenKind::Word || token.kind == TokenKind::QuotedIdentifier
        || (token.kind == TokenKind::String && lexer.textOf(token).startsWith('"'));
}

bool sameName(const QString& a, const QString& b, Dialect dialect)
{
    return a.compare(b, dialect == Dialect::PostgreSql ? Qt::CaseSensitive : Qt::CaseInsensitive) == 0;
}

Error placeholderProblem(const QString& summary, const QString& detail)
{
    return {ErrorCode::Invalid, summary, detail,
        QStringLiteral("Write “{batch}” once where the condition of the batch belongs, such as “WHERE points "
                       "IS NULL AND {batch}”, or “{batch:u}” when the table has the alias u."),
        {}, {}};
}

Error meetsItself(const QString& summary, const QString& detail)
{
    return {ErrorCode::Unsupported, summary, detail,
        QStringLiteral(
            "Leave the directive out, or write the statement so that it cannot meet its own rows."),
        {}, {}};
}

} // namespace

Error BatchStatement::placed(Error error, const QByteArray& condition) const
{
    if (error.position.line <= 0)
        return error;
    const QByteArray sent = with(condition), written = with(placeholder);
    const sql::LineIndex sentLines(sent);
    qsizetype at = sentLines.offsetOfLine(error.position.line);
    for (int column = 1; column < error.position.column && at < sent.size(); ++column) {
        ++at;
        while (at < sent.size() && (uchar(sent[at]) & 0xC0) == 0x80)
            ++at;
    }
    if (at >= before.size() + condition.size())
        at += placeholder.size() - condition.size();
    else
        at = qMin(at, before.size()); // inside of the condition: where it was asked for
    const sql::LineColumn where = sql::LineIndex(written).at(at);
    error.position.line = where.line;
    error.position.column = where.column;
    return error;
}

Result<BatchStatement> parseBatchStatement(const QByteArray& statement, Dialect dialect)
{
    const sql::Lexer lexer(statement, dialect);
    const std::vector<Token> tokens = significantTokens(lexer);
    std::optional<BatchStatement> found;
    for (size_t i = 0; i < tokens.size(); ++i) {
        QByteArray alias;
        const size_t count = placeholderAt(lexer, tokens, i, &alias);
        if (count == 0)
            continue;
        if (found)
            return base::fail(
                placeholderProblem(QStringLiteral("“{batch}” stands twice in one statement"), {}));
        found.emplace();
        const qsizetype begin = tokens[i].begin, end = tokens[i + count - 1].end;
        found->before = statement.first(begin);
        found->placeholder = statement.mid(begin, end - begin);
        found->after = statement.sliced(end);
        if (!alias.isEmpty()) {
            const auto name = parseSqlName(QString::fromUtf8(alias), 1, dialect);
            if (!name)
                return base::fail(placeholderProblem(
                    QStringLiteral("“%1” names no alias").arg(QString::fromUtf8(found->placeholder)), {}));
            found->alias = name->quoted(dialect);
        }
        i += count - 1;
    }
    if (!found)
        return base::fail(
            placeholderProblem(QStringLiteral("The statement has no place for the condition of its batches"),
                QStringLiteral("“{batch}” in strings, comments and quoted names does not count.")));
    return *found;
}

QString SqlName::quoted(Dialect dialect) const
{
    QStringList quotedParts;
    for (const QString& part : parts)
        quotedParts << sql::quoteIdentifier(part, dialect);
    return quotedParts.join(QLatin1Char('.'));
}

std::optional<SqlName> parseSqlName(const QString& written, int maxParts, Dialect dialect)
{
    const QByteArray utf8 = written.toUtf8();
    sql::Lexer lexer(utf8, dialect);
    SqlName name;
    for (;;) {
        const Token part = lexer.next();
        if (part.kind == TokenKind::End || !isName(lexer, part) || name.parts.size() == maxParts)
            return std::nullopt;
        const QString text = unquotedName(lexer.textOf(part), dialect);
        if (text.isEmpty())
            return std::nullopt;
        name.parts << text;
        const Token between = lexer.next();
        if (between.kind == TokenKind::End)
            return name;
        if (between.kind != TokenKind::Dot)
            return std::nullopt;
    }
}

namespace {

/// The name behind UPDATE, INSERT INTO …: its last part, "" when there is none.
QString targetTable(const sql::Lexer& lexer, const std::vector<Token>& tokens, Dialect dialect)
{
    size_t i = 1;
    const auto isFiller = [&](const Token& token) {
        for (const char* word : {"INTO", "ONLY", "OR", "IGNORE", "REPLACE", "ABORT", "FAIL", "ROLLBACK",
                 "LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "FROM"}) {
            if (isWord(lexer, token, word))
                return true;
        }
        return false;
    };
    while (i < tokens.size() && isFiller(tokens[i]))
        ++i;
    QString last;
    while (i < tokens.size() && isName(lexer, tokens[i])) {
        last = unquotedName(lexer.textOf(tokens[i]), dialect);
        if (i + 1 >= tokens.size() || tokens[i + 1].kind != TokenKind::Dot)
            break;
        i += 2;
    }
    return last;
}

/// The first key column that the SET list of an UPDATE assigns to, "" when none.
QString assignedKey(
    const sql::Lexer& lexer, const std::vector<Token>& tokens, const QStringList& key, Dialect dialect)
{
    bool inList = false;
    int depth = 0;
    bool assigns = false; // a target may stand here: behind SET, a comma, and in "(a, b) = …"
    for (size_t i = 1; i < tokens.size(); ++i) {
        const Token& token = tokens[i];
        if (!inList) {
            inList = assigns = isWord(lexer, token, "SET");
            continue;
        }
        if (depth == 0 && (isWord(lexer, token, "WHERE") || isWord(lexer, token, "FROM")))
            return {};
        if (token.kind == TokenKind::OpenParen) {
            ++depth;
        } else if (token.kind == TokenKind::CloseParen) {
            --depth;
        } else if (token.kind == TokenKind::Comma) {
            assigns = assigns || depth == 0;
        } else if (isSign(lexer, token, '=')) {
            assigns = false;
        } else if (assigns && isName(lexer, token)
            && (i + 1 >= tokens.size() || tokens[i + 1].kind != TokenKind::Dot)) {
            const QString name = unquotedName(lexer.textOf(token), dialect);
            for (const QString& column : key) {
                if (sameName(name, column, dialect))
                    return column;
            }
        }
    }
    return {};
}

} // namespace

std::optional<Error> batchMeetsItself(
    const QByteArray& statement, const SqlName& table, const QStringList& key, Dialect dialect)
{
    const sql::Lexer lexer(statement, dialect);
    const std::vector<Token> tokens = significantTokens(lexer);
    if (tokens.empty())
        return std::nullopt;
    if (isWord(lexer, tokens[0], "UPDATE")) {
        const QString column = assignedKey(lexer, tokens, key, dialect);
        if (!column.isEmpty())
            return meetsItself(QStringLiteral("A statement in batches cannot change its own key"),
                QStringLiteral("It sets “%1”: changed rows would come up again in a later batch.")
                    .arg(column));
    }
    if (isWord(lexer, tokens[0], "INSERT")
        && sameName(targetTable(lexer, tokens, dialect), table.parts.last(), dialect))
        return meetsItself(
            QStringLiteral("An INSERT in batches cannot write to the table that it walks through"),
            QStringLiteral("New rows of “%1” would come up again in a later batch.").arg(table.parts.last()));
    return std::nullopt;
}

bool isKeyLiteral(const QString& text, Dialect dialect)
{
    const QByteArray utf8 = text.toUtf8();
    const sql::Lexer lexer(utf8, dialect);
    const std::vector<Token> tokens = significantTokens(lexer);
    size_t i = 0;
    if (i < tokens.size() && isSign(lexer, tokens[i], '-'))
        ++i;
    if (i >= tokens.size() || tokens[i].unterminated
        || (tokens[i].kind != TokenKind::String && tokens[i].kind != TokenKind::Number))
        return false;
    if (++i == tokens.size())
        return true;
    if (dialect != Dialect::PostgreSql || lexer.textOf(tokens[i]) != QByteArrayView("::"))
        return false;
    for (++i; i < tokens.size(); ++i) {
        const TokenKind kind = tokens[i].kind;
        const bool ofType = kind == TokenKind::Word || kind == TokenKind::QuotedIdentifier
            || kind == TokenKind::Dot || kind == TokenKind::OpenParen || kind == TokenKind::CloseParen
            || kind == TokenKind::Comma || kind == TokenKind::Number || isSign(lexer, tokens[i], '[')
            || isSign(lexer, tokens[i], ']');
        if (!ofType)
            return false;
    }
    return true;
}

} // namespace strandline::runner
