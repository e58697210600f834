// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/statement_kind.h"

#include "core/sql/characters.h"
#include "core/sql/lexer.h"

#include <initializer_list>
#include <vector>

namespace strandline::sql {

namespace {

using Keywords = std::initializer_list<std::string_view>;

/// The significant tokens of a statement, read as far as somebody asks. The limit keeps a huge INSERT cheap;
/// no statement that matters here has its telling word further back.
class Head
{
public:
    Head(QByteArrayView statement, Dialect dialect)
        : m_lexer(statement, dialect)
    {
        constexpr size_t limit = 400;
        for (Token token = m_lexer.nextSignificant(); token.kind != TokenKind::End && m_tokens.size() < limit;
             token = m_lexer.nextSignificant()) {
            if (token.kind != TokenKind::VersionOpen && token.kind != TokenKind::VersionClose)
                m_tokens.push_back(token);
        }
    }

    size_t size() const { return m_tokens.size(); }
    TokenKind kind(size_t i) const { return i < m_tokens.size() ? m_tokens[i].kind : TokenKind::End; }
    QByteArrayView text(size_t i) const
    {
        return i < m_tokens.size() ? m_lexer.textOf(m_tokens[i]) : QByteArrayView();
    }
    bool is(size_t i, std::string_view keyword) const
    {
        return kind(i) == TokenKind::Word && equalsKeyword(text(i), keyword);
    }
    bool isOneOf(size_t i, Keywords keywords) const
    {
        for (const std::string_view keyword : keywords) {
            if (is(i, keyword))
                return true;
        }
        return false;
    }
    bool begins(Keywords keywords) const
    {
        size_t i = 0;
        for (const std::string_view keyword : keywords) {
            if (!is(i++, keyword))
                return false;
        }
        return true;
    }
    /// The words one after the other, anywhere at or behind from and outside of parentheses.
    bool holds(size_t from, Keywords keywords) const
    {
        int depth = 0;
        for (size_t i = 0; i + keywords.size() <= m_tokens.size(); ++i) {
            depth += kind(i) == TokenKind::OpenParen ? 1 : kind(i) == TokenKind::CloseParen ? -1 : 0;
            if (i < from || depth > 0)
                continue;
            size_t k = i;
            bool all = true;
            for (const std::string_view keyword : keywords)
                all = all && is(k++, keyword);
            if (all)
                return true;
        }
        return false;
    }
    /// Option CONCURRENTLY of REINDEX (CONCURRENTLY, VERBOSE) …, or of a subscription's WITH (…), unless
    /// switched off.
    bool hasOption(std::string_view name, bool withoutValue) const
    {
        bool found = withoutValue;
        for (size_t i = 0; i < m_tokens.size(); ++i) {
            if (i == 0 || !is(i, name)
                || (kind(i - 1) != TokenKind::OpenParen && kind(i - 1) != TokenKind::Comma))
                continue;
            const size_t value = i + (kind(i + 1) == TokenKind::Operator ? 2 : 1);
            QByteArrayView word = text(value);
            if (kind(value) == TokenKind::String && word.size() >= 2)
                word = word.sliced(1, word.size() - 2);
            found = !(equalsKeyword(word, "FALSE") || equalsKeyword(word, "OFF") || equalsKeyword(word, "NO")
                || equalsKeyword(word, "NONE") || word == QByteArrayView("0"));
        }
        return found;
    }

private:
    Lexer m_lexer;
    std::vector<Token> m_tokens;
};

bool postgresRefuses(const Head& head)
{
    if (head.isOneOf(0, {"VACUUM"}) || head.begins({"ALTER", "SYSTEM"}) || head.begins({"DISCARD", "ALL"}))
        return true;
    if (head.isOneOf(0, {"CREATE", "DROP"}) && head.isOneOf(1, {"DATABASE", "TABLESPACE"}))
        return true;
    if (head.begins({"CREATE", "INDEX", "CONCURRENTLY"})
        || head.begins({"CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"})
        || head.begins({"DROP", "INDEX", "CONCURRENTLY"}))
        return true;
    if (head.is(0, "REINDEX")) {
        size_t object = 1;
        if (head.kind(1) == TokenKind::OpenParen) {
            while (object < head.size() && head.kind(object) != TokenKind::CloseParen)
                ++object;
            ++object;
        }
        return head.hasOption("CONCURRENTLY", false) || head.is(object + 1, "CONCURRENTLY")
            || head.isOneOf(object, {"DATABASE", "SYSTEM", "SCHEMA"});
    }
    if (head.is(0, "CLUSTER")) {
        size_t table = 1;
        if (head.kind(1) == TokenKind::OpenParen) {
            while (table < head.size() && head.kind(table) != TokenKind::CloseParen)
                ++table;
            ++table;
        }
        return table >= head.size() || (head.is(table, "VERBOSE") && head.size() == table + 1);
    }
    if (head.begins({"ALTER", "DATABASE"}))
        return head.holds(3, {"SET", "TABLESPACE"});
    if (head.begins({"ALTER", "TABLE"}))
        return head.holds(2, {"DETACH", "PARTITION"}) && head.holds(4, {"CONCURRENTLY"});
    if (head.begins({"CREATE", "SUBSCRIPTION"}))
        return head.hasOption("CREATE_SLOT", head.hasOption("CONNECT", true));
    if (head.begins({"DROP", "SUBSCRIPTION"}))
        return true;
    if (head.begins({"ALTER", "SUBSCRIPTION"}))
        return head.holds(3, {"PUBLICATION"}) ? head.hasOption("REFRESH", true) : false;
    return head.begins({"COMMIT", "PREPARED"}) || head.begins({"ROLLBACK", "PREPARED"});
}

bool sqliteRefuses(const Head& head)
{
    if (head.isOneOf(0, {"VACUUM", "DETACH"}))
        return true;
    if (!head.is(0, "PRAGMA"))
        return false;
    const size_t name = head.kind(2) == TokenKind::Dot ? 3 : 1;
    const bool writes =
        head.text(name + 1) == QByteArrayView("=") || head.kind(name + 1) == TokenKind::OpenParen;
    return writes && head.isOneOf(name, {"FOREIGN_KEYS", "JOURNAL_MODE", "SYNCHRONOUS"});
}

} // namespace

bool cannotRunInTransaction(QByteArrayView statement, Dialect dialect)
{
    switch (dialect) {
    case Dialect::PostgreSql:
        return postgresRefuses(Head(statement, dialect));
    case Dialect::Sqlite:
        return sqliteRefuses(Head(statement, dialect));
    case Dialect::MySql:
        break;
    }
    return false;
}

bool needsOwnTransaction(QByteArrayView statement, Dialect dialect)
{
    if (dialect != Dialect::PostgreSql)
        return false;
    const Head head(statement, dialect);
    return head.begins({"ALTER", "TYPE"}) && head.holds(3, {"ADD", "VALUE"});
}

bool implicitlyCommits(QByteArrayView statement, Dialect dialect)
{
    if (dialect != Dialect::MySql)
        return false;
    const Head head(statement, dialect);
    // Only for tables: MariaDB commits before CREATE TEMPORARY SEQUENCE.
    const bool silent = head.begins({"CREATE", "TEMPORARY", "TABLE"})
        || head.begins({"DROP", "TEMPORARY", "TABLE"})
        || head.begins({"CREATE", "OR", "REPLACE", "TEMPORARY", "TABLE"});
    if (silent)
        return false;
    if (head.isOneOf(0,
            {"CREATE", "DROP", "BACKUP", "ALTER", "RENAME", "TRUNCATE", "GRANT", "REVOKE", "FLUSH", "RESET",
                "INSTALL", "UNINSTALL"}))
        return true;
    if (head.isOneOf(0, {"ANALYZE", "CHECK", "OPTIMIZE", "REPAIR"}))
        return head.isOneOf(1, {"TABLE", "TABLES", "LOCAL", "NO_WRITE_TO_BINLOG"});
    if (head.is(0, "BEGIN"))
        return !(head.is(1, "NOT") && head.is(2, "ATOMIC"));
    if (head.is(0, "SET"))
        return head.is(1, "PASSWORD") || head.is(1, "AUTOCOMMIT") || head.begins({"SET", "DEFAULT", "ROLE"});
    return head.begins({"START", "TRANSACTION"}) || head.begins({"LOCK", "TABLE"})
        || head.begins({"LOCK", "TABLES"}) || head.begins({"UNLOCK", "TABLE"})
        || head.begins({"UNLOCK", "TABLES"}) || head.begins({"CACHE", "INDEX"})
        || head.begins({"LOAD", "INDEX"}) || head.begins({"CHANGE", "MASTER"})
        || (head.isOneOf(0, {"START", "STOP"}) && head.isOneOf(1, {"SLAVE", "REPLICA"}));
}

bool controlsTransaction(QByteArrayView statement, Dialect dialect)
{
    const Head head(statement, dialect);
    if (head.is(0, "ROLLBACK"))
        return !(head.is(1, "TO") || (head.isOneOf(1, {"WORK", "TRANSACTION"}) && head.is(2, "TO")));
    if (head.is(0, "BEGIN"))
        return !(dialect == Dialect::MySql && head.is(1, "NOT"));
    if (head.isOneOf(0, {"COMMIT"}) || head.begins({"START", "TRANSACTION"}))
        return true;
    if (dialect == Dialect::MySql)
        return head.is(0, "XA") || (head.begins({"SET", "AUTOCOMMIT"}));
    if (dialect == Dialect::PostgreSql && (head.is(0, "ABORT") || head.begins({"PREPARE", "TRANSACTION"})))
        return true;
    return head.is(0, "END");
}

} // namespace strandline::sql
