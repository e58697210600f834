// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/lexer.h"

#include <QByteArrayView>

#include <variant>
#include <vector>

namespace strandline::sql {

// Each tracker reads the significant tokens of one statement and says whether a semicolon lies inside of a
// body. They recognise just enough grammar for that; a server decides about the rest.

/// CREATE [OR REPLACE] FUNCTION|PROCEDURE … BEGIN ATOMIC … END, and COPY … FROM stdin.
class PostgreSqlBody
{
public:
    void feed(const Token& token, QByteArrayView text);
    bool semicolonEnds() { return m_depth == 0; }
    bool isOpen() const { return m_depth > 0; }
    bool isPlain() const { return m_phase == Phase::Plain; }
    bool isCopyFromStdin() const { return m_phase == Phase::CopyStdin; }

private:
    enum class Phase { First, Create, Routine, Copy, CopyFrom, CopyStdin, Plain };
    void word(QByteArrayView text);

    Phase m_phase = Phase::First;
    int m_depth = 0; ///< of BEGIN and CASE
    int m_parentheses = 0;
    bool m_afterBegin = false;
    bool m_isName = false; ///< behind a dot or AS even a reserved word is a name
};

/// Stored programs of MySQL and MariaDB written without DELIMITER, and MariaDB's compound statements outside
/// of them. Not read: the bodies of sql_mode=ORACLE, which have no common shape with these; those need
/// DELIMITER.
class MySqlBody
{
public:
    void feed(const Token& token, QByteArrayView text);
    bool semicolonEnds();
    bool isOpen() const { return !m_blocks.empty(); }
    bool isPlain() const { return m_phase == Phase::Plain; }
    bool isCopyFromStdin() const { return false; }

private:
    enum class Phase { First, Begin, Create, Routine, Trigger, Event, Body, Plain };
    enum class Block : quint8 { Begin, If, Case, Loop, While, Repeat, For, CaseExpression };

    void word(QByteArrayView text);
    void sign(TokenKind kind, bool endsLabel);
    void firstWord(QByteArrayView text);
    void createWord(QByteArrayView text);
    void routineWord(QByteArrayView text);
    void bodyWord(QByteArrayView text);
    bool openBlock(QByteArrayView text);
    void innerWord(QByteArrayView text);
    void close();
    bool topIs(Block block) const { return !m_blocks.empty() && m_blocks.back() == block; }

    Phase m_phase = Phase::First;
    std::vector<Block> m_blocks;
    int m_parentheses = 0;
    TokenKind m_previous = TokenKind::End;
    bool m_statementStart = false; ///< the next word begins a statement of the body
    bool m_afterBegin = false;
    bool m_closed = false; ///< the last word was the END of a block: IF, LOOP … or a label follows
    bool m_labelCandidate = false;
    bool m_skipName = false;
    bool m_until = false;
    bool m_declare = false;
    bool m_handler = false; ///< DECLARE … HANDLER FOR: its statement follows the conditions
    bool m_alter = false;
    bool m_definer = false;
    bool m_parametersRead = false;
    bool m_typeFollows = false;
    bool m_each = false;
};

/// CREATE TRIGGER … BEGIN …; END: as in sqlite3_complete() the END that counts is the one between two
/// semicolons, so the END of a CASE needs no counting.
class SqliteBody
{
public:
    void feed(const Token& token, QByteArrayView text);
    bool semicolonEnds() { return !isOpen(); }
    bool isOpen() const { return m_phase == Phase::Body && m_last != Last::End; }
    bool isPlain() const { return m_phase == Phase::Plain; }
    bool isCopyFromStdin() const { return false; }

private:
    enum class Phase { First, Explain, Create, Trigger, Body, Plain };
    enum class Last { Semicolon, End, Other };
    Phase m_phase = Phase::First;
    Last m_last = Last::Other;
    bool m_afterDot = false;
};

class BodyTracker
{
public:
    explicit BodyTracker(BodyStyle style)
        : m_style(style)
    {
        restart();
    }

    /// Before the first token of each statement.
    void restart();
    /// Each significant token, also the semicolons that did not end the statement.
    void feed(const Token& token, QByteArrayView text)
    {
        if (m_plain)
            return;
        std::visit(
            [&](auto& body) {
                body.feed(token, text);
                m_plain = body.isPlain();
            },
            m_body);
    }
    bool semicolonEnds()
    {
        return m_plain || std::visit([](auto& body) { return body.semicolonEnds(); }, m_body);
    }
    bool isOpen() const
    {
        return !m_plain && std::visit([](const auto& body) { return body.isOpen(); }, m_body);
    }
    bool isCopyFromStdin() const
    {
        return !m_plain && std::visit([](const auto& body) { return body.isCopyFromStdin(); }, m_body);
    }

private:
    BodyStyle m_style;
    bool m_plain = false; ///< most statements are known to have no body after one or two words
    std::variant<PostgreSqlBody, MySqlBody, SqliteBody> m_body;
};

} // namespace strandline::sql
