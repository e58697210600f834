// SPDX-License-Identifier: GPL-3.0-or-later
// The log, by keyboard: who wanted what where, narrowed by chips and words, and taken along as a script.
#include "core/base/digest.h"
#include "tests/support/ui/a11y_audit.h"
#include "ui/models/log_model.h"
#include "ui/object_names.h"
#include "ui/widgets/log_panel.h"
#include "ui/widgets/roomy_style.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace strandline;
using migration::EventKind;
using migration::LogEvent;
using ui::LogModel;
namespace names = ui::names;

namespace {

const QByteArray kScript = "CREATE TABLE t (id int);\nCREATE ROLE a PASSWORD 'geheim';\n";

LogEvent happened(EventKind kind, int statement = 0, const QByteArray& text = {})
{
    LogEvent one;
    one.at = QDateTime(QDate(2026, 11, 20), QTime(9, statement), Qt::UTC);
    one.kind = kind;
    one.runId = QStringLiteral("8c1d");
    one.version = QStringLiteral("0044");
    one.name = QStringLiteral("we;ird \"näme\"");
    one.direction = QStringLiteral("up");
    one.statement = statement;
    one.statementCount = statement > 0 ? 2 : 0;
    one.actor = QStringLiteral("anna");
    if (!text.isEmpty())
        one.sha256 = base::sha256Hex(text);
    return one;
}

} // namespace

class LogPanelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new ui::RoomyStyle(QStringLiteral("Fusion"))); }
    void init();
    void cleanup() { m_panel.reset(); }
    void columnsSayItAll();
    void chipsNarrow();
    void wordsNarrow_data();
    void wordsNarrow();
    void copiesLinesAndScripts();
    void nothingToCopySaysSo();
    void emptyStates();
    void auditFindsNothing();

private:
    QTreeView* view() const { return m_panel->view(); }
    QString cell(int row, LogModel::Column column) const
    {
        return view()->model()->index(row, column).data().toString();
    }
    void chip(const QString& name, int key)
    {
        auto* button = m_panel->findChild<QToolButton*>(name);
        button->setFocus();
        QTest::keyClick(button, Qt::Key(key));
    }

    std::unique_ptr<ui::LogPanel> m_panel;
};

void LogPanelTest::init()
{
    m_panel = std::make_unique<ui::LogPanel>();
    m_panel->resize(1200, 300);
    LogEvent failed = happened(EventKind::Failed, 2, "CREATE ROLE a PASSWORD 'geheim'");
    failed.error = QStringLiteral("The database refused “CREATE ROLE a PASSWORD 'geheim'”");
    failed.errorCode = QStringLiteral("42710");
    LogEvent done = happened(EventKind::StatementDone, 1, "CREATE TABLE t (id int)");
    done.rows = 12402;
    done.durationMs = 2100;
    // Newest first, as the database answers.
    m_panel->setEvents({failed, done, happened(EventKind::Started), happened(EventKind::Planned)},
        QStringLiteral("production"), QDateTime(QDate(2026, 11, 20), QTime(10, 0), Qt::UTC),
        QStringLiteral("nothing"));
    m_panel->setScripts(sql::Dialect::PostgreSql, [](const LogEvent&) { return kScript; });
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    new QAbstractItemModelTester(view()->model(), m_panel.get());
}

void LogPanelTest::columnsSayItAll()
{
    QCOMPARE(cell(1, LogModel::SourceColumn), QStringLiteral("You"));
    QCOMPARE(cell(3, LogModel::SourceColumn), QStringLiteral("App"));
    QCOMPARE(cell(1, LogModel::EnvironmentColumn), QStringLiteral("production"));
    QCOMPARE(cell(1, LogModel::StatementColumn), QStringLiteral("1/2"));
    QCOMPARE(cell(1, LogModel::RowsColumn), QLocale().toString(12402));
    QVERIFY(!cell(1, LogModel::TookColumn).isEmpty());
    QVERIFY(cell(1, LogModel::OutcomeColumn).contains(QStringLiteral("done")));
    QVERIFY(cell(0, LogModel::OutcomeColumn).contains(QStringLiteral("failed")));
    QVERIFY(cell(0, LogModel::TextColumn).contains(QStringLiteral("PASSWORD '***'")));
    for (int column = 0; column < LogModel::ColumnCount; ++column)
        QVERIFY(!view()->model()->headerData(column, Qt::Horizontal).toString().isEmpty());
}

void LogPanelTest::chipsNarrow()
{
    QCOMPARE(view()->model()->rowCount(), 4);
    chip(names::logChipApp(), Qt::Key_Space);
    QCOMPARE(view()->model()->rowCount(), 1);
    chip(names::logChipProblems(), Qt::Key_Space);
    QCOMPARE(view()->model()->rowCount(), 1);
    QCOMPARE(cell(0, LogModel::StatementColumn), QStringLiteral("2/2"));
    chip(names::logChipYou(), Qt::Key_Space);
    QCOMPARE(view()->model()->rowCount(), 3);
    chip(names::logChipAll(), Qt::Key_Space);
    QCOMPARE(view()->model()->rowCount(), 4);
    QCOMPARE(m_panel->findChild<QToolButton*>(names::logChipYou())->text(), QStringLiteral("You 3"));
}

void LogPanelTest::wordsNarrow_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("rows");
    QTest::newRow("event") << QStringLiteral("failed") << 1;
    QTest::newRow("environment") << QStringLiteral("PRODUCTION") << 4;
    QTest::newRow("odd name") << QStringLiteral("\"näme\"") << 4;
    QTest::newRow("run") << QStringLiteral("8c1d") << 4;
    QTest::newRow("message") << QStringLiteral("42710") << 1;
    QTest::newRow("a secret finds nothing") << QStringLiteral("geheim") << 0;
    QTest::newRow("nothing") << QStringLiteral("zzz") << 0;
}

void LogPanelTest::wordsNarrow()
{
    QFETCH(QString, text);
    QFETCH(int, rows);
    auto* edit = m_panel->findChild<QLineEdit*>(names::logFilterEdit());
    edit->setFocus();
    // Keys of a test are ASCII only.
    edit->setText(text);
    QCOMPARE(view()->model()->rowCount(), rows);
}

void LogPanelTest::copiesLinesAndScripts()
{
    view()->setFocus();
    QTest::keyClick(view(), Qt::Key_Home);
    QTest::keyClick(view(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text().count(QLatin1Char('\n')), 1);
    QVERIFY(!QApplication::clipboard()->text().contains(QStringLiteral("geheim")));

    auto* copy = m_panel->findChild<QToolButton*>(names::logCopyScriptButton());
    copy->setFocus();
    QTest::keyClick(copy, Qt::Key_Space);
    const QString script = QApplication::clipboard()->text();
    // Oldest first.
    QVERIFY2(script.indexOf(QStringLiteral("CREATE TABLE t (id int);"))
            < script.indexOf(QStringLiteral("CREATE ROLE a PASSWORD '***';")),
        qPrintable(script));
    QVERIFY(script.contains(QStringLiteral("CREATE TABLE t (id int);")));
    QVERIFY(!script.contains(QStringLiteral("geheim")));
}

void LogPanelTest::nothingToCopySaysSo()
{
    QSignalSpy said(m_panel.get(), &ui::LogPanel::said);
    QApplication::clipboard()->setText(QStringLiteral("before"));
    view()->setFocus();
    QTest::keyClick(view(), Qt::Key_End);
    auto* copy = m_panel->findChild<QToolButton*>(names::logCopyScriptButton());
    copy->setFocus();
    QTest::keyClick(copy, Qt::Key_Space);
    QCOMPARE(said.size(), 1);
    QVERIFY(said.first().first().toString().contains(QStringLiteral("no statement")));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("before"));
}

void LogPanelTest::emptyStates()
{
    m_panel->setEvents({}, {}, {}, QStringLiteral("The database recorded no events."));
    QVERIFY(!view()->isVisible());
    QVERIFY(!m_panel->findChild<QToolButton*>(names::logCopyScriptButton())->isEnabled());
    QCOMPARE(m_panel->focusProxy()->objectName(), names::logFilterEdit());
}

void LogPanelTest::auditFindsNothing()
{
    QCOMPARE(test::A11yAudit::run(m_panel.get()).join(QLatin1Char('\n')), QString());
}

QTEST_MAIN(LogPanelTest)
#include "tst_log_panel.moc"
