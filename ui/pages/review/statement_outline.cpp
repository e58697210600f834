// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/statement_outline.h"

#include "core/sql/lexer.h"

#include <QHash>
#include <QSet>

namespace strandline::ui {

namespace {

using Effect = StatementOutline::Effect;

/// The head of a statement is all that is looked at; a name further behind is not worth reading a big INSERT.
constexpr int headTokens = 40;

struct Piece
{
    QString text; ///< names without quotes, folded to lower case; words as keywords in upper case
    QString keyword;
    bool isName = false;
    bool isDot = false;
};

QString unquoted(QString text)
{
    if (text.size() >= 2) {
        const QChar quote = text.front();
        const QChar closing = quote == QLatin1Char('[') ? QLatin1Char(']') : quote;
        text = text.mid(1, text.size() - 2);
        text.replace(QString(2, closing), QString(closing));
    }
    return text;
}

/// Reads along the head of one statement.
class Head
{
public:
    Head(QByteArrayView statement, sql::Dialect dialect)
    {
        sql::Lexer lexer(statement, dialect);
        for (int i = 0; i < headTokens; ++i) {
            const sql::Token token = lexer.nextSignificant();
            if (token.kind == sql::TokenKind::End)
                break;
            Piece piece;
            const QString text = QString::fromUtf8(lexer.textOf(token));
            piece.isDot = token.kind == sql::TokenKind::Dot;
            if (token.kind == sql::TokenKind::Word) {
                piece.keyword = text.toUpper();
                piece.text = text.toLower();
                piece.isName = true;
            } else if (token.kind == sql::TokenKind::QuotedIdentifier) {
                piece.text = unquoted(text).toLower();
                piece.isName = true;
            } else {
                piece.text = text;
            }
            m_pieces.append(piece);
        }
    }

    QString keyword() const { return m_at < m_pieces.size() ? m_pieces.at(m_at).keyword : QString(); }
    void skip() { ++m_at; }

    bool accept(const char* word)
    {
        if (keyword() != QLatin1String(word))
            return false;
        ++m_at;
        return true;
    }

    void skipAny(const QSet<QString>& words)
    {
        while (!keyword().isEmpty() && words.contains(keyword()))
            ++m_at;
    }

    /// The last part of schema.table: one script may name the schema and the other not.
    QString name()
    {
        QString last;
        while (m_at < m_pieces.size() && m_pieces.at(m_at).isName) {
            last = m_pieces.at(m_at).text;
            ++m_at;
            if (m_at >= m_pieces.size() || !m_pieces.at(m_at).isDot)
                break;
            ++m_at;
        }
        return last;
    }

private:
    QList<Piece> m_pieces;
    qsizetype m_at = 0;
};

const QSet<QString>& modifiers()
{
    static const QSet<QString> words {QStringLiteral("OR"), QStringLiteral("REPLACE"), QStringLiteral("TEMP"),
        QStringLiteral("TEMPORARY"), QStringLiteral("UNIQUE"), QStringLiteral("UNLOGGED"),
        QStringLiteral("GLOBAL"), QStringLiteral("LOCAL"), QStringLiteral("MATERIALIZED"),
        QStringLiteral("RECURSIVE"), QStringLiteral("VIRTUAL"), QStringLiteral("FULLTEXT"),
        QStringLiteral("SPATIAL"), QStringLiteral("ONLINE"), QStringLiteral("OFFLINE"),
        QStringLiteral("IGNORE"), QStringLiteral("AGGREGATE"), QStringLiteral("CONSTRAINT")};
    return words;
}

const QSet<QString>& existence()
{
    static const QSet<QString> words {QStringLiteral("IF"), QStringLiteral("NOT"), QStringLiteral("EXISTS"),
        QStringLiteral("CONCURRENTLY"), QStringLiteral("ONLY")};
    return words;
}

QString joined(const QString& kind, const QString& name)
{
    return name.isEmpty() ? QString() : kind.toLower() + QLatin1Char(' ') + name;
}

void readTableChange(Head& head, const QString& table, StatementOutline* outline)
{
    outline->owner = joined(QStringLiteral("table"), table);
    const bool adds = head.keyword() == QLatin1String("ADD");
    const bool drops = head.keyword() == QLatin1String("DROP");
    if (head.accept("RENAME")) {
        if (head.accept("TO") || head.accept("AS")) {
            const QString newName = head.name();
            outline->effect = Effect::Changes;
            outline->key = QStringLiteral("rename %1>%2").arg(table, newName);
            outline->reverseKey = QStringLiteral("rename %1>%2").arg(newName, table);
            outline->owner.clear();
            return;
        }
        head.accept("COLUMN");
        const QString from = head.name();
        head.accept("TO");
        const QString to = head.name();
        outline->effect = Effect::Changes;
        outline->key = QStringLiteral("rename %1.%2>%3").arg(table, from, to);
        outline->reverseKey = QStringLiteral("rename %1.%2>%3").arg(table, to, from);
        return;
    }
    if (!adds && !drops) {
        outline->effect = Effect::Changes;
        outline->key = outline->reverseKey = joined(QStringLiteral("definition"), table);
        return;
    }
    head.skip();
    QString what = QStringLiteral("column");
    if (head.accept("CONSTRAINT"))
        what = QStringLiteral("constraint");
    else if (head.accept("INDEX") || head.accept("KEY"))
        what = QStringLiteral("index");
    else
        head.accept("COLUMN");
    head.skipAny(existence());
    const QString name = head.name();
    outline->effect = adds ? Effect::Makes : Effect::Removes;
    outline->key = outline->reverseKey =
        what == QLatin1String("index") ? joined(what, name) : joined(what, table + QLatin1Char('.') + name);
    outline->kind += adds ? QStringLiteral(" ADD") : QStringLiteral(" DROP");
}

void readDefinition(Head& head, const QString& verb, StatementOutline* outline)
{
    head.skipAny(modifiers());
    const QString type = head.keyword();
    head.skip();
    outline->kind = type.isEmpty() ? verb : verb + QLatin1Char(' ') + type;
    head.skipAny(existence());
    const QString name = head.name();
    if (verb == QLatin1String("ALTER") && type == QLatin1String("TABLE")) {
        readTableChange(head, name, outline);
        return;
    }
    outline->key = outline->reverseKey = joined(type, name);
    outline->effect = verb == QLatin1String("CREATE") ? Effect::Makes
        : verb == QLatin1String("DROP")               ? Effect::Removes
                                                      : Effect::Changes;
    if (type == QLatin1String("INDEX") || type == QLatin1String("TRIGGER")) {
        for (int i = 0; i < 8 && !head.keyword().isEmpty(); ++i) {
            if (head.accept("ON")) {
                outline->owner = joined(QStringLiteral("table"), head.name());
                break;
            }
            head.skip();
        }
    }
}

} // namespace

StatementOutline outlineOf(QByteArrayView statement, sql::Dialect dialect)
{
    Head head(statement, dialect);
    StatementOutline outline;
    const QString verb = head.keyword();
    head.skip();
    outline.kind = verb;
    if (verb == QLatin1String("CREATE") || verb == QLatin1String("DROP") || verb == QLatin1String("ALTER")) {
        readDefinition(head, verb, &outline);
        return outline;
    }
    const bool inserts = verb == QLatin1String("INSERT") || verb == QLatin1String("REPLACE");
    const bool deletes = verb == QLatin1String("DELETE");
    const bool updates = verb == QLatin1String("UPDATE");
    if (!inserts && !deletes && !updates)
        return outline;
    head.skipAny(
        {QStringLiteral("INTO"), QStringLiteral("FROM"), QStringLiteral("OR"), QStringLiteral("IGNORE"),
            QStringLiteral("REPLACE"), QStringLiteral("ONLY"), QStringLiteral("LOW_PRIORITY")});
    const QString table = head.name();
    outline.effect = inserts ? Effect::Makes : deletes ? Effect::Removes : Effect::Changes;
    outline.key = outline.reverseKey =
        joined(updates ? QStringLiteral("values") : QStringLiteral("rows"), table);
    outline.owner = joined(QStringLiteral("table"), table);
    return outline;
}

QList<qsizetype> pairStatements(const QList<StatementOutline>& up, const QList<StatementOutline>& down)
{
    const auto undoes = [](Effect effect) {
        return effect == Effect::Makes ? Effect::Removes : effect == Effect::Removes ? Effect::Makes : effect;
    };
    QHash<QString, QList<qsizetype>> byKey; // of down statements, first to last
    for (qsizetype i = 0; i < down.size(); ++i) {
        if (down.at(i).effect != Effect::Other && !down.at(i).key.isEmpty())
            byKey[down.at(i).key].append(i);
    }
    QList<qsizetype> pairs(up.size(), -1);
    // Down scripts run backwards: the last up statement finds the first of several candidates.
    for (qsizetype i = up.size() - 1; i >= 0; --i) {
        const StatementOutline& outline = up.at(i);
        if (outline.effect == Effect::Other)
            continue;
        const auto candidates = byKey.find(outline.reverseKey);
        if (candidates == byKey.end())
            continue;
        for (qsizetype at = 0; at < candidates->size(); ++at) {
            if (down.at(candidates->at(at)).effect == undoes(outline.effect)) {
                pairs[i] = candidates->takeAt(at);
                break;
            }
        }
    }
    // What belongs to a table that goes away goes with it.
    QHash<QString, qsizetype> removed;
    for (qsizetype i = 0; i < down.size(); ++i) {
        if (down.at(i).effect == Effect::Removes)
            removed.insert(down.at(i).key, i);
    }
    for (qsizetype i = 0; i < up.size(); ++i) {
        if (pairs.at(i) < 0 && up.at(i).effect != Effect::Other && !up.at(i).owner.isEmpty())
            pairs[i] = removed.value(up.at(i).owner, -1);
    }
    return pairs;
}

} // namespace strandline::ui
