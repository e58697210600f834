// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/template_parts.h"

namespace strandline::project::detail {

namespace {

QString rebuildRecipe(const QString& what)
{
    return QStringLiteral(
        "%1 For a column that exists the\n"
        "table is built anew:\n"
        "  1. outside of the transaction: PRAGMA foreign_keys = OFF, or dropping the old table\n"
        "     deletes rows that refer to it;\n"
        "  2. CREATE TABLE under a new name, in the wanted shape;\n"
        "  3. INSERT INTO the new one SELECT every column FROM the old one;\n"
        "  4. DROP TABLE the old one, ALTER TABLE the new one RENAME TO its name;\n"
        "  5. create its indexes, triggers and views again;\n"
        "  6. PRAGMA foreign_key_check must give no row, then commit.")
        .arg(what);
}

TemplateBody table(const TemplateParts& parts)
{
    TemplateBody body;
    body.up = QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (\n"
                             "    id INTEGER PRIMARY KEY,\n"
                             "    name TEXT NOT NULL,\n"
                             "    status TEXT NOT NULL DEFAULT 'new',\n"
                             "    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,\n"
                             "    CONSTRAINT %2 CHECK (status IN ('new', 'active', 'closed'))\n"
                             ");\n")
                  .arg(parts.table, parts.quoted(parts.objectName(QStringLiteral("status_check"))));
    body.downNote = QStringLiteral("All rows are lost.");
    body.down = QStringLiteral("DROP TABLE IF EXISTS %1;\n").arg(parts.table);
    return body;
}

/// SQLite has neither ADD COLUMN IF NOT EXISTS nor DROP COLUMN IF EXISTS.
TemplateBody addColumn(const TemplateParts& parts, const QString& definition)
{
    TemplateBody body;
    body.upNote = QStringLiteral("SQLite has no ADD COLUMN IF NOT EXISTS: this runs once.");
    body.up = QStringLiteral("ALTER TABLE %1 ADD COLUMN %2 %3;\n").arg(parts.table, parts.column, definition);
    body.downNote =
        QStringLiteral("The values of the column are lost. Needs SQLite 3.35 or newer, and fails while an\n"
                       "index, view or trigger uses the column.");
    body.down = QStringLiteral("ALTER TABLE %1 DROP COLUMN %2;\n").arg(parts.table, parts.column);
    body.upIsRepeatable = false;
    return body;
}

TemplateBody sync(const TemplateParts& parts)
{
    TemplateBody body;
    body.upNote =
        QStringLiteral("SQLite has no ADD COLUMN IF NOT EXISTS. A table that exists without the column gets\n"
                       "it by a migration of kind “alter”.");
    body.up = QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (\n"
                             "    id INTEGER PRIMARY KEY,\n"
                             "    %2 INTEGER NOT NULL DEFAULT 0\n"
                             ");\n")
                  .arg(parts.table, parts.column);
    body.downNote =
        QStringLiteral("The table stays: it may be older than this migration. The column goes with its\n"
                       "values, also where it is older; remove the line if that can be.");
    body.down = QStringLiteral("ALTER TABLE %1 DROP COLUMN %2;\n").arg(parts.table, parts.column);
    return body;
}

TemplateBody index(const TemplateParts& parts)
{
    // The schema stands before the index, and must not stand before the table.
    const QString name = parts.qualified(parts.schema, parts.objectName(QStringLiteral("idx")));
    TemplateBody body;
    body.up = QStringLiteral("CREATE INDEX IF NOT EXISTS %1 ON %2 (%3);\n")
                  .arg(name, parts.quoted(parts.bareTable), parts.column);
    body.down = QStringLiteral("DROP INDEX IF EXISTS %1;\n").arg(name);
    return body;
}

TemplateBody comment()
{
    TemplateBody body;
    body.upNote = QStringLiteral(
        "SQLite has no COMMENT ON. It keeps the text of CREATE TABLE with the comments in it:\n"
        "write them there, or into this description. This script does nothing.");
    body.downNote = QStringLiteral("There is nothing to undo.");
    return body;
}

} // namespace

TemplateBody sqliteTemplate(TemplateKind kind, const TemplateParts& parts)
{
    TemplateBody body;
    switch (kind) {
    case TemplateKind::Table:
        return table(parts);
    case TemplateKind::Alter:
        return addColumn(parts, QStringLiteral("INTEGER NOT NULL DEFAULT 0"));
    case TemplateKind::Sync:
        return sync(parts);
    case TemplateKind::Data:
        return dataTemplate(parts);
    case TemplateKind::Index:
        return index(parts);
    case TemplateKind::ForeignKey:
        body = addColumn(parts, QStringLiteral("INTEGER REFERENCES %1 (id)").arg(parts.references));
        body.upNote = rebuildRecipe(QStringLiteral("SQLite takes a foreign key only with a new column."));
        return body;
    case TemplateKind::Check:
        body = addColumn(parts, QStringLiteral("INTEGER CHECK (%1)").arg(parts.checkCondition()));
        body.upNote = rebuildRecipe(QStringLiteral("SQLite takes a check only with a new column."));
        return body;
    case TemplateKind::Comment:
        return comment();
    case TemplateKind::Empty:
        break;
    }
    return body;
}

} // namespace strandline::project::detail
