// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/renames.h"

#include "core/dialect/sqlite/definitions.h"
#include "core/schema/sqlite/statement_tokens.h"

namespace strandline::dialect::sqlite {

using schema::sqlite::foldedName;

namespace {

struct Step
{
    QString from;
    QString to;
    schema::ObjectId object; ///< of a table; the same for all columns
};

/// Gives each its name as soon as nobody has it any more.
QList<Step> inPossibleOrder(QList<Step> wanted, QSet<QString> inUse)
{
    QList<Step> steps;
    while (!wanted.isEmpty()) {
        qsizetype next = -1;
        for (qsizetype i = 0; i < wanted.size() && next < 0; ++i) {
            if (!inUse.contains(foldedName(wanted.at(i).to)))
                next = i;
        }
        Step step = wanted.at(qMax<qsizetype>(next, 0));
        if (next >= 0) {
            wanted.removeAt(next);
        } else { // a circle, or another spelling of the same name
            step.to = freeName(step.from + QStringLiteral("__old"), inUse);
            wanted.first().from = step.to;
        }
        inUse.remove(foldedName(step.from));
        inUse.insert(foldedName(step.to));
        steps.append(step);
    }
    return steps;
}

} // namespace

QString freeName(const QString& wanted, const QSet<QString>& foldedNamesInUse)
{
    QString name = wanted;
    for (int number = 2; foldedNamesInUse.contains(foldedName(name)); ++number)
        name = wanted + QString::number(number);
    return name;
}

QList<RenderedStatement> renameStatements(const TablePairs& pairs)
{
    QList<RenderedStatement> statements;
    QList<Step> tables;
    QSet<QString> there;
    for (const TablePair& pair : pairs.both) {
        there.insert(foldedName(pair.from->name.name));
        if (pair.isRenamed())
            tables.append(
                {pair.from->name.name, pair.to->name.name, {schema::ObjectKind::Table, pair.to->name, {}}});
    }
    for (const Step& step : inPossibleOrder(tables, there)) {
        statements.append(
            {QStringLiteral("ALTER TABLE %1 RENAME TO %2").arg(quote(step.from), quote(step.to)), step.object,
                false, {}, false});
    }
    for (const TablePair& pair : pairs.both) {
        QList<Step> columns;
        QSet<QString> inUse;
        for (const schema::Column& column : pair.from->columns) {
            inUse.insert(foldedName(column.name));
            if (const auto to = pair.columns.constFind(column.name); to != pair.columns.constEnd())
                columns.append({column.name, *to, {}});
        }
        for (const Step& step : inPossibleOrder(columns, inUse)) {
            statements.append({QStringLiteral("ALTER TABLE %1 RENAME COLUMN %2 TO %3")
                                   .arg(quote(pair.to->name.name), quote(step.from), quote(step.to)),
                {schema::ObjectKind::Table, pair.to->name, {}}, false, {}, false});
        }
    }
    return statements;
}

} // namespace strandline::dialect::sqlite
