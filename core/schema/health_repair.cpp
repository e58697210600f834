// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/health_repair.h"

#include "core/sql/identifier.h"

#include <QRegularExpression>

#include <algorithm>

namespace strandline::schema {

using sql::Dialect;

QString RepairWriter::name(const ObjectName& name) const
{
    const QString space = name.schema == m_defaultSchema ? QString() : name.schema;
    return sql::quoteQualified(sql::Identifier(space), sql::Identifier(name.name), m_dialect);
}

QString RepairWriter::name(const QString& name) const
{
    return sql::quoteIdentifier(name, m_dialect);
}

QString RepairWriter::columns(const QStringList& names) const
{
    QStringList quoted;
    for (const QString& one : names)
        quoted.append(name(one));
    return quoted.join(QStringLiteral(", "));
}

Repair RepairWriter::primaryKey(const Table& table) const
{
    // SQLite would have to build the table anew; that is for a comparison to write.
    if (m_dialect == Dialect::Sqlite || table.kind != TableKind::Ordinary)
        return {};
    const auto neverNull = [&](const QString& columnName) {
        const Column* column = table.column(columnName);
        return column && column->notNull;
    };
    const QString alter = QStringLiteral("ALTER TABLE %1 ").arg(name(table.name));
    const QString dropKey = isPostgreSql()
        ? QStringLiteral("DROP CONSTRAINT %1").arg(name(table.name.name + QStringLiteral("_pkey")))
        : QStringLiteral("DROP PRIMARY KEY");
    for (const Constraint& constraint : table.constraints) {
        const bool isKey = constraint.kind == ConstraintKind::Unique && !constraint.isDeferrable
            && std::all_of(constraint.columns.begin(), constraint.columns.end(), neverNull);
        if (isKey) {
            const QString named = isPostgreSql() ? QStringLiteral("ADD CONSTRAINT %1 PRIMARY KEY")
                                                       .arg(name(table.name.name + QStringLiteral("_pkey")))
                                                 : QStringLiteral("ADD PRIMARY KEY");
            return {alter + QStringLiteral("%1 (%2);\n").arg(named, columns(constraint.columns)),
                alter + dropKey + QStringLiteral(";\n")};
        }
    }
    if (table.column(QStringLiteral("id")))
        return {};
    const QString column = isPostgreSql()
        ? QStringLiteral("id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
        : QStringLiteral("id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY");
    return {QStringLiteral("-- Writes every row anew, under a lock.\n") + alter
            + QStringLiteral("ADD COLUMN %1;\n").arg(column),
        alter + QStringLiteral("DROP COLUMN id;\n")};
}

Repair RepairWriter::invalidIndex(const Table& table, const Index& index) const
{
    if (!isPostgreSql())
        return {};
    const QString which = name({table.name.schema, index.name});
    // What REINDEX CONCURRENTLY leaves when it fails is a copy that nobody asked for.
    static const QRegularExpression leftOver(QStringLiteral("_cc(new|old)\\d*$"));
    const bool isLeftOver = leftOver.match(index.name).hasMatch();
    return {QStringLiteral("-- strandline:no-transaction\n%1 INDEX CONCURRENTLY %2;\n")
                .arg(isLeftOver ? QStringLiteral("DROP") : QStringLiteral("REINDEX"), which),
        {}};
}

Repair RepairWriter::validate(const Table& table, const Constraint& constraint) const
{
    if (!isPostgreSql() || constraint.name.isEmpty())
        return {};
    return {
        QStringLiteral("-- Reads every row; fails where one breaks the constraint.\nALTER TABLE %1 VALIDATE "
                       "CONSTRAINT %2;\n")
            .arg(name(table.name), name(constraint.name)),
        {}};
}

Repair RepairWriter::foreignKeyIndex(const Table& table, const Constraint& constraint) const
{
    const QString index =
        QStringLiteral("%1_%2_idx").arg(table.name.name, constraint.columns.join(u'_')).left(60);
    const QString create = QStringLiteral("INDEX %1%2 ON %3 (%4);\n");
    if (isPostgreSql() && table.kind == TableKind::Ordinary) {
        const QString head = QStringLiteral("-- strandline:no-transaction\n");
        return {head + QStringLiteral("CREATE ")
                + create.arg(QStringLiteral("CONCURRENTLY "), name(index), name(table.name),
                    columns(constraint.columns)),
            head + QStringLiteral("DROP INDEX CONCURRENTLY %1;\n").arg(name({table.name.schema, index}))};
    }
    const QString drop = m_dialect == Dialect::MySql
        ? QStringLiteral("DROP INDEX %1 ON %2;\n").arg(name(index), name(table.name))
        : QStringLiteral("DROP INDEX %1;\n").arg(name({table.name.schema, index}));
    return {QStringLiteral("CREATE ")
            + create.arg(QString(), name(index), name(table.name), columns(constraint.columns)),
        drop};
}

Repair RepairWriter::dropIndex(const Table& table, const Index& index) const
{
    // Without the statement that made it there is no way back, and a draft without one is a trap.
    const QString undo = index.definition.isEmpty() ? QString() : index.definition + QStringLiteral(";\n");
    if (isPostgreSql()) {
        const bool isPlain = table.kind == TableKind::Ordinary;
        return {QStringLiteral("%1DROP INDEX %2%3;\n")
                    .arg(isPlain ? QStringLiteral("-- strandline:no-transaction\n") : QString(),
                        isPlain ? QStringLiteral("CONCURRENTLY ") : QString(),
                        name({table.name.schema, index.name})),
            undo};
    }
    if (m_dialect == Dialect::MySql)
        return {QStringLiteral("DROP INDEX %1 ON %2;\n").arg(name(index.name), name(table.name)), undo};
    return {QStringLiteral("DROP INDEX %1;\n").arg(name({table.name.schema, index.name})), undo};
}

Repair RepairWriter::enableTrigger(const Table& table, const Trigger& trigger) const
{
    if (!isPostgreSql())
        return {};
    const auto text = [&](const QString& verb) {
        return QStringLiteral("ALTER TABLE %1 %2 TRIGGER %3;\n")
            .arg(name(table.name), verb, name(trigger.name));
    };
    return {text(QStringLiteral("ENABLE")), text(QStringLiteral("DISABLE"))};
}

Repair RepairWriter::widerCounter(const Table& table, const Column& column, const ObjectName& sequence) const
{
    const QString note =
        QStringLiteral("-- Writes every row anew, under a lock; columns that refer to it need the same.\n");
    if (isPostgreSql()) {
        QString up = note
            + QStringLiteral("ALTER TABLE %1 ALTER COLUMN %2 TYPE bigint;\n")
                  .arg(name(table.name), name(column.name));
        if (!sequence.isEmpty())
            up += QStringLiteral("ALTER SEQUENCE %1 AS bigint;\n").arg(name(sequence));
        return {up, {}};
    }
    if (m_dialect == Dialect::MySql) {
        const QString sign =
            column.type.contains(QLatin1String("unsigned")) ? QStringLiteral(" unsigned") : QString();
        return {note
                + QStringLiteral("ALTER TABLE %1 MODIFY %2 bigint%3 NOT NULL AUTO_INCREMENT;\n")
                      .arg(name(table.name), name(column.name), sign),
            {}};
    }
    return {};
}

Repair RepairWriter::oneCollation(const Table& table, const QString& charset, const QString& collation) const
{
    if (m_dialect != Dialect::MySql || charset.isEmpty() || collation.isEmpty())
        return {};
    return {
        QStringLiteral(
            "-- Writes every row anew, and changes how texts compare and sort.\nALTER TABLE %1 CONVERT TO "
            "CHARACTER SET %2 COLLATE %3;\n")
            .arg(name(table.name), charset, collation),
        {}};
}

} // namespace strandline::schema
