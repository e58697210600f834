// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/body_tracker.h"

#include "core/sql/characters.h"

namespace strandline::sql {

void BodyTracker::restart()
{
    m_plain = false;
    switch (m_style) {
    case BodyStyle::BeginAtomic:
        m_body = PostgreSqlBody {};
        break;
    case BodyStyle::StoredProgram:
        m_body = MySqlBody {};
        break;
    case BodyStyle::Trigger:
        m_body = SqliteBody {};
        break;
    }
}

void PostgreSqlBody::feed(const Token& token, QByteArrayView text)
{
    if (token.kind == TokenKind::Word) {
        word(text);
        return;
    }
    if (m_phase == Phase::First || m_phase == Phase::Create)
        m_phase = Phase::Plain;
    else if (m_phase == Phase::CopyFrom)
        m_phase = Phase::Plain;
    m_afterBegin = false;
    m_isName = token.kind == TokenKind::Dot;
    if (token.kind == TokenKind::OpenParen)
        ++m_parentheses;
    else if (token.kind == TokenKind::CloseParen)
        --m_parentheses;
}

void PostgreSqlBody::word(QByteArrayView text)
{
    const bool afterBegin = std::exchange(m_afterBegin, false);
    const bool isName = std::exchange(m_isName, false);
    switch (m_phase) {
    case Phase::First:
        m_phase = equalsKeyword(text, "CREATE") ? Phase::Create
            : equalsKeyword(text, "COPY")       ? Phase::Copy
                                                : Phase::Plain;
        return;
    case Phase::Create:
        if (equalsKeyword(text, "FUNCTION") || equalsKeyword(text, "PROCEDURE"))
            m_phase = Phase::Routine;
        else if (!equalsKeyword(text, "OR") && !equalsKeyword(text, "REPLACE"))
            m_phase = Phase::Plain;
        return;
    case Phase::Copy:
        if (m_parentheses == 0 && !isName && equalsKeyword(text, "FROM"))
            m_phase = Phase::CopyFrom;
        return;
    case Phase::CopyFrom:
        m_phase = equalsKeyword(text, "STDIN") ? Phase::CopyStdin : Phase::Plain;
        return;
    case Phase::Routine:
        break;
    case Phase::CopyStdin:
    case Phase::Plain:
        return;
    }
    if (isName)
        return;
    if (m_depth == 0) {
        m_afterBegin = m_parentheses == 0 && equalsKeyword(text, "BEGIN");
        if (afterBegin && equalsKeyword(text, "ATOMIC"))
            m_depth = 1;
    } else if (equalsKeyword(text, "CASE")) {
        ++m_depth;
    } else if (equalsKeyword(text, "END")) {
        if (--m_depth == 0)
            m_phase = Phase::Plain;
    } else {
        m_isName = equalsKeyword(text, "AS");
    }
}

void SqliteBody::feed(const Token& token, QByteArrayView text)
{
    const bool isWord = token.kind == TokenKind::Word;
    switch (m_phase) {
    case Phase::First:
        m_phase = isWord && equalsKeyword(text, "CREATE") ? Phase::Create
            : isWord && equalsKeyword(text, "EXPLAIN")    ? Phase::Explain
                                                          : Phase::Plain;
        break;
    case Phase::Explain:
        if (isWord && equalsKeyword(text, "CREATE"))
            m_phase = Phase::Create;
        else if (!isWord || !(equalsKeyword(text, "QUERY") || equalsKeyword(text, "PLAN")))
            m_phase = Phase::Plain;
        break;
    case Phase::Create:
        if (isWord && equalsKeyword(text, "TRIGGER"))
            m_phase = Phase::Trigger;
        else if (!isWord || !(equalsKeyword(text, "TEMP") || equalsKeyword(text, "TEMPORARY")))
            m_phase = Phase::Plain;
        break;
    case Phase::Trigger:
        // A trigger named "begin" is legal in SQLite; one that hides its body so well is not worth more code.
        if (isWord && !m_afterDot && equalsKeyword(text, "BEGIN")) {
            m_phase = Phase::Body;
            m_last = Last::Semicolon;
        }
        m_afterDot = token.kind == TokenKind::Dot;
        break;
    case Phase::Body:
        if (token.kind == TokenKind::Semicolon)
            m_last = Last::Semicolon;
        else
            m_last =
                m_last == Last::Semicolon && isWord && equalsKeyword(text, "END") ? Last::End : Last::Other;
        break;
    case Phase::Plain:
        break;
    }
}

} // namespace strandline::sql
