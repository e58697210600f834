// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/meaning_digest.h"

#include "core/base/digest.h"
#include "core/sql/client_commands.h"
#include "core/sql/lexer.h"
#include "core/sql/statement_splitter.h"

namespace strandline::sql {

namespace {

/// Record separators: no token outside of quotes can hold them, so that no text can imitate a border.
constexpr QByteArrayView statementEnd("\x1E");
constexpr QByteArrayView directiveMark("\x1D");
constexpr QByteArrayView dataMark("\x1C");

void addWithPlainLineEnds(base::Sha256& hash, QByteArrayView text)
{
    qsizetype from = 0;
    for (;;) {
        const qsizetype at = text.indexOf(QByteArrayView("\r\n"), from);
        if (at < 0)
            break;
        hash.add(text.sliced(from, at - from));
        from = at + 1; // the LF goes with the next piece
    }
    hash.add(text.sliced(from));
}

void addDirective(base::Sha256& hash, QByteArrayView name, QByteArrayView argument)
{
    hash.add(directiveMark);
    hash.add(name);
    hash.add(" ");
    hash.add(argument);
    hash.add(directiveMark);
}

void addTokens(base::Sha256& hash, QByteArrayView text, Dialect dialect)
{
    Lexer lexer(text, dialect);
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        const QByteArrayView piece = lexer.textOf(token);
        if (token.kind == TokenKind::LineComment) {
            if (const auto directive = readDirective(piece))
                addDirective(hash, directive->name, directive->argument);
            continue;
        }
        const bool hint =
            dialect != Dialect::Sqlite && token.kind == TokenKind::BlockComment && isHint(piece);
        if (token.isSpace() || (token.isComment() && !hint))
            continue;
        addWithPlainLineEnds(hash, piece);
        hash.add(" ");
    }
}

} // namespace

QByteArray meaningDigest(QByteArrayView script, Dialect dialect)
{
    const SplitResult result = split(script, dialect);
    base::Sha256 hash;
    auto directive = result.directives.begin();
    for (const Statement& statement : result.statements) {
        for (; directive != result.directives.end() && directive->begin < statement.begin; ++directive)
            addDirective(hash, directive->name, directive->argument);
        // Directives within the statement come with its tokens.
        while (directive != result.directives.end() && directive->begin < statement.end)
            ++directive;
        addTokens(hash, statement.textIn(script), dialect);
        if (statement.kind == StatementKind::CopyFromStdin) {
            hash.add(dataMark);
            addWithPlainLineEnds(hash, statement.dataIn(script));
        }
        hash.add(statementEnd);
    }
    for (; directive != result.directives.end(); ++directive)
        addDirective(hash, directive->name, directive->argument);
    return hash.hex();
}

void MeaningHasher::add(
    const StreamedStatement& statement, const QList<StatementStream::StreamedDirective>& directives)
{
    qsizetype& next = m_nextDirective;
    for (; next < directives.size() && directives[next].begin < statement.begin; ++next)
        addDirective(m_hash, directives[next].name, directives[next].argument);
    while (next < directives.size() && directives[next].begin < statement.begin + statement.text.size())
        ++next;
    addTokens(m_hash, statement.text, m_dialect);
    if (statement.kind == StatementKind::CopyFromStdin) {
        m_hash.add(dataMark);
        addWithPlainLineEnds(m_hash, statement.copyData.value_or(QByteArray()));
    }
    m_hash.add(statementEnd);
}

QByteArray MeaningHasher::finish(const QList<StatementStream::StreamedDirective>& directives)
{
    for (; m_nextDirective < directives.size(); ++m_nextDirective)
        addDirective(m_hash, directives[m_nextDirective].name, directives[m_nextDirective].argument);
    return m_hash.hex();
}

} // namespace strandline::sql
