// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/leftover_index.h"

#include "core/sql/lexer.h"

namespace strandline::runner {

using sql::TokenKind;

namespace {

struct Built
{
    QString index; ///< as the catalogue has it
    QString table; ///< as the statement writes it
};

/// The name as the catalogue has it.
QString catalogueName(QByteArrayView text, TokenKind kind)
{
    const QString name = QString::fromUtf8(text);
    if (kind != TokenKind::QuotedIdentifier)
        return name.toLower();
    return name.mid(1, name.size() - 2).replace(QLatin1String("\"\""), QLatin1String("\""));
}

class Reader
{
public:
    explicit Reader(QByteArrayView statement)
        : m_lexer(statement, sql::Dialect::PostgreSql)
    {
        advance();
    }

    std::optional<Built> read()
    {
        if (!accept("create"))
            return {};
        accept("unique");
        if (!accept("index") || !accept("concurrently"))
            return {};
        if (accept("if") && !(accept("not") && accept("exists")))
            return {};
        if (!isName() || isWord("on"))
            return {};
        Built built;
        built.index = catalogueName(m_lexer.textOf(m_token), m_token.kind);
        advance();
        if (!accept("on"))
            return {};
        accept("only");
        while (isName() || m_token.kind == TokenKind::Dot) {
            if (isWord("using"))
                break;
            built.table += QString::fromUtf8(m_lexer.textOf(m_token));
            advance();
        }
        return built;
    }

private:
    void advance() { m_token = m_lexer.nextSignificant(); }
    bool isName() const
    {
        return m_token.kind == TokenKind::Word || m_token.kind == TokenKind::QuotedIdentifier;
    }
    bool isWord(const char* lower) const
    {
        return m_token.kind == TokenKind::Word
            && m_lexer.textOf(m_token).toByteArray().toLower() == QByteArrayView(lower);
    }
    bool accept(const char* lower)
    {
        if (!isWord(lower))
            return false;
        advance();
        return true;
    }

    sql::Lexer m_lexer;
    sql::Token m_token;
};

} // namespace

base::Result<LeftoverIndex> leftoverIndexOf(db::Connection& connection, QByteArrayView statement)
{
    if (connection.info().dialect != sql::Dialect::PostgreSql)
        return LeftoverIndex {};
    const auto built = Reader(statement).read();
    if (!built)
        return LeftoverIndex {};
    QString sql = QStringLiteral(
        "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_catalog.pg_index x "
        "JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid "
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT x.indisvalid AND c.relname = ? AND x.indrelid = to_regclass(?)");
    constexpr int showsProgress = 120000;
    if (connection.info().versionNumber >= showsProgress) {
        sql += QStringLiteral(" AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p "
                              "WHERE p.index_relid = x.indexrelid)");
    }
    const auto found = connection.query(sql, {built->index, built->table});
    if (!found)
        return base::forward(found);
    return LeftoverIndex {found->rows.value(0).value(0).toString()};
}

base::Result<bool> isIndexFinished(db::Connection& connection, QByteArrayView statement)
{
    if (connection.info().dialect != sql::Dialect::PostgreSql)
        return false;
    const auto built = Reader(statement).read();
    if (!built)
        return false;
    const auto found = connection.query(
        QStringLiteral(
            "SELECT 1 FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid "
            "WHERE x.indisvalid AND c.relname = ? AND x.indrelid = to_regclass(?)"),
        {built->index, built->table});
    if (!found)
        return base::forward(found);
    return !found->isEmpty();
}

base::Result<LeftoverIndex> dropLeftoverIndex(db::Connection& connection, QByteArrayView statement)
{
    auto found = leftoverIndexOf(connection, statement);
    if (!found || !found->exists())
        return found;
    if (const auto dropped = connection.execute(QStringLiteral("DROP INDEX CONCURRENTLY ") + found->name);
        !dropped)
        return base::forward(dropped);
    return found;
}

} // namespace strandline::runner
