// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/write_table.h"

#include "core/dialect/postgresql/pg_text.h"
#include "core/dialect/postgresql/write_access.h"
#include "core/dialect/postgresql/write_column.h"

namespace strandline::dialect::postgresql {

using namespace schema;

namespace {

const QString foreignPrefix = QStringLiteral("fdw.");
const QString tablespaceKey = QStringLiteral("tablespace");
const QString methodKey = QStringLiteral("access_method");

bool isStorage(const QString& name)
{
    return !name.startsWith(foreignPrefix) && name != tablespaceKey && name != methodKey
        && name != QLatin1String("detach_pending") && name != QLatin1String("clustered");
}

QString setting(const QString& name, const QString& value)
{
    return name + QStringLiteral(" = ") + literal(value);
}

QString foreignClause(const Table& table)
{
    QStringList words;
    for (auto it = table.options.begin(); it != table.options.end(); ++it) {
        if (it.key().startsWith(foreignPrefix))
            words.append(quoted(it.key().mid(foreignPrefix.size())) + QLatin1Char(' ') + literal(it.value()));
    }
    QString text = QStringLiteral("\nSERVER ") + quoted(table.foreignServer);
    if (!words.isEmpty())
        text += QStringLiteral(" OPTIONS (") + words.join(QStringLiteral(", ")) + QLatin1Char(')');
    return text;
}

QString endOf(const Table& table)
{
    QString text;
    if (!table.inherits.isEmpty()) {
        QStringList parents;
        for (const ObjectName& parent : table.inherits)
            parents.append(quoted(parent));
        text += QStringLiteral("\nINHERITS (") + parents.join(QStringLiteral(", ")) + QLatin1Char(')');
    }
    if (!table.partitionKey.isEmpty())
        text += QStringLiteral("\nPARTITION BY ") + table.partitionKey;
    if (table.options.contains(methodKey))
        text += QStringLiteral("\nUSING ") + quoted(table.options.value(methodKey));
    text += storageClause(table.options);
    if (table.options.contains(tablespaceKey))
        text += QStringLiteral("\nTABLESPACE ") + quoted(table.options.value(tablespaceKey));
    if (table.kind == TableKind::Foreign)
        text += foreignClause(table);
    return text;
}

QStringList linesOf(const Table& table, const QSet<QString>& laterDefaults)
{
    QStringList lines;
    for (const Column& column : table.columns) {
        if (!column.isInherited)
            lines.append(columnDefinition(table, column, !laterDefaults.contains(column.name)));
    }
    for (const Constraint& constraint : table.constraints) {
        if (isInline(constraint) && !constraint.isInherited) {
            lines.append(
                QStringLiteral("CONSTRAINT ") + quoted(constraint.name) + QLatin1Char(' ') + constraint.definition);
        }
    }
    return lines;
}

/// What a child or a table of a type has of its own where CREATE TABLE leaves the column to another.
void writeOverrides(const Question& question, const Table& table, Statements& out)
{
    for (const Column& column : table.columns) {
        if (!column.isInherited)
            continue;
        const QString alter = alterTable(table) + QStringLiteral(" ALTER COLUMN ") + quoted(column.name);
        const Column* parents = nullptr;
        for (const ObjectName& parent : table.inherits) {
            const Table* found = question.to.table(parent);
            if (!parents && found)
                parents = found->column(column.name);
        }
        const std::optional<QString> before = parents ? parents->defaultValue : std::nullopt;
        if (column.defaultValue && before != column.defaultValue)
            out.add(alter + QStringLiteral(" SET DEFAULT ") + *column.defaultValue);
        else if (!column.defaultValue && before && column.generated == Generated::None)
            out.add(alter + QStringLiteral(" DROP DEFAULT"));
        if (column.notNull && (!parents || !parents->notNull))
            out.add(alter + QStringLiteral(" SET NOT NULL"));
    }
}

void writeForeignChange(const Table& from, const Table& to, Statements& out)
{
    QStringList words;
    for (auto it = from.options.begin(); it != from.options.end(); ++it) {
        if (it.key().startsWith(foreignPrefix) && !to.options.contains(it.key()))
            words.append(QStringLiteral("DROP ") + quoted(it.key().mid(foreignPrefix.size())));
    }
    for (auto it = to.options.begin(); it != to.options.end(); ++it) {
        if (!it.key().startsWith(foreignPrefix) || from.options.value(it.key()) == it.value())
            continue;
        words.append((from.options.contains(it.key()) ? QStringLiteral("SET ") : QStringLiteral("ADD "))
            + quoted(it.key().mid(foreignPrefix.size())) + QLatin1Char(' ') + literal(it.value()));
    }
    if (!words.isEmpty()) {
        out.add(alterTable(to) + QStringLiteral(" OPTIONS (") + words.join(QStringLiteral(", "))
            + QLatin1Char(')'));
    }
}

void writeRowSecurity(const Table& from, const Table& to, Statements& out)
{
    const QString alter = alterTable(to);
    if (from.rowSecurity != to.rowSecurity) {
        out.add(alter
            + (to.rowSecurity ? QStringLiteral(" ENABLE ROW LEVEL SECURITY")
                              : QStringLiteral(" DISABLE ROW LEVEL SECURITY")));
    }
    if (from.forceRowSecurity != to.forceRowSecurity) {
        out.add(alter
            + (to.forceRowSecurity ? QStringLiteral(" FORCE ROW LEVEL SECURITY")
                                   : QStringLiteral(" NO FORCE ROW LEVEL SECURITY")));
    }
}

QString clusteredIndex(const Table& table)
{
    for (const Index& index : table.indexes) {
        if (index.options.contains(QStringLiteral("clustered")))
            return index.name;
    }
    return {};
}

} // namespace

QString storageClause(const Options& options)
{
    QStringList words;
    for (auto it = options.begin(); it != options.end(); ++it) {
        if (isStorage(it.key()))
            words.append(setting(it.key(), it.value()));
    }
    return words.isEmpty() ? QString()
                           : QStringLiteral(" WITH (") + words.join(QStringLiteral(", ")) + QLatin1Char(')');
}

void writeStorageChange(const Options& from, const Options& to, const QString& alter, Statements& out)
{
    QStringList reset;
    QStringList set;
    for (auto it = from.begin(); it != from.end(); ++it) {
        if (isStorage(it.key()) && !to.contains(it.key()))
            reset.append(it.key());
    }
    for (auto it = to.begin(); it != to.end(); ++it) {
        if (isStorage(it.key()) && (!from.contains(it.key()) || from.value(it.key()) != it.value()))
            set.append(setting(it.key(), it.value()));
    }
    if (!reset.isEmpty())
        out.add(alter + QStringLiteral(" RESET (") + reset.join(QStringLiteral(", ")) + QLatin1Char(')'));
    if (!set.isEmpty())
        out.add(alter + QStringLiteral(" SET (") + set.join(QStringLiteral(", ")) + QLatin1Char(')'));
    if (from.value(tablespaceKey) != to.value(tablespaceKey)) {
        const QString place = to.value(tablespaceKey);
        out.add(alter + QStringLiteral(" SET TABLESPACE ")
            + (place.isEmpty() ? QStringLiteral("pg_default") : quoted(place)));
    }
}

bool isInline(const Constraint& constraint)
{
    return constraint.kind != ConstraintKind::ForeignKey && constraint.isValidated
        && !constraint.name.isEmpty();
}

void writeCreateTable(
    const Question& question, const Table& table, const QSet<QString>& laterDefaults, Statements& out)
{
    QString text = QStringLiteral("CREATE ");
    if (table.isUnlogged)
        text += QStringLiteral("UNLOGGED ");
    text += table.kind == TableKind::Foreign ? QStringLiteral("FOREIGN TABLE ") : QStringLiteral("TABLE ");
    text += quoted(table.name);
    const QStringList lines = linesOf(table, laterDefaults);
    if (!table.ofType.isEmpty()) {
        text += QStringLiteral(" OF ") + quoted(table.ofType);
        if (!lines.isEmpty())
            text += QStringLiteral(" (\n    ") + lines.join(QStringLiteral(",\n    ")) + QStringLiteral("\n)");
    } else {
        text += lines.isEmpty()
            ? QStringLiteral(" (\n)")
            : QStringLiteral(" (\n    ") + lines.join(QStringLiteral(",\n    ")) + QStringLiteral("\n)");
    }
    out.add(text + endOf(table));
    writeOverrides(question, table, out);
    Table fresh = table;
    fresh.rowSecurity = fresh.forceRowSecurity = false;
    writeRowSecurity(fresh, table, out);
    for (const Column& column : table.columns) {
        writeColumnSettings(question, columnId(table.name, column.name), out);
        if (!column.comment.isEmpty()) {
            out.add(QStringLiteral("COMMENT ON COLUMN ") + quoted(table.name) + QLatin1Char('.')
                + quoted(column.name) + QStringLiteral(" IS ") + literal(column.comment));
        }
    }
}

void writeTableChange(const Question&, const Table& from, const Table& to, Statements& out)
{
    const QString alter = alterTable(to);
    if (from.isUnlogged != to.isUnlogged && to.kind == TableKind::Ordinary)
        out.add(alter + (to.isUnlogged ? QStringLiteral(" SET UNLOGGED") : QStringLiteral(" SET LOGGED")));
    if (from.options.value(methodKey) != to.options.value(methodKey)) {
        const QString method = to.options.value(methodKey);
        out.add(alter + QStringLiteral(" SET ACCESS METHOD ")
            + (method.isEmpty() ? QStringLiteral("heap") : quoted(method)));
    }
    writeStorageChange(from.options, to.options, alter, out);
    if (to.kind == TableKind::Foreign)
        writeForeignChange(from, to, out);
    writeRowSecurity(from, to, out);
    if (from.ofType != to.ofType) {
        if (to.ofType.isEmpty())
            out.add(alter + QStringLiteral(" NOT OF"));
        else
            out.add(alter + QStringLiteral(" OF ") + quoted(to.ofType));
    }
}

void writeTableSettings(const Table* from, const Table& to, bool again, Statements& out)
{
    const QString before = from ? from->replicaIdentity : QString();
    if (before != to.replicaIdentity || (again && to.replicaIdentity.startsWith(QLatin1String("USING")))) {
        QString identity = to.replicaIdentity.isEmpty() ? QStringLiteral("DEFAULT") : to.replicaIdentity;
        const QString usingIndex = QStringLiteral("USING INDEX ");
        if (identity.startsWith(usingIndex))
            identity = usingIndex + quoted(identity.mid(usingIndex.size()));
        out.add(alterTable(to) + QStringLiteral(" REPLICA IDENTITY ") + identity);
    }
    const QString clusteredBefore = from ? clusteredIndex(*from) : QString();
    const QString clustered = clusteredIndex(to);
    if (clustered.isEmpty() && !clusteredBefore.isEmpty() && !again)
        out.add(alterTable(to) + QStringLiteral(" SET WITHOUT CLUSTER"));
    else if (!clustered.isEmpty() && (clustered != clusteredBefore || again))
        out.add(alterTable(to) + QStringLiteral(" CLUSTER ON ") + quoted(clustered));
}

void writeAttach(const Table& table, Statements& out)
{
    if (!table.partitionOf.isEmpty()) {
        out.add(QStringLiteral("ALTER TABLE ") + quoted(table.partitionOf) + QStringLiteral(" ATTACH PARTITION ")
            + quoted(table.name) + QLatin1Char(' ') + table.partitionBound);
    }
}

void writeDetach(const Table& table, Statements& out)
{
    if (!table.partitionOf.isEmpty()) {
        out.add(QStringLiteral("ALTER TABLE ") + quoted(table.partitionOf) + QStringLiteral(" DETACH PARTITION ")
            + quoted(table.name));
    }
}

} // namespace strandline::dialect::postgresql
