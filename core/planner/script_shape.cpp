// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/script_shape.h"

#include "core/planner/plan_builder.h"
#include "core/sql/lexer.h"
#include "core/sql/statement_kind.h"
#include "core/sql/statement_splitter.h"

#include <QStringList>

#include <algorithm>

namespace strandline::planner {

using migration::Script;
using migration::Segment;
using migration::SegmentMode;
using sql::Dialect;
using sql::TokenKind;

namespace {

constexpr QByteArrayView kByteOrderMark("\xEF\xBB\xBF");

/// Numbers of the statements that a batch directive is about. Both lists are in the order of the script.
QList<int> batchedStatements(const Script& script, const std::vector<sql::Statement>& statements)
{
    QList<int> numbers;
    for (const migration::BatchDirective& batch : script.directives.batches) {
        const auto next = std::upper_bound(statements.begin(), statements.end(), batch.line,
            [](int line, const sql::Statement& statement) { return line < statement.line; });
        if (next != statements.end())
            numbers.append(next->number);
    }
    return numbers;
}

/// What ALTER TYPE … ADD VALUE adds, without its quotes.
QByteArrayView addedValue(QByteArrayView statement)
{
    sql::Lexer lexer(statement, Dialect::PostgreSql);
    for (sql::Token token = lexer.nextSignificant(); token.kind != TokenKind::End;
         token = lexer.nextSignificant()) {
        if (token.kind != TokenKind::String)
            continue;
        const QByteArrayView text = lexer.textOf(token);
        return text.size() > 2 ? text.sliced(1, text.size() - 2) : QByteArrayView();
    }
    return {};
}

class Reader
{
public:
    Reader(const Script& script, Dialect dialect, int first)
        : m_script(script)
        , m_dialect(dialect)
        , m_first(first)
        , m_split(sql::split(script.bytes, dialect))
        , m_batched(batchedStatements(script, m_split.statements))
    { }

    ScriptShape read();

private:
    struct Fate
    {
        SegmentMode mode = SegmentMode::Transaction;
        QString reason;
        bool alone = false;
    };
    Fate fateOf(const sql::Statement& statement);
    bool isUsedBehind(const sql::Statement& statement);
    NotedStatement note(const sql::Statement& statement) const;
    void add(int number, const Fate& fate);

    const Script& m_script;
    Dialect m_dialect;
    int m_first;
    sql::SplitResult m_split;
    QList<int> m_batched;
    ScriptShape m_shape;
    bool m_lastWasAlone = false;
    int m_searches = 0;
};

NotedStatement Reader::note(const sql::Statement& statement) const
{
    return {statement.number, statement.line, firstWords(statement.textIn(m_script.bytes), m_dialect)};
}

/// Whether the new value of an enumeration may be used by the rest of the script. Its bare text counts, also
/// inside of function bodies: a needless commit costs little, a missing one fails the script.
bool Reader::isUsedBehind(const sql::Statement& statement)
{
    constexpr int maxSearches = 64; // each goes to the end of the script
    if (++m_searches > maxSearches)
        return true;
    const QByteArrayView value = addedValue(statement.textIn(m_script.bytes));
    return value.isEmpty() || m_script.bytes.indexOf(value, statement.end) >= 0;
}

Reader::Fate Reader::fateOf(const sql::Statement& statement)
{
    const QByteArrayView text = statement.textIn(m_script.bytes);
    if (std::binary_search(m_batched.cbegin(), m_batched.cend(), statement.number))
        return {
            SegmentMode::Batch, QStringLiteral("The batch directive: each batch commits by itself"), true};
    if (m_script.directives.noTransaction)
        return {SegmentMode::Autocommit, QStringLiteral("The script says no-transaction"), false};
    if (sql::cannotRunInTransaction(text, m_dialect))
        return {SegmentMode::Autocommit,
            QStringLiteral("%1 cannot run in a transaction").arg(firstWords(text, m_dialect)), false};
    if (sql::implicitlyCommits(text, m_dialect))
        return {SegmentMode::Autocommit,
            QStringLiteral("%1 commits by itself on this engine").arg(firstWords(text, m_dialect)), false};
    if (sql::needsOwnTransaction(text, m_dialect)) {
        m_shape.needingCommit.append(note(statement));
        if (isUsedBehind(statement))
            return {SegmentMode::Transaction,
                QStringLiteral("%1 has to be committed before its value is used")
                    .arg(firstWords(text, m_dialect)),
                false};
    }
    return {};
}

/// Neighbours with the same fate for the same reason are one segment: a hundred CREATE TABLE of MariaDB are
/// one line of a plan, and each of them is still committed and journalled by itself.
void Reader::add(int number, const Fate& fate)
{
    QList<Segment>& segments = m_shape.segments;
    if (!segments.isEmpty() && !fate.alone && !m_lastWasAlone && segments.last().mode == fate.mode
        && segments.last().reason == fate.reason)
        segments.last().last = number;
    else
        segments.append({fate.mode, number, number, fate.reason});
    m_lastWasAlone = fate.alone;
}

ScriptShape Reader::read()
{
    m_shape.statementCount = int(m_split.statements.size());
    for (const sql::Statement& statement : m_split.statements) {
        const QByteArrayView text = statement.textIn(m_script.bytes);
        if (sql::controlsTransaction(text, m_dialect))
            m_shape.controlling.append(note(statement));
        if (statement.number < m_first)
            continue;
        const Fate fate = fateOf(statement);
        if (m_shape.obstacle.number == 0 && !fate.reason.isEmpty())
            m_shape.obstacle = note(statement);
        add(statement.number, fate);
    }
    // Nothing to run is still something to write down: the history row wants a transaction.
    if (m_shape.segments.isEmpty())
        m_shape.segments.append({SegmentMode::Transaction, m_first, m_first - 1, {}});
    return m_shape;
}

ScriptShape shapeOfLarge(const Script& script, int first)
{
    ScriptShape shape;
    Segment segment {SegmentMode::Transaction, first, 0, {}};
    if (script.cannotRunInTransaction) {
        segment.mode = SegmentMode::Autocommit;
        segment.reason = script.directives.noTransaction
            ? QStringLiteral("The script says no-transaction")
            : QStringLiteral("A statement of this large script cannot run in a transaction");
        shape.obstacle.number = first;
    }
    shape.segments.append(segment);
    return shape;
}

} // namespace

ScriptShape shapeOf(const Script& script, Dialect dialect, int firstStatement)
{
    return script.isLarge ? shapeOfLarge(script, firstStatement)
                          : Reader(script, dialect, firstStatement).read();
}

QList<Segment> segmentsOf(const Script& script, Dialect dialect, int firstStatement)
{
    return shapeOf(script, dialect, firstStatement).segments;
}

QString firstWords(QByteArrayView statement, Dialect dialect)
{
    if (statement.startsWith(kByteOrderMark))
        statement = statement.sliced(kByteOrderMark.size());
    // Words up to the first name that is not a keyword would need a list of keywords; upper-casing three
    // words makes a name look like one. So: words that stand before the object, by the statements we explain.
    static const QStringList kTelling {QStringLiteral("UNIQUE"), QStringLiteral("INDEX"),
        QStringLiteral("CONCURRENTLY"), QStringLiteral("DATABASE"), QStringLiteral("TABLESPACE"),
        QStringLiteral("SUBSCRIPTION"), QStringLiteral("SYSTEM"), QStringLiteral("SCHEMA"),
        QStringLiteral("TABLE"), QStringLiteral("TABLES"), QStringLiteral("TYPE"), QStringLiteral("VIEW"),
        QStringLiteral("PROCEDURE"), QStringLiteral("FUNCTION"), QStringLiteral("TRIGGER"),
        QStringLiteral("EVENT"), QStringLiteral("SEQUENCE"), QStringLiteral("USER"), QStringLiteral("ROLE"),
        QStringLiteral("TRANSACTION"), QStringLiteral("PREPARED"), QStringLiteral("ALL"),
        QStringLiteral("OR"), QStringLiteral("REPLACE"), QStringLiteral("TEMPORARY"),
        QStringLiteral("FOREIGN_KEYS"), QStringLiteral("JOURNAL_MODE"), QStringLiteral("SYNCHRONOUS"),
        QStringLiteral("AUTOCOMMIT"), QStringLiteral("PASSWORD"), QStringLiteral("PARTITION")};
    constexpr int limit = 5;
    QStringList words;
    sql::Lexer lexer(statement, dialect);
    for (sql::Token token = lexer.nextSignificant(); words.size() < limit; token = lexer.nextSignificant()) {
        if (token.kind == TokenKind::VersionOpen)
            continue;
        if (token.kind != TokenKind::Word)
            break;
        const QString word = QString::fromUtf8(lexer.textOf(token)).toUpper();
        if (!words.isEmpty() && !kTelling.contains(word))
            break;
        words.append(word);
    }
    if (words.size() == 2 && words.first() == QLatin1String("ALTER") && words.last() == QLatin1String("TYPE")
        && sql::needsOwnTransaction(statement, dialect))
        return QStringLiteral("ALTER TYPE … ADD VALUE");
    return words.isEmpty() ? QStringLiteral("The statement") : words.join(QLatin1Char(' '));
}

} // namespace strandline::planner
