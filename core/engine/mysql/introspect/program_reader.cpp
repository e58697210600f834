// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/introspect/program_reader.h"

#include "core/sql/identifier.h"
#include "core/sql/lexer.h"
#include "core/sql/mysql_names.h"

#include <QRegularExpression>

namespace strandline::engine::mysql {

using schema::OtherObject;

namespace {

QString quoted(const QString& name)
{
    return sql::quoteIdentifier(name, sql::Dialect::MySql);
}

QString literal(const QVariant& text)
{
    return sql::quoteLiteral(text.toString(), sql::Dialect::MySql);
}

void setUnlessEmpty(schema::Options& options, const char* name, const QString& value)
{
    if (!value.isEmpty())
        options.insert(QLatin1String(name), value);
}

/// CREATE DEFINER=`a`@`b` PROCEDURE … without the definer.
QString withoutDefiner(QString statement)
{
    static const QRegularExpression definer(
        QStringLiteral("^CREATE DEFINER=([`\"])(?:(?!\\1).|\\1\\1)*\\1(?:@([`\"])(?:(?!\\2).|\\2\\2)*\\2)? "));
    return statement.replace(definer, QStringLiteral("CREATE "));
}

/// What stands in the first parentheses of the statement.
QString parametersOf(const QString& statement)
{
    const QByteArray utf8 = statement.toUtf8();
    sql::Lexer lexer(utf8, sql::Dialect::MySql);
    int depth = 0;
    qsizetype begin = 0;
    for (auto token = lexer.next(); token.kind != sql::TokenKind::End; token = lexer.next()) {
        if (token.kind == sql::TokenKind::OpenParen && depth++ == 0)
            begin = token.end;
        if (token.kind == sql::TokenKind::CloseParen && --depth == 0)
            return QString::fromUtf8(utf8.mid(begin, token.begin - begin));
    }
    return {};
}

} // namespace

base::Result<void> readViews(const Catalog& catalog, schema::Database& database)
{
    return catalog.each("VIEWS",
        QStringLiteral("TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, DEFINER, SECURITY_TYPE, ")
            + catalog.column("VIEWS", "ALGORITHM", "'UNDEFINED'"),
        "TABLE_SCHEMA", {}, [&](const QVariantList& row) {
            schema::View view;
            view.name.name = row.at(0).toString();
            view.definition = sql::withoutDatabase(row.at(1).toString(), catalog.database());
            if (view.definition.isEmpty()) {
                database.unread << QStringLiteral(
                    "The query of view %1 is hidden from this login: it lacks the right SHOW VIEW")
                                       .arg(view.name.name);
                return true;
            }
            if (row.at(2).toString() != QLatin1String("NONE"))
                view.checkOption = row.at(2).toString();
            setUnlessEmpty(view.options, "definer", catalog.definerOf(row.at(3)));
            if (row.at(4).toString() != QLatin1String("DEFINER"))
                view.options.insert(QStringLiteral("security"), row.at(4).toString());
            if (row.at(5).toString() != QLatin1String("UNDEFINED"))
                view.options.insert(QStringLiteral("algorithm"), row.at(5).toString());
            database.views << view;
            return true;
        });
}

base::Result<void> readTriggers(const Catalog& catalog, schema::Database& database)
{
    QHash<QString, schema::Table*> tables;
    for (schema::Table& table : database.tables)
        tables.insert(table.name.name, &table);
    QHash<QString, QString> last; // by table, timing and event
    return catalog.each("TRIGGERS",
        QStringLiteral("EVENT_OBJECT_TABLE, TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION,"
                       " ACTION_STATEMENT, DEFINER, SQL_MODE"),
        "TRIGGER_SCHEMA", QStringLiteral("ORDER BY ACTION_ORDER"), [&](const QVariantList& row) {
            schema::Table* table = tables.value(row.at(0).toString());
            if (!table)
                return true;
            schema::Trigger trigger;
            trigger.name = row.at(1).toString();
            trigger.timing = row.at(2).toString();
            trigger.events << row.at(3).toString();
            trigger.definition = QStringLiteral("CREATE TRIGGER %1 %2 %3 ON %4 FOR EACH ROW %5")
                                     .arg(quoted(trigger.name), trigger.timing, row.at(3).toString(),
                                         quoted(table->name.name), row.at(4).toString());
            setUnlessEmpty(trigger.options, "definer", catalog.definerOf(row.at(5)));
            setUnlessEmpty(trigger.options, "sql_mode", catalog.sqlModeOf(row.at(6)));
            QString& before = last[table->name.name + QChar(0) + trigger.timing + row.at(3).toString()];
            setUnlessEmpty(trigger.options, "follows", before);
            before = trigger.name;
            table->triggers << trigger;
            return true;
        });
}

base::Result<void> readRoutines(const Catalog& catalog, schema::Database& database)
{
    QList<QVariantList> rows;
    const auto read = catalog.each("ROUTINES",
        QStringLiteral("ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, ROUTINE_COMMENT, DEFINER, SQL_MODE"),
        "ROUTINE_SCHEMA", {}, [&](const QVariantList& row) {
            rows << row;
            return true;
        });
    if (!read)
        return read;
    for (const QVariantList& row : rows) {
        const QString name = row.at(0).toString();
        const QString type = row.at(1).toString();
        // No view holds the parameters as they were written.
        const auto statement = catalog.showCreate(type, name);
        if (!statement)
            return base::forward(statement);
        if (statement->isEmpty()) {
            database.unread << QStringLiteral("The body of %1 %2 is hidden from this login").arg(type.toLower(), name);
            continue;
        }
        schema::Options options;
        setUnlessEmpty(options, "definer", catalog.definerOf(row.at(4)));
        setUnlessEmpty(options, "sql_mode", catalog.sqlModeOf(row.at(5)));
        if (type.startsWith(QLatin1String("PACKAGE"))) {
            OtherObject package;
            package.kind = type.toLower();
            package.name.name = name;
            package.definition = withoutDefiner(*statement);
            package.removal = QStringLiteral("DROP %1 %2").arg(type, quoted(name));
            package.options = options;
            package.comment = row.at(3).toString();
            database.others << package;
            continue;
        }
        schema::Routine routine;
        routine.name.name = name;
        routine.definition = withoutDefiner(*statement);
        routine.kind = type == QLatin1String("PROCEDURE") ? schema::RoutineKind::Procedure
            : routine.definition.startsWith(QLatin1String("CREATE AGGREGATE"))
            ? schema::RoutineKind::Aggregate
            : schema::RoutineKind::Function;
        routine.arguments = parametersOf(routine.definition);
        routine.returnType = row.at(2).toString();
        routine.language = QStringLiteral("SQL");
        routine.options = options;
        routine.comment = row.at(3).toString();
        database.routines << routine;
    }
    return {};
}

namespace {

QString scheduleOf(const QVariantList& row)
{
    if (row.at(2).toString() == QLatin1String("ONE TIME"))
        return QStringLiteral("AT ") + literal(row.at(3));
    QString value = row.at(4).toString();
    bool isNumber = false;
    value.toLongLong(&isNumber);
    QString schedule
        = QStringLiteral("EVERY %1 %2").arg(isNumber ? value : literal(value), row.at(5).toString());
    // Without STARTS it is the moment of creation, which says nothing about another database.
    const bool startsWhenMade = !row.at(12).isNull() && row.at(12).toInt() <= 2;
    if (!row.at(6).isNull() && !startsWhenMade)
        schedule += QStringLiteral(" STARTS ") + literal(row.at(6));
    if (!row.at(7).isNull())
        schedule += QStringLiteral(" ENDS ") + literal(row.at(7));
    return schedule;
}

QString statusOf(const QString& status)
{
    if (status == QLatin1String("ENABLED"))
        return QStringLiteral("ENABLE");
    return status == QLatin1String("DISABLED") ? QStringLiteral("DISABLE") : QStringLiteral("DISABLE ON SLAVE");
}

} // namespace

base::Result<void> readEvents(const Catalog& catalog, schema::Database& database)
{
    return catalog.each("EVENTS",
        QStringLiteral("EVENT_NAME, EVENT_DEFINITION, EVENT_TYPE, CAST(EXECUTE_AT AS char), INTERVAL_VALUE,"
                       " INTERVAL_FIELD, CAST(STARTS AS char), CAST(ENDS AS char), STATUS, ON_COMPLETION,"
                       " EVENT_COMMENT, TIME_ZONE, ABS(TIMESTAMPDIFF(SECOND, STARTS, CREATED)), DEFINER,"
                       " SQL_MODE"),
        "EVENT_SCHEMA", {}, [&](const QVariantList& row) {
            OtherObject event;
            event.kind = QStringLiteral("event");
            event.name.name = row.at(0).toString();
            event.comment = row.at(10).toString();
            event.definition = QStringLiteral("CREATE EVENT %1 ON SCHEDULE %2 ON COMPLETION %3 %4")
                                   .arg(quoted(event.name.name), scheduleOf(row), row.at(9).toString(),
                                       statusOf(row.at(8).toString()));
            if (!event.comment.isEmpty())
                event.definition += QStringLiteral(" COMMENT ") + literal(event.comment);
            event.definition += QStringLiteral(" DO ") + row.at(1).toString();
            event.removal = QStringLiteral("DROP EVENT ") + quoted(event.name.name);
            setUnlessEmpty(event.options, "definer", catalog.definerOf(row.at(13)));
            setUnlessEmpty(event.options, "sql_mode", catalog.sqlModeOf(row.at(14)));
            if (row.at(11).toString() != QLatin1String("SYSTEM"))
                event.options.insert(QStringLiteral("time_zone"), row.at(11).toString());
            database.others << event;
            return true;
        });
}

base::Result<void> readSequences(const Catalog& catalog, schema::Database& database)
{
    // A sequence tells its options only as a table of one row; many of them in one query.
    constexpr qsizetype together = 100;
    for (qsizetype begin = 0; begin < database.sequences.size(); begin += together) {
        QStringList selects;
        const qsizetype end = std::min(begin + together, database.sequences.size());
        for (qsizetype i = begin; i < end; ++i) {
            selects << QStringLiteral("SELECT %1, start_value, minimum_value, maximum_value, increment,"
                                      " cache_size, cycle_option FROM %2")
                           .arg(i)
                           .arg(quoted(database.sequences.at(i).name.name));
        }
        const auto read = catalog.connection().forEachRow(
            selects.join(QStringLiteral(" UNION ALL ")), {}, [&](const QVariantList& row) {
                schema::SequenceOptions& options = database.sequences[row.at(0).toInt()].options;
                options.start = row.at(1).toString();
                options.minimum = row.at(2).toString();
                options.maximum = row.at(3).toString();
                options.increment = row.at(4).toString();
                options.cache = row.at(5).toString();
                options.cycle = row.at(6).toInt() != 0;
                return true;
            });
        if (!read)
            return base::forward(read);
    }
    return {};
}

} // namespace strandline::engine::mysql
