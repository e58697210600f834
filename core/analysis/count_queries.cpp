// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/data_loss.h"
#include "core/analysis/statement_view.h"
#include "core/analysis/type_text.h"
#include "core/sql/identifier.h"

namespace strandline::analysis {

using sql::Dialect;

namespace {

/// The parts of a name that is quoted for SQL.
QStringList partsOf(const QString& quoted, Dialect dialect)
{
    const QByteArray text = quoted.toUtf8();
    const StatementView view(text, dialect);
    return Cursor(view).name().parts;
}

QString literal(const QString& text, Dialect dialect)
{
    return sql::quoteLiteral(text, dialect);
}

QString literals(const QStringList& texts, Dialect dialect)
{
    QStringList out;
    for (const QString& text : texts)
        out.append(literal(text, dialect));
    return out.join(QLatin1String(", "));
}

/// "table_schema = 'x' AND table_name = 'y'" for the views of MySQL's information_schema.
QString schemaCondition(const QString& quoted)
{
    const QStringList parts = partsOf(quoted, Dialect::MySql);
    const QString schema =
        parts.size() > 1 ? literal(parts.first(), Dialect::MySql) : QStringLiteral("DATABASE()");
    return QStringLiteral("table_schema = %1 AND table_name = %2")
        .arg(schema, literal(parts.isEmpty() ? QString() : parts.last(), Dialect::MySql));
}

QString rowEstimate(const QString& table, Dialect dialect)
{
    switch (dialect) {
    case Dialect::PostgreSql: // -1, or 0 before version 14, while nothing is known
        return QStringLiteral("SELECT CAST(reltuples AS bigint) FROM pg_catalog.pg_class WHERE oid = "
                              "to_regclass(%1) AND reltuples > 0")
            .arg(literal(table, dialect));
    case Dialect::MySql:
        return QStringLiteral("SELECT table_rows FROM information_schema.tables WHERE ")
            + schemaCondition(table) + QStringLiteral(" AND table_rows > 0");
    case Dialect::Sqlite:
        break;
    }
    return {};
}

CountQueries rowsOf(const QString& table, Dialect dialect)
{
    return {QStringLiteral("SELECT count(*) FROM ") + table, rowEstimate(table, dialect)};
}

/// The columns that a rebuilt table does not take over: only the catalogue knows which there are.
QString uncopiedColumns(const DataLoss& loss, Dialect dialect)
{
    QStringList kept = loss.keptColumns;
    if (dialect != Dialect::PostgreSql) {
        for (QString& column : kept)
            column = columnKey(column, dialect);
    }
    const QString list = literals(kept, dialect);
    const QStringList parts = partsOf(loss.table, dialect);
    switch (dialect) {
    case Dialect::PostgreSql:
        return QStringLiteral(
            "SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(%1) AND "
            "attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname NOT IN (%2)")
            .arg(literal(loss.table, dialect), list);
    case Dialect::MySql:
        return QStringLiteral(
            "SELECT count(*) FROM information_schema.columns WHERE %1 AND lower(column_name) "
            "NOT IN (%2)")
            .arg(schemaCondition(loss.table), list);
    case Dialect::Sqlite:
        break;
    }
    // hidden: 1 of a virtual table, 2 and 3 generated
    return QStringLiteral(
        "SELECT count(*) FROM pragma_table_xinfo(%1%2) WHERE hidden = 0 AND lower(name) NOT IN "
        "(%3)")
        .arg(literal(parts.isEmpty() ? QString() : parts.last(), dialect),
            parts.size() > 1 ? QStringLiteral(", ") + literal(parts.first(), dialect) : QString(), list);
}

QString tablesOfSchema(const DataLoss& loss, Dialect dialect)
{
    if (dialect == Dialect::MySql) {
        const QStringList parts = partsOf(loss.table, dialect);
        return QStringLiteral("SELECT count(*) FROM information_schema.tables WHERE table_schema = %1 AND "
                              "table_type <> 'VIEW'")
            .arg(literal(parts.value(0), dialect));
    }
    if (dialect != Dialect::PostgreSql || loss.kind == LossKind::DropDatabase)
        return {}; // PostgreSQL does not look into another database
    const QString tables =
        QStringLiteral("SELECT count(*) FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'm') "
                       "AND NOT relispartition AND ");
    if (loss.table.isEmpty())
        return tables
            + QStringLiteral("relowner = to_regrole(%1)").arg(literal(loss.parts.value(0), dialect));
    return tables + QStringLiteral("relnamespace = to_regnamespace(%1)").arg(literal(loss.table, dialect));
}

QString columnsOfType(const DataLoss& loss, Dialect dialect)
{
    if (dialect != Dialect::PostgreSql)
        return {};
    const QString which = loss.table.isEmpty()
        ? QStringLiteral(
            "t.oid IN (SELECT d.objid FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON "
            "e.oid = d.refobjid WHERE d.deptype = 'e' AND d.classid = 'pg_catalog.pg_type'::regclass "
            "AND d.refclassid = 'pg_catalog.pg_extension'::regclass AND e.extname = %1)")
              .arg(literal(partsOf(loss.parts.value(0), dialect).value(0), dialect))
        : QStringLiteral("t.oid = to_regtype(%1)").arg(literal(loss.table, dialect));
    return QStringLiteral(
        "SELECT count(*) FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = "
        "a.attrelid WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition AND a.attnum > 0 "
        "AND NOT a.attisdropped AND EXISTS (SELECT 1 FROM pg_catalog.pg_type t WHERE (t.oid = "
        "a.atttypid OR t.typarray = a.atttypid) AND %1)")
        .arg(which);
}

CountQueries partitionRows(const DataLoss& loss, Dialect dialect)
{
    if (loss.parts.isEmpty())
        return rowsOf(loss.table, dialect);
    QStringList names;
    for (const QString& part : loss.parts)
        names.append(partsOf(part, dialect).value(0));
    return {QStringLiteral("SELECT count(*) FROM %1 PARTITION (%2)")
                .arg(loss.table, loss.parts.join(QLatin1String(", "))),
        QStringLiteral(
            "SELECT sum(table_rows) FROM information_schema.partitions WHERE %1 AND partition_name "
            "IN (%2) HAVING sum(table_rows) > 0")
            .arg(schemaCondition(loss.table), literals(names, dialect))};
}

CountQueries valuesOf(const DataLoss& loss, Dialect dialect)
{
    if (loss.columns.isEmpty())
        return {};
    const QString column = loss.columns.first();
    if (loss.kind == LossKind::NarrowType && loss.countsMisfits) {
        const QString misfits = misfitCondition(readTypeText(loss.newType, dialect), column, dialect);
        if (!misfits.isEmpty())
            return {QStringLiteral("SELECT count(*) FROM %1 WHERE %2").arg(loss.table, misfits), {}};
    }
    // The rows of the table are at least as many as the values of a column.
    return {
        QStringLiteral("SELECT count(%1) FROM %2").arg(column, loss.table), rowEstimate(loss.table, dialect)};
}

} // namespace

CountQueries countQueries(const DataLoss& loss, Dialect dialect)
{
    switch (loss.kind) {
    case LossKind::DropSchema:
    case LossKind::DropDatabase:
        return {tablesOfSchema(loss, dialect), {}};
    case LossKind::DropType:
        return {columnsOfType(loss, dialect), {}};
    case LossKind::DropSequence:
    case LossKind::ReplaceRows:
        return {};
    default:
        break;
    }
    if (loss.table.isEmpty())
        return {};
    switch (loss.kind) {
    case LossKind::DropPartition:
        return partitionRows(loss, dialect);
    case LossKind::DropColumn:
        if (!loss.keptColumns.isEmpty())
            return {uncopiedColumns(loss, dialect), {}};
        return valuesOf(loss, dialect);
    case LossKind::NarrowType:
        return valuesOf(loss, dialect);
    case LossKind::UpdateAll: // a column that is empty so far is filled, not overwritten
        return loss.columns.size() == 1 ? valuesOf(loss, dialect) : rowsOf(loss.table, dialect);
    default:
        return rowsOf(loss.table, dialect);
    }
}

} // namespace strandline::analysis
