// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/group_statements.h"

#include "core/analysis/statement_view.h"

#include <QHash>

namespace strandline::usecase {

using schema::ObjectKind;

namespace {

QString subjectOf(const schema::ObjectId& object)
{
    switch (object.kind) {
    case ObjectKind::Schema:
    case ObjectKind::Extension:
    case ObjectKind::Type:
    case ObjectKind::Sequence:
        return QStringLiteral("types");
    case ObjectKind::View:
        return QStringLiteral("views");
    case ObjectKind::Routine:
        return QStringLiteral("routines");
    case ObjectKind::Other:
        return QStringLiteral("others");
    default:
        return object.name.name;
    }
}

bool isTableSubject(const schema::ObjectId& object)
{
    switch (object.kind) {
    case ObjectKind::Table:
    case ObjectKind::Column:
    case ObjectKind::Constraint:
    case ObjectKind::Index:
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy:
        return true;
    default:
        return false;
    }
}

QString keyOf(const schema::ObjectId& object)
{
    // Two tables of one name in two schemas are two; what is no table is one group per sort.
    return isTableSubject(object) ? QStringLiteral("table ") + object.name.display() : subjectOf(object);
}

/// ALTER TABLE … ADD … FOREIGN KEY.
bool addsForeignKey(const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    constexpr size_t enough = 64;
    // The words are the same in every dialect; quotes of names differ and do not matter here.
    const analysis::StatementView view(bytes, sql::Dialect::PostgreSql, enough);
    if (!view.is(0, "ALTER") || !view.is(1, "TABLE"))
        return false;
    bool adds = false;
    for (size_t i = 2; i < view.size(); ++i) {
        adds = adds || view.is(i, "ADD");
        if (adds && view.is(i, "FOREIGN") && view.is(i + 1, "KEY"))
            return true;
    }
    return false;
}

QList<StatementGroup> perTable(const QList<dialect::RenderedStatement>& statements)
{
    QList<StatementGroup> groups;
    QHash<QString, qsizetype> places;
    for (const dialect::RenderedStatement& statement : statements) {
        const QString key = keyOf(statement.object);
        if (!places.contains(key)) {
            places.insert(key, groups.size());
            groups.append({subjectOf(statement.object), {}});
        }
        groups[places.value(key)].statements.append(statement);
    }
    return groups;
}

struct Span
{
    qsizetype first = 0;
    qsizetype last = 0;
};

QList<StatementGroup> keepOrder(const QList<dialect::RenderedStatement>& statements)
{
    const auto spanKey = [&](qsizetype i) {
        const dialect::RenderedStatement& statement = statements.at(i);
        return addsForeignKey(statement.text) ? QStringLiteral("foreign keys") : keyOf(statement.object);
    };
    QHash<QString, Span> spans;
    for (qsizetype i = 0; i < statements.size(); ++i) {
        const QString key = spanKey(i);
        if (!spans.contains(key))
            spans.insert(key, {i, i});
        spans[key].last = i;
    }
    QList<StatementGroup> groups;
    qsizetype end = -1;
    for (qsizetype i = 0; i < statements.size(); ++i) {
        const QString key = spanKey(i);
        if (i > end) {
            groups.append({key == QLatin1String("foreign keys") ? QStringLiteral("foreign_keys")
                                                                : subjectOf(statements.at(i).object),
                {}});
        }
        end = qMax(end, spans.value(key).last);
        groups.last().statements.append(statements.at(i));
    }
    return groups;
}

} // namespace

QList<StatementGroup> groupStatements(const QList<dialect::RenderedStatement>& statements, Grouping grouping)
{
    if (statements.isEmpty())
        return {};
    switch (grouping) {
    case Grouping::PerTable:
        return perTable(statements);
    case Grouping::KeepOrder:
        return keepOrder(statements);
    case Grouping::One:
        break;
    }
    return {{QString(), statements}};
}

} // namespace strandline::usecase
