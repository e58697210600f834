// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/sql_likeness.h"

#include "core/sql/lexer.h"

#include <algorithm>

namespace strandline::diff {

using sql::TokenKind;

namespace {

// Bodies within bodies within bodies: nobody writes them, and a text must not choose how deep we go.
constexpr int kMaxDepth = 4;

QString unquoted(QByteArrayView token)
{
    QString text = QString::fromUtf8(token);
    const QChar open = text.isEmpty() ? QChar() : text.front();
    const QChar close = open == u'[' ? QChar(u']') : open;
    if (text.size() >= 2 && (open == u'"' || open == u'`' || open == u'[') && text.back() == close) {
        text = text.mid(1, text.size() - 2);
        text.replace(QString(2, close), QString(close));
    }
    return text;
}

/// What stands between $tag$ and $tag$; empty for a text that does not end.
QByteArrayView dollarBody(QByteArrayView token)
{
    const qsizetype open = token.indexOf('$', 1) + 1;
    return open > 0 && token.size() >= 2 * open ? token.sliced(open, token.size() - 2 * open)
                                                : QByteArrayView();
}

QString withoutSchema(const QString& name, const QString& schema)
{
    return !schema.isEmpty() && name.startsWith(schema + u'.') ? name.mid(schema.size() + 1) : name;
}

} // namespace

SqlLikeness::SqlLikeness(sql::Dialect dialect, const Words& renamed)
    : m_dialect(dialect)
{
    // Only PostgreSQL tells names apart by the case of their letters.
    const auto spelled = [dialect](const QString& name) {
        return dialect == sql::Dialect::PostgreSql ? name : name.toLower();
    };
    for (auto it = renamed.begin(); it != renamed.end(); ++it) {
        for (const QString& to : *it)
            m_renamed[spelled(it.key())].insert(spelled(to));
    }
}

void SqlLikeness::leaveOutSchemas(const QString& from, const QString& to)
{
    m_leavesOutSchemas = true;
    m_fromSchema = from;
    m_toSchema = to;
}

void SqlLikeness::append(QList<Part>& parts, QByteArrayView text, int depth) const
{
    sql::Lexer lexer(text, m_dialect);
    for (sql::Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        const QByteArrayView bytes = lexer.textOf(token);
        switch (token.kind) {
        case TokenKind::Whitespace:
            break;
        case TokenKind::Word:
            parts.append({QString::fromUtf8(bytes).toLower(), true});
            break;
        case TokenKind::QuotedIdentifier: {
            const QString name = unquoted(bytes);
            parts.append({m_dialect == sql::Dialect::PostgreSql ? name : name.toLower(), true});
            break;
        }
        case TokenKind::DollarString: {
            const QByteArrayView body = dollarBody(bytes);
            if (body.isEmpty() || depth >= kMaxDepth) {
                parts.append({QString::fromUtf8(bytes), false});
                break;
            }
            parts.append({QStringLiteral("$$"), false});
            append(parts, body, depth + 1);
            parts.append({QStringLiteral("$$"), false});
            break;
        }
        default:
            parts.append({QString::fromUtf8(bytes), false});
        }
    }
}

QList<SqlLikeness::Part> SqlLikeness::parts(const QString& text, const QString& leftOut) const
{
    QList<Part> all;
    append(all, text.toUtf8(), 0);
    if (!m_leavesOutSchemas || leftOut.isEmpty())
        return all;
    QList<Part> kept;
    kept.reserve(all.size());
    for (qsizetype i = 0; i < all.size(); ++i) {
        const bool isPrefix = all.at(i).isName && i + 1 < all.size() && all.at(i).text == leftOut
            && all.at(i + 1).text == QLatin1String(".");
        if (isPrefix)
            ++i;
        else
            kept.append(all.at(i));
    }
    return kept;
}

bool SqlLikeness::isSamePart(const Part& a, const Part& b, const Words& alsoRenamed) const
{
    if (a.text == b.text)
        return true;
    const auto isRenamed = [](const Words& words, const QString& from, const QString& to) {
        const auto found = words.constFind(from);
        return found != words.constEnd() && found->contains(to);
    };
    if (a.isName && b.isName)
        return isRenamed(m_renamed, a.text, b.text) || isRenamed(alsoRenamed, a.text, b.text);
    // nextval('old_seq'::regclass), and the values of an enum.
    const auto literal = [](const QString& text) {
        return text.size() >= 2 && text.startsWith(u'\'') && text.endsWith(u'\'') ? text.mid(1, text.size() - 2)
                                                                                  : QString();
    };
    const QString from = withoutSchema(literal(a.text), m_fromSchema);
    const QString to = withoutSchema(literal(b.text), m_toSchema);
    if (from.isEmpty() || to.isEmpty())
        return false;
    if (from == to || isRenamed(m_renamed, from, to))
        return true;
    const qsizetype dot = from.lastIndexOf(u'.');
    const qsizetype otherDot = to.lastIndexOf(u'.');
    if (dot < 0 || otherDot < 0)
        return false;
    const QString schema = from.left(dot);
    const QString otherSchema = to.left(otherDot);
    const QString name = from.mid(dot + 1);
    const QString otherName = to.mid(otherDot + 1);
    return (schema == otherSchema || isRenamed(m_renamed, schema, otherSchema))
        && (name == otherName || isRenamed(m_renamed, name, otherName));
}

bool SqlLikeness::isSame(const QString& from, const QString& to, const Words& alsoRenamed) const
{
    if (from == to)
        return true;
    const QList<Part> a = parts(from, m_fromSchema);
    const QList<Part> b = parts(to, m_toSchema);
    return a.size() == b.size()
        && std::equal(a.begin(), a.end(), b.begin(),
            [&](const Part& one, const Part& other) { return isSamePart(one, other, alsoRenamed); });
}

} // namespace strandline::diff
