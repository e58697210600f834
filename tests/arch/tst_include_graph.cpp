// SPDX-License-Identifier: GPL-3.0-or-later
// The layers of docs/architecture.md, held against the include lines; and proof that the check can fail.
#include "tests/arch/source_text.h"
#include "tests/arch/tree_check.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace strandline::arch;

namespace {

const QString sourceDir = QStringLiteral(STRANDLINE_SOURCE_DIR);
const QString qtHeaders = QStringLiteral(STRANDLINE_QT_HEADERS);
const QString spdx = QStringLiteral("// SPDX-License-Identifier: GPL-3.0-or-later\n");

QString contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class TestIncludeGraph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thisTree();
    void qtHeadersAreThere();
    void badTree_data();
    void badTree();
    void badRules_data();
    void badRules();
    void moduleOfFolder_data();
    void moduleOfFolder();
    void literalsAndCommentsAreNotCode();
};

void TestIncludeGraph::thisTree()
{
    const QString rules = contentOf(sourceDir + QStringLiteral("/tests/arch/layers.txt"));
    QVERIFY(!rules.isEmpty());
    const TreeReport report = checkTree(sourceDir, parseLayers(rules), qtHeaders);
    for (const QString& warning : report.warnings)
        qWarning("%s", qPrintable(warning));
    // The check of an empty folder would pass too.
    QVERIFY2(report.files > 20, qPrintable(QStringLiteral("only %1 files were found").arg(report.files)));
    QVERIFY2(report.violations.isEmpty(),
        qPrintable(QLatin1Char('\n') + report.violations.join(QLatin1Char('\n'))));
}

void TestIncludeGraph::qtHeadersAreThere()
{
    QVERIFY2(QFile::exists(qtHeaders + QStringLiteral("/QtCore/QString")), qPrintable(qtHeaders));
    QVERIFY2(QFile::exists(qtHeaders + QStringLiteral("/QtSql/QSqlQuery")), qPrintable(qtHeaders));
}

void TestIncludeGraph::badTree_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("complaint");

    const QString head = spdx + QStringLiteral("#pragma once\n");
    QTest::newRow("allowed") << "core/sql/a.h"
                             << head + QStringLiteral("#include \"core/base/b.h\"\n#include <QString>\n")
                             << "";
    QTest::newRow("allowed through another")
        << "core/planner/a.h" << head + QStringLiteral("#include \"core/sql/b.h\"\n") << "";
    QTest::newRow("upwards") << "core/sql/a.h" << head + QStringLiteral("#include \"core/db/b.h\"\n")
                             << "core/sql/a.h:3 includes core/db/b.h: sql may not include db";
    QTest::newRow("sibling engine")
        << "core/engine/sqlite/a.h" << head + QStringLiteral("#include \"core/engine/mysql/b.h\"\n")
        << "core/engine/sqlite/a.h:3 includes core/engine/mysql/b.h: engine/sqlite may not include "
           "engine/mysql";
    QTest::newRow("taken away") << "ui/pages/a.h" << head + QStringLiteral("#include \"core/db/b.h\"\n")
                                << "ui/pages/a.h:3 includes core/db/b.h: ui may not include db";
    QTest::newRow("unknown module")
        << "core/weather/a.h" << head
        << "core/weather/a.h:1 is in a folder that tests/arch/layers.txt does not list";
    QTest::newRow("unknown engine")
        << "core/engine/oracle/a.h" << head
        << "core/engine/oracle/a.h:1 is in a folder that tests/arch/layers.txt does not list";
    QTest::newRow("from tests")
        << "core/db/a.h" << head + QStringLiteral("#include \"tests/support/b.h\"\n")
        << "core/db/a.h:3 includes tests/support/b.h: only tests may include from tests";
    QTest::newRow("qt sql in ui") << "ui/a.h" << head + QStringLiteral("#include <QSqlQuery>\n")
                                  << "ui/a.h:3 includes <QSqlQuery>: ui may not include Qt Sql";
    QTest::newRow("widgets in cli") << "app/cli/a.h" << head + QStringLiteral("#include <QLabel>\n")
                                    << "app/cli/a.h:3 includes <QLabel>: app/cli may not include QtWidgets";
    QTest::newRow("gui in core") << "core/report/a.h" << head + QStringLiteral("#include <QtGui/QColor>\n")
                                 << "core/report/a.h:3 includes <QtGui/QColor>: report may not include QtGui";
    QTest::newRow("widgets in ui") << "ui/a.h" << head + QStringLiteral("#include <QLabel>\n") << "";
    QTest::newRow("file in pure") << "core/planner/a.h"
                                  << head + QStringLiteral("inline void f() { QFile x; }\n")
                                  << "core/planner/a.h:3 uses QFile: planner is pure";
    QTest::newRow("clock in pure") << "core/sql/a.cpp"
                                   << spdx + QStringLiteral("auto now = QDateTime::currentDateTime();\n")
                                   << "core/sql/a.cpp:2 uses currentDateTime: sql is pure";
    QTest::newRow("file named in a comment of pure")
        << "core/sql/a.cpp" << spdx + QStringLiteral("// not QFile\n") << "";
    QTest::newRow("no licence") << "ui/a.cpp"
                                << "int x;\n"
                                << "ui/a.cpp:1 does not begin with the SPDX licence line";
    QTest::newRow("no guard") << "ui/a.h" << spdx << "ui/a.h:1 has no \"#pragma once\"";
    QTest::newRow("relative")
        << "core/base/c.cpp" << spdx + QStringLiteral("#include \"b.h\"\n")
        << "core/base/c.cpp:2 includes \"b.h\": write the path from the root of the repository";
    QTest::newRow("own header second")
        << "core/base/b.cpp" << spdx + QStringLiteral("#include <QString>\n#include \"core/base/b.h\"\n")
        << "core/base/b.cpp:2 does not include core/base/b.h first";
    QTest::newRow("long") << "ui/a.cpp" << spdx + QStringLiteral("int x;\n").repeated(1000)
                          << "ui/a.cpp:1001 has 1001 lines, more than 1000; split it";
    QTest::newRow("long header") << "ui/a.h" << head + QStringLiteral("\n").repeated(399)
                                 << "ui/a.h:401 has 401 lines, more than 400; split it";
    QTest::newRow("long for a reason")
        << "ui/table.cpp" << spdx + QStringLiteral("int x;\n").repeated(1000) << "";
    QTest::newRow("target too wide") << "core/sql/CMakeLists.txt"
                                     << "strandline_module(sql SOURCES a.cpp DEPS base engine_mysql)"
                                     << "core/sql/CMakeLists.txt:1 links engine_mysql: sql may not use it";
}

void TestIncludeGraph::badTree()
{
    QFETCH(QString, file);
    QFETCH(QString, text);
    QFETCH(QString, complaint);
    QTemporaryDir root;
    QVERIFY(root.isValid());
    const auto write = [&root](const QString& path, const QString& content) {
        QDir(root.path()).mkpath(path.left(path.lastIndexOf(QLatin1Char('/'))));
        QFile out(root.filePath(path));
        return out.open(QIODevice::WriteOnly) && out.write(content.toUtf8()) == content.toUtf8().size();
    };
    QVERIFY(write(QStringLiteral("core/base/b.h"), spdx + QStringLiteral("#pragma once\n")));
    QVERIFY(write(file, text));

    QString rules = contentOf(sourceDir + QStringLiteral("/tests/arch/layers.txt"));
    rules += QStringLiteral("\n@limit ui/table.cpp 2000 data, one line per row\n");
    const TreeReport report = checkTree(root.path(), parseLayers(rules), qtHeaders);
    QCOMPARE(report.violations, complaint.isEmpty() ? QStringList() : QStringList {complaint});
}

void TestIncludeGraph::badRules_data()
{
    QTest::addColumn<QString>("rules");
    QTest::addColumn<QString>("problem");
    QTest::newRow("cycle") << "a: b\nb: a\n"
                           << "layers.txt: a cycle, a -> b -> a";
    QTest::newRow("unknown") << "a: b\n"
                             << "layers.txt: \"b\" is named but has no line of its own";
    QTest::newRow("unknown pure") << "@pure x\na:\n"
                                  << "layers.txt: \"x\" is named but has no line of its own";
    QTest::newRow("twice") << "a:\na:\n"
                           << "layers.txt:2: no module, or one that was there before";
    QTest::newRow("directive") << "@nonsense a\na:\n"
                               << "layers.txt:1: \"@nonsense\" cannot be understood";
}

void TestIncludeGraph::badRules()
{
    QFETCH(QString, rules);
    QFETCH(QString, problem);
    QCOMPARE(parseLayers(rules).problems, QStringList {problem});
}

void TestIncludeGraph::moduleOfFolder_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("module");
    QTest::newRow("core") << "core/sql"
                          << "sql";
    QTest::newRow("nested") << "core/engine/sqlite"
                            << "engine/sqlite";
    QTest::newRow("below nested") << "core/engine/sqlite/detail"
                                  << "engine/sqlite";
    QTest::newRow("inside") << "ui/pages/review"
                            << "ui";
    QTest::newRow("app itself") << "app"
                                << "";
    QTest::newRow("app program") << "app/cli"
                                 << "app/cli";
    QTest::newRow("unlisted engine") << "core/engine/oracle"
                                     << "";
    QTest::newRow("similar name") << "core/sqlx"
                                  << "";
}

void TestIncludeGraph::moduleOfFolder()
{
    QFETCH(QString, folder);
    QFETCH(QString, module);
    const Layers layers = parseLayers(
        QStringLiteral("base:\nsql: base\nengine: sql\nengine/sqlite: engine\nui: sql\napp/cli: ui\n"));
    QCOMPARE(layers.problems, QStringList());
    QCOMPARE(layers.moduleOf(folder), module);
}

void TestIncludeGraph::literalsAndCommentsAreNotCode()
{
    const QString source = QStringLiteral(
        "/* #include \"core/x.h\"\n*/ // QFile\n#include \"core/y.h\" // z\n"
        "auto a = \"QFile // \\\" \"; auto b = R\"x(QDir \" )x\"; int c = 1'000'000; QProcess d;\n");
    const QList<Include> includes = includesOf(source);
    QCOMPARE(includes.size(), 1);
    QCOMPARE(includes.first().path, QStringLiteral("core/y.h"));
    QCOMPARE(includes.first().line, 3);
    const QString code = codeOnly(source);
    QVERIFY(!code.contains(QStringLiteral("QFile")));
    QVERIFY(!code.contains(QStringLiteral("QDir")));
    QVERIFY(code.contains(QStringLiteral("QProcess d;")));
    QCOMPARE(code.count(QLatin1Char('\n')), source.count(QLatin1Char('\n')));
}

QTEST_GUILESS_MAIN(TestIncludeGraph)
#include "tst_include_graph.moc"
