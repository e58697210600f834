// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/catalogue.h"

#include "core/engine/postgresql/introspect/access_list.h"
#include "core/sql/identifier.h"

namespace strandline::engine::postgresql {

namespace {

/// Replaces every %name(arguments) by what `make` makes of its arguments.
template <typename Make> void expand(QString& sql, const char* name, Make make)
{
    const QLatin1String begin(name);
    for (qsizetype at = sql.indexOf(begin); at >= 0; at = sql.indexOf(begin, at)) {
        const qsizetype end = sql.indexOf(QLatin1Char(')'), at);
        const qsizetype inside = at + begin.size();
        QStringList arguments = sql.mid(inside, end - inside).split(QLatin1Char(','));
        for (QString& argument : arguments)
            argument = argument.trimmed();
        sql.replace(at, end + 1 - at, make(arguments));
    }
}

QString schemaList(const QHash<qint64, QString>& schemas)
{
    QStringList numbers {QStringLiteral("0")}; // a list must not be empty
    for (auto it = schemas.begin(); it != schemas.end(); ++it)
        numbers << QString::number(it.key());
    return numbers.join(QLatin1Char(','));
}

QString finished(QString sql, const Catalogue& catalogue)
{
    sql.replace(QLatin1String("%schemas"), schemaList(catalogue.schemaNames));
    sql.replace(QLatin1String("%global"), QLatin1String(catalogue.isWhole ? "true" : "false"));
    const QString history = sql::quoteLiteral(catalogue.historySchema, sql::Dialect::PostgreSql);
    expand(sql, "%foreign(", [&](const QStringList& arguments) {
        return QStringLiteral("NOT (starts_with(%2, 'strandline_') AND %1 = "
                              "coalesce((SELECT oid FROM pg_namespace WHERE nspname = %3), 0))")
            .arg(arguments.at(0), arguments.at(1), history);
    });
    expand(sql, "%free(", [](const QStringList& arguments) {
        return QStringLiteral("NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '%1'::regclass"
                              " AND e.objid = %2 AND e.deptype = 'e')")
            .arg(arguments.at(0), arguments.at(1));
    });
    const bool withAccess = catalogue.withAccess;
    expand(sql, "%owner(", [&](const QStringList& arguments) {
        return withAccess ? QStringLiteral("pg_get_userbyid(%1)").arg(arguments.at(0))
                          : QStringLiteral("NULL");
    });
    expand(sql, "%acl(", [&](const QStringList& arguments) {
        if (!withAccess)
            return QStringLiteral("NULL");
        // A GRANT with its REVOKE leaves the default list behind, written out.
        return QStringLiteral("CASE WHEN %1 IS NOT NULL AND NOT (%1 @> acldefault('%2', %3)"
                              " AND %1 <@ acldefault('%2', %3)) THEN %1::text END")
            .arg(arguments.at(0), arguments.at(1), arguments.at(2));
    });
    expand(sql, "%access(",
        [&](const QStringList& arguments) { return withAccess ? arguments.at(0) : QStringLiteral("NULL"); });
    expand(sql, "%collation(", [&](const QStringList& arguments) {
        // Before 13 there is no regcollation; this is what it prints.
        return catalogue.version >= 130000
            ? arguments.at(0) + QLatin1String("::regcollation::text")
            : QStringLiteral("(SELECT CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE quote_ident(n.nspname)"
                             " || '.' END || quote_ident(o.collname) FROM pg_collation o JOIN pg_namespace n"
                             " ON n.oid = o.collnamespace WHERE o.oid = %1)")
                  .arg(arguments.at(0));
    });
    expand(sql, "%since(", [&](const QStringList& arguments) {
        return catalogue.version >= arguments.at(0).toInt() ? arguments.at(1) : arguments.at(2);
    });
    return sql;
}

} // namespace

base::Result<void> Catalogue::read(const QString& sql, const Reader& reader)
{
    const auto count = connection.forEachRow(finished(sql, *this), {}, [&](const QVariantList& row) {
        RowReader values(row);
        reader(values);
        return true;
    });
    if (!count)
        return base::forward(count);
    return {};
}

schema::Access Catalogue::access(const QString& owner, const QString& list, char kind) const
{
    return accessFrom(owner, list, kind, version);
}

QStringList Catalogue::columnNames(const Relation& relation, const QList<qint64>& numbers)
{
    QStringList names;
    for (const qint64 number : numbers) {
        if (number > 0)
            names << relation.columns.value(number - 1);
    }
    return names;
}

} // namespace strandline::engine::postgresql
