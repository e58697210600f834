// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/template_parts.h"

namespace strandline::project::detail {

namespace {

TemplateBody table(const TemplateParts& parts)
{
    TemplateBody body;
    body.upNote =
        QStringLiteral("Words that may stand in a column are a varchar with a check, not an enum type:\n"
                       "a check can be changed and rolled back in a transaction.");
    body.up = QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (\n"
                             "    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
                             "    name text NOT NULL,\n"
                             "    status varchar(20) NOT NULL DEFAULT 'new',\n"
                             "    created_at timestamptz NOT NULL DEFAULT now(),\n"
                             "    CONSTRAINT %2 CHECK (status IN ('new', 'active', 'closed'))\n"
                             ");\n")
                  .arg(parts.table, parts.quoted(parts.objectName(QStringLiteral("status_check"))));
    body.downNote = QStringLiteral("All rows are lost.");
    body.down = QStringLiteral("DROP TABLE IF EXISTS %1;\n").arg(parts.table);
    return body;
}

TemplateBody alter(const TemplateParts& parts)
{
    TemplateBody body;
    body.upNote = QStringLiteral("A constant default costs no rewrite of the table from PostgreSQL 11 on.");
    body.up = QStringLiteral("ALTER TABLE %1 ADD COLUMN IF NOT EXISTS %2 integer NOT NULL DEFAULT 0;\n")
                  .arg(parts.table, parts.column);
    body.downNote = QStringLiteral("The values of the column are lost.");
    body.down = QStringLiteral("ALTER TABLE %1 DROP COLUMN IF EXISTS %2;\n").arg(parts.table, parts.column);
    return body;
}

TemplateBody sync(const TemplateParts& parts)
{
    TemplateBody body = alter(parts);
    body.upNote = QStringLiteral("Makes the table where it is missing and the column where that is missing.");
    body.up = QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (\n"
                             "    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY\n"
                             ");\n\n")
                  .arg(parts.table)
        + body.up;
    body.downNote =
        QStringLiteral("The table stays: it may be older than this migration. The column goes with its\n"
                       "values, also where it is older; remove the line if that can be.");
    return body;
}

TemplateBody index(const TemplateParts& parts)
{
    const QString name = parts.objectName(QStringLiteral("idx"));
    TemplateBody body;
    body.upNote =
        QStringLiteral("Writers go on while the index is built. It cannot run in a transaction, so keep it\n"
                       "alone in its file. A build that fails leaves an invalid index, which IF NOT EXISTS\n"
                       "would take for a good one: drop it before the next try.");
    body.up = QStringLiteral("CREATE INDEX CONCURRENTLY IF NOT EXISTS %1 ON %2 (%3);\n")
                  .arg(parts.quoted(name), parts.table, parts.column);
    body.down =
        QStringLiteral("DROP INDEX CONCURRENTLY IF EXISTS %1;\n").arg(parts.qualified(parts.schema, name));
    return body;
}

TemplateBody constraint(const TemplateParts& parts, const QString& suffix, const QString& definition)
{
    const QString name = parts.quoted(parts.objectName(suffix));
    TemplateBody body;
    body.upNote = QStringLiteral(
        "PostgreSQL has no ADD CONSTRAINT IF NOT EXISTS, so an older one goes first. NOT VALID\n"
        "keeps the exclusive lock short; on a large table move VALIDATE, which reads every\n"
        "row under a weak lock, into a migration of its own.");
    body.up = QStringLiteral("ALTER TABLE %1 DROP CONSTRAINT IF EXISTS %2;\n"
                             "ALTER TABLE %1 ADD CONSTRAINT %2\n    %3 NOT VALID;\n"
                             "ALTER TABLE %1 VALIDATE CONSTRAINT %2;\n")
                  .arg(parts.table, name, definition);
    body.down = QStringLiteral("ALTER TABLE %1 DROP CONSTRAINT IF EXISTS %2;\n").arg(parts.table, name);
    return body;
}

TemplateBody comment(const TemplateParts& parts)
{
    TemplateBody body;
    body.up = QStringLiteral("COMMENT ON TABLE %1 IS 'What one row stands for.';\n"
                             "COMMENT ON COLUMN %1.%2 IS 'What the value means, and its unit.';\n")
                  .arg(parts.table, parts.column);
    body.downNote = QStringLiteral("Write the former comments here if there were any.");
    body.down = QStringLiteral("COMMENT ON COLUMN %1.%2 IS NULL;\nCOMMENT ON TABLE %1 IS NULL;\n")
                    .arg(parts.table, parts.column);
    return body;
}

} // namespace

TemplateBody postgresqlTemplate(TemplateKind kind, const TemplateParts& parts)
{
    switch (kind) {
    case TemplateKind::Table:
        return table(parts);
    case TemplateKind::Alter:
        return alter(parts);
    case TemplateKind::Sync:
        return sync(parts);
    case TemplateKind::Data:
        return dataTemplate(parts);
    case TemplateKind::Index:
        return index(parts);
    case TemplateKind::ForeignKey:
        return constraint(parts, QStringLiteral("fkey"),
            QStringLiteral("FOREIGN KEY (%1) REFERENCES %2 (id)").arg(parts.column, parts.references));
    case TemplateKind::Check:
        return constraint(
            parts, QStringLiteral("check"), QStringLiteral("CHECK (%1)").arg(parts.checkCondition()));
    case TemplateKind::Comment:
        return comment(parts);
    case TemplateKind::Empty:
        break;
    }
    return {};
}

} // namespace strandline::project::detail
