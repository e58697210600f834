// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/group_statements.h"

#include <QTest>

using namespace strandline;
using schema::ObjectKind;

/// How the statements of a way are cut into files. A statement is written "kind name text".
class GroupStatementsTest : public QObject
{
    Q_OBJECT

private slots:
    void cuts_data();
    void cuts();
};

namespace {

QList<dialect::RenderedStatement> statementsOf(const QStringList& lines)
{
    QList<dialect::RenderedStatement> statements;
    for (const QString& line : lines) {
        dialect::RenderedStatement statement;
        statement.object.kind = schema::objectKindFromName(line.section(QLatin1Char(' '), 0, 0));
        statement.object.name = {QStringLiteral("public"), line.section(QLatin1Char(' '), 1, 1)};
        statement.text = line.section(QLatin1Char(' '), 2);
        statements.append(statement);
    }
    return statements;
}

QStringList words(const QList<usecase::StatementGroup>& groups)
{
    QStringList result;
    for (const usecase::StatementGroup& group : groups) {
        QStringList texts;
        for (const dialect::RenderedStatement& statement : group.statements)
            texts << statement.text;
        result << group.subject + QStringLiteral(": ") + texts.join(QStringLiteral(", "));
    }
    return result;
}

} // namespace

void GroupStatementsTest::cuts_data()
{
    QTest::addColumn<QStringList>("statements");
    QTest::addColumn<QStringList>("perTable");
    QTest::addColumn<QStringList>("keepOrder");
    const auto lines = [](const char* text) {
        return QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    };
    QTest::newRow("nothing") << QStringList() << QStringList() << QStringList();
    QTest::newRow("two tables") << lines("table a one\ntable b two") << lines("a: one\nb: two")
                                << lines("a: one\nb: two");
    QTest::newRow("a column and its table") << lines("table a one\ncolumn a two\nindex a three")
                                            << lines("a: one, two, three") << lines("a: one, two, three");
    QTest::newRow("mixed") << lines("table a one\ntable b two\ntable a three")
                           << lines("a: one, three\nb: two") << lines("a: one, two, three");
    QTest::newRow("a cycle of foreign keys")
        << lines("table a one\ntable b two\n"
                 "table a ALTER TABLE a ADD CONSTRAINT x FOREIGN KEY (y) REFERENCES b\n"
                 "table b ALTER TABLE b ADD FOREIGN KEY (y) REFERENCES a")
        << lines("a: one, ALTER TABLE a ADD CONSTRAINT x FOREIGN KEY (y) REFERENCES b\n"
                 "b: two, ALTER TABLE b ADD FOREIGN KEY (y) REFERENCES a")
        << lines("a: one\nb: two\n"
                 "foreign_keys: ALTER TABLE a ADD CONSTRAINT x FOREIGN KEY (y) REFERENCES b, "
                 "ALTER TABLE b ADD FOREIGN KEY (y) REFERENCES a");
    QTest::newRow("a view around a table")
        << lines("view v drop\ntable a one\nview v create\ntable b two")
        << lines("views: drop, create\na: one\nb: two") << lines("views: drop, one, create\nb: two");
    QTest::newRow("no tables") << lines("type x one\nsequence y two\nroutine z three")
                               << lines("types: one, two\nroutines: three")
                               << lines("types: one, two\nroutines: three");
}

void GroupStatementsTest::cuts()
{
    QFETCH(QStringList, statements);
    const auto list = statementsOf(statements);
    QTEST(words(usecase::groupStatements(list, usecase::Grouping::PerTable)), "perTable");
    QTEST(words(usecase::groupStatements(list, usecase::Grouping::KeepOrder)), "keepOrder");
    QCOMPARE(usecase::groupStatements(list, usecase::Grouping::One).isEmpty(), list.isEmpty());
}

QTEST_GUILESS_MAIN(GroupStatementsTest)
#include "tst_group_statements.moc"
