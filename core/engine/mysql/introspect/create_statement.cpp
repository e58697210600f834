// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/introspect/create_statement.h"

#include "core/sql/lexer.h"

#include <algorithm>

namespace strandline::engine::mysql {

namespace {

using sql::Token;
using sql::TokenKind;

struct Piece
{
    Token token;
    QString text; ///< of a quoted name: unquoted
    int depth = 0;

    bool is(const char* word) const
    {
        return token.kind == TokenKind::Word && text.compare(QLatin1String(word), Qt::CaseInsensitive) == 0;
    }
};
using Pieces = QList<Piece>;

Pieces piecesOf(const QByteArray& statement)
{
    Pieces pieces;
    sql::Lexer lexer(statement, sql::Dialect::MySql);
    int depth = 0;
    for (Token token = lexer.nextSignificant(); token.kind != TokenKind::End;
         token = lexer.nextSignificant()) {
        if (token.kind == TokenKind::VersionOpen || token.kind == TokenKind::VersionClose)
            continue;
        QString text = QString::fromUtf8(lexer.textOf(token));
        if (token.kind == TokenKind::QuotedIdentifier)
            text = text.mid(1, text.size() - 2).replace(QLatin1String("``"), QLatin1String("`"));
        if (token.kind == TokenKind::CloseParen)
            --depth;
        pieces << Piece {token, text, depth};
        if (token.kind == TokenKind::OpenParen)
            ++depth;
    }
    return pieces;
}

QString span(const QByteArray& statement, const Piece& first, const Piece& last)
{
    return QString::fromUtf8(statement.mid(first.token.begin, last.token.end - first.token.begin));
}

/// KEY `name` (…) USING HASH KEY_BLOCK_SIZE=4 WITH PARSER `ngram`.
void addKey(schema::Table& table, const Pieces& item)
{
    const bool isPrimary = item.first().is("PRIMARY");
    const auto named = std::find_if(item.begin(), item.end(),
        [](const Piece& piece) { return piece.token.kind == TokenKind::QuotedIdentifier; });
    if (named == item.end())
        return;
    const QString name = isPrimary ? QStringLiteral("PRIMARY") : named->text;
    const auto index = std::find_if(table.indexes.begin(), table.indexes.end(),
        [&](const schema::Index& candidate) { return candidate.name == name; });
    if (index == table.indexes.end())
        return;
    for (int i = 0; i + 1 < item.size(); ++i) {
        if (item.at(i).depth == 2 && item.at(i).is("WITHOUT") && item.at(i + 1).is("OVERLAPS")) {
            index->options.insert(QStringLiteral("without_overlaps"), item.at(i - 1).text);
            // The columns of the period stand behind those of the key.
            index->elements.resize(std::max(qsizetype(0), index->elements.size() - 2));
        }
        if (item.at(i).depth != 1)
            continue;
        if (item.at(i).is("USING"))
            index->options.insert(QStringLiteral("using"), item.at(i + 1).text.toUpper());
        else if (item.at(i).is("PARSER"))
            index->options.insert(QStringLiteral("parser"), item.at(i + 1).text);
        else if (item.at(i).is("KEY_BLOCK_SIZE") && i + 2 < item.size())
            index->options.insert(QStringLiteral("key_block_size"), item.at(i + 2).text);
    }
}

/// PERIOD FOR `name` (`from`, `to`); the one of the system follows from its columns.
void addPeriod(schema::Table& table, const Pieces& item, const QByteArray& statement)
{
    if (item.size() < 4 || item.at(2).token.kind != TokenKind::QuotedIdentifier)
        return;
    const QString name = item.at(2).text;
    table.options.insert(QStringLiteral("period"), span(statement, item.at(2), item.last()));
    const auto isOfPeriod = [&](const schema::Constraint& constraint) {
        return constraint.kind == schema::ConstraintKind::Check && constraint.name == name;
    };
    table.constraints.erase(
        std::remove_if(table.constraints.begin(), table.constraints.end(), isOfPeriod),
        table.constraints.end());
}

void addItem(schema::Table& table, const Pieces& item, const QByteArray& statement)
{
    if (item.isEmpty() || item.first().token.kind != TokenKind::Word)
        return;
    if (item.first().is("PERIOD"))
        addPeriod(table, item, statement);
    else if (!item.first().is("CONSTRAINT"))
        addKey(table, item);
}

void addTail(schema::Table& table, const Pieces& tail, const QByteArray& statement)
{
    for (int i = 0; i < tail.size(); ++i) {
        if (tail.at(i).depth != 0)
            continue;
        if (tail.at(i).is("PARTITION")) {
            table.partitionKey = span(statement, tail.at(std::min(qsizetype(i + 2), tail.size() - 1)), tail.last());
            table.partitionKey.replace(QLatin1String("  COLUMNS"), QLatin1String(" COLUMNS"));
            return;
        }
        if (tail.at(i).is("CONNECTION") && i + 2 < tail.size())
            table.options.insert(QStringLiteral("connection"), tail.at(i + 2).text);
        if (tail.at(i).is("UNION") && i + 2 < tail.size()) {
            const auto close = std::find_if(tail.begin() + i, tail.end(),
                [](const Piece& piece) { return piece.token.kind == TokenKind::CloseParen; });
            if (close != tail.end())
                table.options.insert(QStringLiteral("union"), span(statement, tail.at(i + 2), *close));
        }
    }
}

} // namespace

void addFromCreateStatement(schema::Table& table, const QString& statement)
{
    const QByteArray utf8 = statement.toUtf8();
    const Pieces pieces = piecesOf(utf8);
    Pieces item;
    for (int i = 3; i < pieces.size(); ++i) {
        const Piece& piece = pieces.at(i);
        const bool ends = piece.depth == 0 && piece.token.kind == TokenKind::CloseParen;
        if (ends || (piece.depth == 1 && piece.token.kind == TokenKind::Comma)) {
            addItem(table, item, utf8);
            item.clear();
        } else if (piece.depth > 0) {
            item << piece;
        }
        if (ends) {
            addTail(table, pieces.mid(i + 1), utf8);
            return;
        }
    }
}

} // namespace strandline::engine::mysql
