// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/body_tracker.h"
#include "core/sql/characters.h"

#include <algorithm>
#include <array>

namespace strandline::sql {

namespace {

/// First words of the statements that cannot hold others: what follows them is an expression or a clause.
bool startsSimpleStatement(QByteArrayView text)
{
    static constexpr std::array<std::string_view, 31> words {"SET", "SELECT", "INSERT", "UPDATE", "DELETE",
        "REPLACE", "CALL", "RETURN", "SIGNAL", "RESIGNAL", "ROLLBACK", "COMMIT", "LEAVE", "ITERATE", "GET",
        "OPEN", "FETCH", "CLOSE", "DO", "TRUNCATE", "WITH", "CREATE", "DROP", "ALTER", "EXECUTE", "PREPARE",
        "DEALLOCATE", "START", "SAVEPOINT", "VALUES", "GRANT"};
    return std::any_of(
        words.begin(), words.end(), [text](std::string_view word) { return equalsKeyword(text, word); });
}

} // namespace

bool MySqlBody::semicolonEnds()
{
    // A CASE expression never reaches over a semicolon: one that seems to was not one, or is not well formed.
    while (topIs(Block::CaseExpression))
        m_blocks.pop_back();
    return m_blocks.empty();
}

void MySqlBody::feed(const Token& token, QByteArrayView text)
{
    if (token.kind == TokenKind::VersionOpen || token.kind == TokenKind::VersionClose)
        return; // what is inside counts as if it stood there bare
    if (token.kind == TokenKind::Word) {
        m_labelCandidate = false;
        word(text);
    } else {
        const bool colon = token.kind == TokenKind::Operator && text == QByteArrayView(":");
        sign(token.kind, colon && std::exchange(m_labelCandidate, false));
        if (token.kind == TokenKind::OpenParen)
            ++m_parentheses;
        else if (token.kind == TokenKind::CloseParen && m_parentheses > 0 && --m_parentheses == 0)
            m_parametersRead = true;
    }
    m_previous = token.kind;
}

void MySqlBody::word(QByteArrayView text)
{
    switch (m_phase) {
    case Phase::First:
        firstWord(text);
        break;
    case Phase::Begin:
        m_phase = Phase::Plain;
        if (equalsKeyword(text, "NOT")) {
            m_phase = Phase::Body;
            m_blocks.push_back(Block::Begin);
            m_statementStart = m_afterBegin = true;
        }
        break;
    case Phase::Create:
        createWord(text);
        break;
    case Phase::Routine:
        routineWord(text);
        break;
    case Phase::Trigger:
        if (m_each && equalsKeyword(text, "ROW")) {
            m_phase = Phase::Body;
            m_statementStart = true;
        }
        m_each = equalsKeyword(text, "EACH") && m_previous != TokenKind::Dot;
        break;
    case Phase::Event:
        if (m_parentheses == 0 && m_previous != TokenKind::Dot && equalsKeyword(text, "DO")) {
            m_phase = Phase::Body;
            m_statementStart = true;
        }
        break;
    case Phase::Body:
        bodyWord(text);
        break;
    case Phase::Plain:
        break;
    }
}

/// Anything but a word. endsLabel: the colon of "name:".
void MySqlBody::sign(TokenKind kind, bool endsLabel)
{
    const bool quotedName = kind == TokenKind::QuotedIdentifier;
    switch (m_phase) {
    case Phase::First:
    case Phase::Begin:
        m_phase = Phase::Plain;
        break;
    case Phase::Create:
        if (!m_definer)
            m_phase = Phase::Plain;
        break;
    case Phase::Body:
        if (m_skipName && quotedName) {
            m_skipName = false;
            break;
        }
        m_labelCandidate = quotedName && m_statementStart; // `retry`: LOOP
        m_statementStart = endsLabel || kind == TokenKind::Semicolon;
        m_afterBegin = m_closed = false;
        if (kind == TokenKind::Semicolon)
            m_declare = m_handler = m_until = false;
        break;
    default:
        break;
    }
}

void MySqlBody::firstWord(QByteArrayView text)
{
    if (equalsKeyword(text, "CREATE")) {
        m_phase = Phase::Create;
    } else if (equalsKeyword(text, "ALTER")) {
        m_phase = Phase::Create;
        m_alter = true;
    } else if (equalsKeyword(text, "BEGIN")) {
        m_phase = Phase::Begin; // a transaction, unless NOT ATOMIC follows
    } else if (openBlock(text)) {
        m_phase = Phase::Body; // labels are for stored programs only
    } else {
        m_phase = Phase::Plain;
    }
}

void MySqlBody::createWord(QByteArrayView text)
{
    if (m_definer && m_previous == TokenKind::Operator)
        return; // the user's name, whatever it is
    if (equalsKeyword(text, "EVENT"))
        m_phase = Phase::Event;
    else if (!m_alter && (equalsKeyword(text, "PROCEDURE") || equalsKeyword(text, "FUNCTION")))
        m_phase = Phase::Routine;
    else if (!m_alter && equalsKeyword(text, "TRIGGER"))
        m_phase = Phase::Trigger;
    else if (equalsKeyword(text, "DEFINER"))
        m_definer = true;
    else if (!equalsKeyword(text, "OR") && !equalsKeyword(text, "REPLACE")
        && !equalsKeyword(text, "AGGREGATE"))
        m_phase = Phase::Plain;
}

void MySqlBody::routineWord(QByteArrayView text)
{
    if (!m_parametersRead || m_parentheses > 0)
        return;
    if (std::exchange(m_typeFollows, false))
        return;
    if (equalsKeyword(text, "RETURNS") || equalsKeyword(text, "CHARACTER") || equalsKeyword(text, "CHAR")) {
        m_typeFollows = true; // RETURNS SET('a', 'b'), CHARACTER SET utf8mb4
        return;
    }
    if (equalsKeyword(text, "BEGIN") || startsSimpleStatement(text)) {
        m_phase = Phase::Body;
        m_statementStart = true;
        bodyWord(text);
    } else if (openBlock(text)) {
        m_phase = Phase::Body;
    }
}

/// Pushes what a word at the start of a statement opens.
bool MySqlBody::openBlock(QByteArrayView text)
{
    struct Opener
    {
        std::string_view word;
        Block block;
        bool statementFollows;
    };
    static constexpr std::array<Opener, 6> openers {Opener {"IF", Block::If, false},
        Opener {"CASE", Block::Case, false}, Opener {"LOOP", Block::Loop, true},
        Opener {"WHILE", Block::While, false}, Opener {"REPEAT", Block::Repeat, true},
        Opener {"FOR", Block::For, false}};
    for (const Opener& opener : openers) {
        if (equalsKeyword(text, opener.word)) {
            m_blocks.push_back(opener.block);
            m_statementStart = opener.statementFollows;
            return true;
        }
    }
    return false;
}

void MySqlBody::bodyWord(QByteArrayView text)
{
    if (std::exchange(m_skipName, false))
        return;
    const bool start = std::exchange(m_statementStart, false);
    const bool afterBegin = std::exchange(m_afterBegin, false);
    if (m_previous == TokenKind::Dot || std::exchange(m_closed, false))
        return;
    if (!start) {
        innerWord(text);
    } else if (afterBegin && (equalsKeyword(text, "NOT") || equalsKeyword(text, "ATOMIC"))) {
        m_statementStart = m_afterBegin = true;
    } else if (equalsKeyword(text, "BEGIN")) {
        m_blocks.push_back(Block::Begin);
        m_statementStart = m_afterBegin = true;
    } else if (equalsKeyword(text, "END")) {
        close();
    } else if (equalsKeyword(text, "ELSE")) {
        m_statementStart = true;
    } else if (equalsKeyword(text, "UNTIL")) {
        m_until = topIs(Block::Repeat);
    } else if (equalsKeyword(text, "DECLARE")) {
        m_declare = true;
    } else if (m_blocks.empty() && (equalsKeyword(text, "FOLLOWS") || equalsKeyword(text, "PRECEDES"))) {
        m_skipName = m_statementStart = true;
    } else if (!openBlock(text)) {
        m_labelCandidate = true;
    }
}

/// A word in the middle of a statement of the body.
void MySqlBody::innerWord(QByteArrayView text)
{
    if (m_handler) {
        if (equalsKeyword(text, "BEGIN")) {
            m_handler = false;
            m_blocks.push_back(Block::Begin);
            m_statementStart = m_afterBegin = true;
            return;
        }
        if (startsSimpleStatement(text))
            m_handler = false;
        else if (!equalsKeyword(text, "FOR") && openBlock(text))
            m_handler = false;
        return;
    }
    if (equalsKeyword(text, "CASE")) {
        m_blocks.push_back(Block::CaseExpression);
    } else if (equalsKeyword(text, "END")) {
        if (topIs(Block::CaseExpression) || (m_until && topIs(Block::Repeat)))
            close();
    } else if (equalsKeyword(text, "THEN")) {
        m_statementStart = topIs(Block::If) || topIs(Block::Case);
    } else if (equalsKeyword(text, "DO")) {
        m_statementStart = topIs(Block::While) || topIs(Block::For);
    } else if (m_declare && equalsKeyword(text, "HANDLER")) {
        m_handler = true;
    }
}

void MySqlBody::close()
{
    if (m_blocks.empty())
        return;
    m_closed = !topIs(Block::CaseExpression);
    if (topIs(Block::Repeat))
        m_until = false;
    m_blocks.pop_back();
}

} // namespace strandline::sql
