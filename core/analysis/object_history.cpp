// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/object_history.h"

#include "core/analysis/statement_targets.h"
#include "core/sql/statement_splitter.h"

#include <algorithm>

namespace strandline::analysis {

namespace {

constexpr int kShownCharacters = 4000;
// Behind so many words of one statement no name of a column follows that anybody would look for.
constexpr size_t kMostTokens = 4000;

struct Read
{
    const sql::Statement* statement = nullptr;
    StatementView view;
    QList<StatementTarget> targets;
};

/// Walks from the newest statement to the oldest, under the name that the subject had then.
class Follower
{
public:
    Follower(const HistorySubject& subject, sql::Dialect dialect)
        : m_subject(subject)
        , m_dialect(dialect)
    { }

    void takeScript(const HistoryScript& script, qsizetype place);
    QList<ObjectEvent> take()
    {
        std::reverse(m_events.begin(), m_events.end());
        return std::move(m_events);
    }

private:
    QString folded(const QString& name) const { return columnKey(name, m_dialect); }
    bool isObject(const ObjectName& name) const;
    bool mentionsColumn(const StatementView& view, TokenRange range) const;
    bool isAbout(const Read& read, const StatementTarget& target) const;
    void goBack(const StatementTarget& target);
    void goBackByAnswers(const QList<migration::RenamedDirective>& renames);
    /// Tables that this script builds beside the subject and then puts in its place.
    void findReplacements(const std::vector<Read>& all);
    QString shownName() const;

    HistorySubject m_subject; ///< as it was called behind the statement that is looked at
    sql::Dialect m_dialect;
    QStringList m_replacements; ///< of the script that is looked at, folded
    QList<ObjectEvent> m_events;
};

bool Follower::isObject(const ObjectName& name) const
{
    if (name.isEmpty())
        return false;
    const QString last = folded(name.last());
    if (last != folded(m_subject.name) && !m_replacements.contains(last))
        return false;
    // "public.users" and "users" are one unless both say where they live.
    return name.parts.size() < 2 || m_subject.schema.isEmpty()
        || folded(name.parts.at(name.parts.size() - 2)) == folded(m_subject.schema);
}

bool Follower::mentionsColumn(const StatementView& view, TokenRange range) const
{
    const QString wanted = folded(m_subject.column);
    for (size_t i = range.begin; i < range.end; ++i) {
        const sql::TokenKind kind = view.kind(i);
        const bool isName = kind == sql::TokenKind::Word || kind == sql::TokenKind::QuotedIdentifier;
        if (isName && folded(nameFromToken(view.text(i), kind, m_dialect)) == wanted)
            return true;
    }
    return false;
}

bool Follower::isAbout(const Read& read, const StatementTarget& target) const
{
    // A rename of the table leads here by its new name, which is what the subject is called behind it.
    if (!(target.newName ? isObject(*target.newName) || isObject(target.object) : isObject(target.object)))
        return false;
    if (m_subject.column.isEmpty() || !target.about)
        return true;
    return mentionsColumn(read.view, *target.about);
}

void Follower::goBack(const StatementTarget& target)
{
    if (target.newName && isObject(*target.newName) && !m_replacements.contains(folded(target.object.last())))
        m_subject.name = target.object.last();
    if (!target.newColumn.isEmpty() && folded(target.newColumn) == folded(m_subject.column))
        m_subject.column = target.renamedColumn;
}

void Follower::goBackByAnswers(const QList<migration::RenamedDirective>& renames)
{
    const auto parts = [this](const QString& text) {
        const QByteArray bytes = text.toUtf8();
        const StatementView view(bytes, m_dialect);
        return Cursor(view).name().parts;
    };
    for (const migration::RenamedDirective& rename : renames) {
        const QStringList before = parts(rename.before);
        const QStringList after = parts(rename.after);
        if (before.size() < 2 || after.isEmpty())
            continue;
        const bool isColumn = rename.kind == QLatin1String("column") || rename.kind.isEmpty();
        if (isColumn && !m_subject.column.isEmpty() && folded(after.last()) == folded(m_subject.column)) {
            const QString owner =
                after.size() > 1 ? after.at(after.size() - 2) : before.at(before.size() - 2);
            if (folded(owner) == folded(m_subject.name))
                m_subject.column = before.last();
        }
    }
    for (const migration::RenamedDirective& rename : renames) {
        const QStringList before = parts(rename.before);
        const QStringList after = parts(rename.after);
        const bool isPart = QStringList {QStringLiteral("column"), QStringLiteral("index"),
            QStringLiteral("constraint"), QStringLiteral("value"), QStringLiteral("trigger")}
                                .contains(rename.kind);
        if (!isPart && before.size() == 1 && after.size() == 1
            && folded(after.last()) == folded(m_subject.name))
            m_subject.name = before.last();
    }
}

void Follower::findReplacements(const std::vector<Read>& all)
{
    // CREATE new; INSERT INTO new SELECT … FROM old; DROP old; ALTER new RENAME TO old.
    m_replacements.clear();
    QStringList created;
    bool isDropped = false;
    QStringList found;
    for (const Read& read : all) {
        for (const StatementTarget& target : read.targets) {
            if (target.isCreate)
                created.append(folded(target.object.last()));
            if (target.isDrop && isObject(target.object))
                isDropped = true;
            if (target.newName && isObject(*target.newName) && isDropped
                && created.contains(folded(target.object.last())))
                found.append(folded(target.object.last()));
        }
    }
    m_replacements = found;
}

QString Follower::shownName() const
{
    QString name = m_subject.schema.isEmpty() ? m_subject.name : m_subject.schema + u'.' + m_subject.name;
    if (!m_subject.column.isEmpty())
        name += u'.' + m_subject.column;
    return name;
}

void Follower::takeScript(const HistoryScript& script, qsizetype place)
{
    const sql::SplitResult split = sql::split(script.text, m_dialect);
    std::vector<Read> all;
    all.reserve(split.statements.size());
    for (const sql::Statement& statement : split.statements) {
        const bool isSql =
            statement.kind == sql::StatementKind::Sql || statement.kind == sql::StatementKind::CopyFromStdin;
        if (!isSql)
            continue;
        StatementView view(statement.textIn(script.text), m_dialect, kMostTokens);
        QList<StatementTarget> targets = readTargets(view);
        if (!targets.isEmpty())
            all.push_back({&statement, std::move(view), std::move(targets)});
    }
    findReplacements(all);
    for (auto read = all.rbegin(); read != all.rend(); ++read) {
        QStringList changes;
        const QString name = shownName();
        for (auto target = read->targets.crbegin(); target != read->targets.crend(); ++target) {
            if (!isAbout(*read, *target))
                continue;
            changes.prepend(target->change);
            goBack(*target);
        }
        if (changes.isEmpty())
            continue;
        changes.removeDuplicates();
        const sql::Statement& statement = *read->statement;
        const QString text = QString::fromUtf8(statement.textIn(script.text));
        m_events.append({place, statement.number, statement.line, statement.column,
            text.left(kShownCharacters), changes.join(QStringLiteral("; ")), name});
    }
    m_replacements.clear();
    goBackByAnswers(script.renames);
}

} // namespace

QList<ObjectEvent> objectHistory(
    const QList<HistoryScript>& scripts, const HistorySubject& subject, sql::Dialect dialect)
{
    Follower follower(subject, dialect);
    for (qsizetype i = scripts.size() - 1; i >= 0; --i)
        follower.takeScript(scripts.at(i), i);
    return follower.take();
}

} // namespace strandline::analysis
