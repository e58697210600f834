// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/template_parts.h"

namespace strandline::project::detail {

namespace {

QString mysqlLacks(const QString& words)
{
    return QStringLiteral(
        "%1 is MariaDB's; MySQL does not know it. Remove these words there; the script can\n"
        "then run only once.")
        .arg(words);
}

TemplateBody table(const TemplateParts& parts)
{
    TemplateBody body;
    body.upNote =
        QStringLiteral("Words that may stand in a column are a VARCHAR with a CHECK, not an ENUM: adding a\n"
                       "word does not rebuild the table.");
    body.up = QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (\n"
                             "    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,\n"
                             "    name VARCHAR(200) NOT NULL,\n"
                             "    status VARCHAR(20) NOT NULL DEFAULT 'new',\n"
                             "    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,\n"
                             "    CONSTRAINT %2 CHECK (status IN ('new', 'active', 'closed'))\n"
                             ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n")
                  .arg(parts.table, parts.quoted(parts.objectName(QStringLiteral("status_check"))));
    body.downNote = QStringLiteral("All rows are lost.");
    body.down = QStringLiteral("DROP TABLE IF EXISTS %1;\n").arg(parts.table);
    return body;
}

TemplateBody alter(const TemplateParts& parts)
{
    TemplateBody body;
    body.upNote = mysqlLacks(QStringLiteral("ADD COLUMN IF NOT EXISTS"));
    body.up = QStringLiteral("ALTER TABLE %1 ADD COLUMN IF NOT EXISTS %2 INT NOT NULL DEFAULT 0;\n")
                  .arg(parts.table, parts.column);
    body.downNote = QStringLiteral("The values of the column are lost. ")
        + mysqlLacks(QStringLiteral("DROP COLUMN IF EXISTS"));
    body.down = QStringLiteral("ALTER TABLE %1 DROP COLUMN IF EXISTS %2;\n").arg(parts.table, parts.column);
    return body;
}

TemplateBody sync(const TemplateParts& parts)
{
    TemplateBody body = alter(parts);
    body.upNote =
        QStringLiteral("Makes the table where it is missing and the column where that is missing.\n")
        + body.upNote;
    body.up = QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (\n"
                             "    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY\n"
                             ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n\n")
                  .arg(parts.table)
        + body.up;
    body.downNote =
        QStringLiteral("The table stays: it may be older than this migration. The column goes with its\n"
                       "values, also where it is older; remove the line if that can be.");
    return body;
}

TemplateBody index(const TemplateParts& parts)
{
    const QString name = parts.quoted(parts.objectName(QStringLiteral("idx")));
    TemplateBody body;
    body.upNote = mysqlLacks(QStringLiteral("CREATE INDEX IF NOT EXISTS"));
    body.up =
        QStringLiteral("CREATE INDEX IF NOT EXISTS %1 ON %2 (%3);\n").arg(name, parts.table, parts.column);
    body.downNote = mysqlLacks(QStringLiteral("DROP INDEX IF EXISTS"));
    body.down = QStringLiteral("DROP INDEX IF EXISTS %1 ON %2;\n").arg(name, parts.table);
    return body;
}

TemplateBody foreignKey(const TemplateParts& parts)
{
    const QString name = parts.quoted(parts.objectName(QStringLiteral("fkey")));
    TemplateBody body;
    body.upNote = QStringLiteral("An older one goes first. ")
        + mysqlLacks(QStringLiteral("DROP FOREIGN KEY IF EXISTS"))
        + QStringLiteral("\nBoth columns must have the same type, also in sign.");
    body.up = QStringLiteral("ALTER TABLE %1 DROP FOREIGN KEY IF EXISTS %2;\n"
                             "ALTER TABLE %1 ADD CONSTRAINT %2\n    FOREIGN KEY (%3) REFERENCES %4 (id);\n")
                  .arg(parts.table, name, parts.column, parts.references);
    body.downNote = QStringLiteral("The index that the server made for the key stays. ")
        + mysqlLacks(QStringLiteral("DROP FOREIGN KEY IF EXISTS"));
    body.down = QStringLiteral("ALTER TABLE %1 DROP FOREIGN KEY IF EXISTS %2;\n").arg(parts.table, name);
    return body;
}

TemplateBody check(const TemplateParts& parts)
{
    const QString name = parts.quoted(parts.objectName(QStringLiteral("check")));
    TemplateBody body;
    body.upNote =
        QStringLiteral("An older one goes first. ") + mysqlLacks(QStringLiteral("DROP CONSTRAINT IF EXISTS"));
    body.up = QStringLiteral("ALTER TABLE %1 DROP CONSTRAINT IF EXISTS %2;\n"
                             "ALTER TABLE %1 ADD CONSTRAINT %2\n    CHECK (%3);\n")
                  .arg(parts.table, name, parts.checkCondition());
    body.downNote = mysqlLacks(QStringLiteral("DROP CONSTRAINT IF EXISTS"));
    body.down = QStringLiteral("ALTER TABLE %1 DROP CONSTRAINT IF EXISTS %2;\n").arg(parts.table, name);
    return body;
}

TemplateBody comment(const TemplateParts& parts)
{
    TemplateBody body;
    body.upNote =
        QStringLiteral("The comment of a column belongs to its definition: ALTER TABLE … MODIFY COLUMN with\n"
                       "type, default, NULL and COMMENT as a whole. What is left out is lost.");
    body.up = QStringLiteral("ALTER TABLE %1 COMMENT = 'What one row stands for.';\n").arg(parts.table);
    body.downNote = QStringLiteral("Write the former comment here if there was one.");
    body.down = QStringLiteral("ALTER TABLE %1 COMMENT = '';\n").arg(parts.table);
    return body;
}

} // namespace

TemplateBody mysqlTemplate(TemplateKind kind, const TemplateParts& parts)
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
        return foreignKey(parts);
    case TemplateKind::Check:
        return check(parts);
    case TemplateKind::Comment:
        return comment(parts);
    case TemplateKind::Empty:
        break;
    }
    return {};
}

} // namespace strandline::project::detail
