// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/enum_names.h"
#include "core/schema/sqlite/create_parts.h"
#include "core/schema/sqlite/create_table.h"
#include "core/schema/sqlite/normal_form.h"
#include "tests/unit/analysis/case_sections.h"

#include <QTest>

using namespace strandline;
using namespace strandline::schema::sqlite;

namespace {

QString joined(const QStringList& names)
{
    return QLatin1Char('(') + names.join(QLatin1Char(' ')) + QLatin1Char(')');
}

/// Name, type and whatever else is set.
QString described(const schema::Column& column)
{
    QStringList words {QStringLiteral("column"), column.name};
    const auto add = [&](const char* word, const QString& value) { words << QLatin1String(word) << value; };
    if (!column.type.isEmpty())
        add("type", column.type);
    if (!column.collation.isEmpty())
        add("collation", column.collation);
    if (column.defaultValue)
        add("default", *column.defaultValue);
    if (column.generated != schema::Generated::None)
        add(column.generated == schema::Generated::Stored ? "stored" : "virtual",
            column.generationExpression);
    if (column.notNull)
        words << QStringLiteral("not-null");
    if (column.isAutoIncrement)
        words << QStringLiteral("autoincrement");
    return words.join(QLatin1Char(' '));
}

QString described(const schema::Constraint& constraint)
{
    QStringList words {schema::enumWord(constraint.kind)};
    const auto add = [&](const char* word, const QString& value) {
        if (!value.isEmpty())
            words << QLatin1String(word) << value;
    };
    add("name", constraint.name);
    if (!constraint.columns.isEmpty())
        words << joined(constraint.columns);
    add("says", constraint.expression + constraint.definition);
    add("references", constraint.referencedTable.name);
    if (!constraint.referencedColumns.isEmpty())
        words << joined(constraint.referencedColumns);
    add("on-delete", constraint.onDelete);
    add("on-update", constraint.onUpdate);
    add("match", constraint.match);
    if (constraint.isInitiallyDeferred)
        words << QStringLiteral("deferred");
    add("conflict", constraint.conflictClause);
    words += QStringList(constraint.options.keys());
    return words.join(QLatin1Char(' '));
}

QStringList described(const QString& statement)
{
    const StatementTokens tokens(statement);
    if (!tokens.is(1, "TABLE"))
        return {normalStatement(statement)};
    const auto parsed = parseCreateTable(tokens);
    if (!parsed)
        return {QStringLiteral("not understood")};
    QStringList lines;
    for (const schema::Column& column : parsed->table.columns)
        lines.append(described(column));
    for (const schema::Constraint& constraint : parsed->table.constraints)
        lines.append(described(constraint));
    for (const QString& option : parsed->table.options.keys())
        lines.append(QStringLiteral("option ") + option);
    return lines;
}

} // namespace

/// What is read out of statements of SQLite: tests/cases/schema/sqlite-statements.case.
class SqliteStatements : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cases_data();
    void cases();
    void normalFormIsItsOwn_data() { cases_data(); }
    void normalFormIsItsOwn();
    void anyPieceCanBeRead_data() { cases_data(); }
    void anyPieceCanBeRead();
};

void SqliteStatements::cases_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QStringList>("expected");
    const auto sections = test::readCaseFile(
        QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/schema/sqlite-statements.case"));
    QVERIFY(!sections.isEmpty());
    for (const test::CaseSection& section : sections)
        QTest::newRow(qPrintable(section.title)) << QString::fromUtf8(section.text) << section.expected;
}

void SqliteStatements::cases()
{
    QFETCH(QString, statement);
    QFETCH(QStringList, expected);
    const QStringList found = described(statement);
    QVERIFY2(found == expected, qPrintable(found.join(QLatin1Char('\n'))));
}

void SqliteStatements::normalFormIsItsOwn()
{
    QFETCH(QString, statement);
    const QString normal = normalStatement(statement);
    QCOMPARE(normalStatement(normal), normal);
}

/// Whatever is cut off, and whatever bytes are in between.
void SqliteStatements::anyPieceCanBeRead()
{
    QFETCH(QString, statement);
    for (qsizetype length = 0; length < statement.size(); ++length) {
        const QString piece = statement.left(length);
        parseCreateTable(piece);
        parseCreateIndex(piece, nullptr);
        QCOMPARE(parseCreateTrigger(piece).definition.isEmpty(), StatementTokens(piece).size() == 0);
        QString hole = statement;
        hole[length] = QLatin1Char(')');
        parseCreateTable(hole);
        parseCreateIndex(hole, nullptr);
    }
}

QTEST_GUILESS_MAIN(SqliteStatements)
#include "tst_sqlite_statements.moc"
