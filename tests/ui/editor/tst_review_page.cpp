// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/find_bar.h"
#include "ui/pages/review/run_model.h"
#include "ui/pages/review/script_pane.h"
#include "ui/pages/review/statement_model.h"
#include "ui/pages/review_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/announce.h"
#include "ui/widgets/diff_view.h"
#include "ui/widgets/error_view.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSplitter>
#include <QTabBar>
#include <QTableView>
#include <QTabWidget>
#include <QTest>

using namespace strandline;
using namespace strandline::ui;
using migration::MigrationFlag;
using migration::MigrationState;

namespace {

const char upText[] = "-- Totals become a table of their own.\n"
                      "CREATE TABLE invoice_total (\n"
                      "  invoice_id bigint PRIMARY KEY REFERENCES invoice (id),\n"
                      "  total numeric(12, 2) NOT NULL DEFAULT 0.00 -- in euro, 日本 🚀\n"
                      ");\n"
                      "\n"
                      "INSERT INTO invoice_total SELECT id, sum(amount) FROM line GROUP BY id;\n"
                      "UPDATE invoice SET state = 'migrated' WHERE state IS NULL;\n"
                      "CREATE INDEX CONCURRENTLY invoice_state ON invoice (state);\n";
const char downText[] = "DROP INDEX invoice_state;\nDROP TABLE invoice_total;\n";

migration::Script script(const QString& path, const QByteArray& bytes)
{
    migration::Script result;
    result.path = path;
    result.absolutePath = QStringLiteral("/nowhere/") + path;
    result.bytes = bytes;
    return result;
}

ReviewInput sample()
{
    ReviewInput input;
    input.entry.version = QStringLiteral("0043");
    input.entry.name = QStringLiteral("backfill_invoice");
    input.entry.state = MigrationState::Failed;
    migration::Migration migration;
    migration.version = input.entry.version;
    migration.name = input.entry.name;
    migration.up = script(QStringLiteral("db/migrations/0043_backfill_invoice.up.sql"), upText);
    migration.down = script(QStringLiteral("db/migrations/0043_backfill_invoice.down.sql"), downText);
    migration.up->description = QStringLiteral("Totals become a table of their own.");
    migration.up->directives.breaking = {QStringLiteral("Reports before 4.2 read invoice.total.")};
    migration.up->directives.lockTimeoutMs = 5000;
    migration.up->directives.allows = {{QStringLiteral("SL301"), QStringLiteral("table is small"), 8}};
    input.entry.migration = migration;
    migration::RunSummary run;
    run.direction = QStringLiteral("up");
    run.outcome = migration::EventKind::Failed;
    run.at = QDateTime(QDate(2026, 11, 20), QTime(11, 20), Qt::UTC);
    run.actor = QStringLiteral("deploy");
    run.host = QStringLiteral("build7");
    run.durationMs = 4210;
    run.failedStatement = 3;
    run.statementCount = 4;
    run.statementsKept = 0;
    run.errorCode = QStringLiteral("55P03");
    run.error = QStringLiteral("canceling statement due to lock timeout");
    migration::RunSummary earlier = run;
    earlier.at = earlier.at.addDays(-1);
    input.entry.runs = {earlier, run};
    input.dialect = sql::Dialect::PostgreSql;
    input.stateText = QStringLiteral("Failed");
    input.stateSentence =
        QStringLiteral("Failed on 20 Nov 2026 11:20 at statement 3 of 4; nothing was kept.");
    input.spokenName = QStringLiteral("0043 backfill invoice");
    input.environmentLabel = QStringLiteral("◆ Production");
    input.environmentColour = QColor(0xa8, 0x1c, 0x1c);
    input.queuePosition = 2;
    input.queueSize = 3;
    return input;
}

template <typename T> T* child(QWidget* parent, const char* name)
{
    return parent->findChild<T*>(QLatin1String(name));
}

QStringList tabTexts(ReviewPage* page)
{
    QStringList texts;
    const auto* tabs = child<QTabWidget>(page, "reviewTabs");
    for (int i = 0; i < tabs->count(); ++i)
        texts << tabs->tabText(i).remove(QLatin1Char('&'));
    return texts;
}

} // namespace

class TestReviewPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_page = std::make_unique<ReviewPage>(m_factory);
        m_page->resize(1280, 720);
    }
    void cleanup() { m_page.reset(); }

    void startsEmptyAndSaysWhatToDo()
    {
        auto* empty = child<QLabel>(m_page.get(), "reviewEmpty");
        m_page->show();
        QVERIFY(empty->isVisible());
        QVERIFY(empty->text().contains(QStringLiteral("Select a migration")));
        for (const QAction* action : m_page->pageActions())
            QVERIFY(!action->isEnabled());
        m_page->setInput(sample());
        QVERIFY(!empty->isVisible());
        m_page->showNothing();
        QVERIFY(empty->isVisible());
    }

    void showsBothScriptsAndTheirPairs()
    {
        m_page->setInput(sample());
        QCOMPARE(m_page->upPane()->editor()->scriptBytes(), QByteArray(upText));
        QCOMPARE(m_page->downPane()->editor()->scriptBytes(), QByteArray(downText));
        QVERIFY(m_page->upPane()->editor()->isReadOnly());
        QCOMPARE(
            m_page->upPane()->editor()->accessibleName(), QStringLiteral("Up script, 0043 backfill invoice"));
        QCOMPARE(m_page->upPane()->editor()->accessibleDescription(), QStringLiteral("Statements: 4"));
        auto* view = child<QTableView>(m_page.get(), "reviewStatementsView");
        auto* model = qobject_cast<StatementModel*>(view->model());
        QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model->rowCount(), 6);
        const auto cell = [&](int row, int column) { return model->index(row, column).data().toString(); };
        QCOMPARE(cell(0, StatementModel::KindColumn), QStringLiteral("CREATE TABLE"));
        QCOMPARE(cell(0, StatementModel::PairColumn), QStringLiteral("#2'"));
        QCOMPARE(cell(1, StatementModel::PairColumn), QStringLiteral("#2'"));
        QCOMPARE(cell(2, StatementModel::PairColumn), QString());
        QCOMPARE(cell(3, StatementModel::PairColumn), QStringLiteral("#1'"));
        QCOMPARE(cell(3, StatementModel::NoteColumn), QStringLiteral("not in a transaction"));
        QCOMPARE(cell(5, StatementModel::NumberColumn), QStringLiteral("#2'"));
        QCOMPARE(cell(5, StatementModel::PairColumn), QStringLiteral("#1, #2"));
        QCOMPARE(model->index(3, 0).data(Qt::AccessibleTextRole).toString(),
            QStringLiteral("Up statement 4, create index, line 9, undone by #1', not in a transaction"));
        QCOMPARE(child<QLabel>(m_page.get(), "reviewCoverage")->text(),
            QStringLiteral("Down covers 3 of 4, matched by name"));
        QCOMPARE(tabTexts(m_page.get()),
            QStringList(
                {QStringLiteral("Statements 4"), QStringLiteral("History 2"), QStringLiteral("Notes 4")}));
    }

    void listAndEditorsFollowEachOther()
    {
        m_page->setInput(sample());
        m_page->show();
        auto* view = child<QTableView>(m_page.get(), "reviewStatementsView");
        view->setFocus();
        view->selectRow(3);
        QCOMPARE(m_page->upPane()->editor()->caretLine(), 9);
        QVERIFY(m_page->downPane()->editor()->markersAtLine(0) != 0);
        QCOMPARE(m_page->downPane()->editor()->markersAtLine(1), 0u);
        view->selectRow(5);
        QCOMPARE(m_page->downPane()->editor()->caretLine(), 2);
        QVERIFY(m_page->upPane()->editor()->markersAtLine(1) != 0);
        QVERIFY(m_page->upPane()->editor()->markersAtLine(4) != 0);
        m_page->upPane()->editor()->goToLine(8);
        QCOMPARE(view->currentIndex().row(), 2);
        QCOMPARE(m_page->downPane()->editor()->markersAtLine(0), 0u);
        QTest::keyClick(view, Qt::Key_Return);
    }

    void pairKeyJumps()
    {
        m_page->setInput(sample());
        m_page->show();
        QApplication::setActiveWindow(m_page.get());
        SqlEditor* up = m_page->upPane()->editor();
        SqlEditor* down = m_page->downPane()->editor();
        up->setFocus();
        QTRY_VERIFY(up->hasFocus());
        up->goToLine(2);
        QTest::keyClick(up, Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(down->hasFocus());
        QCOMPARE(down->caretLine(), 2);
        down->goToLine(1);
        QTest::keyClick(down, Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(up->hasFocus());
        QCOMPARE(up->caretLine(), 9);
        up->goToLine(8);
        QTest::keyClick(up, Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(up->hasFocus());
        QVERIFY(lastAnnouncement(up).contains(QStringLiteral("Nothing")));
    }

    void queueKeysAsk()
    {
        m_page->setInput(sample());
        m_page->show();
        QApplication::setActiveWindow(m_page.get());
        SqlEditor* up = m_page->upPane()->editor();
        up->setFocus();
        QTRY_VERIFY(up->hasFocus());
        QSignalSpy next(m_page.get(), &ReviewPage::queueNextRequested);
        QSignalSpy previous(m_page.get(), &ReviewPage::queuePreviousRequested);
        QTest::keyClick(up, Qt::Key_Down, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(next.count(), 1);
        QTest::keyClick(up, Qt::Key_Up, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(previous.count(), 1);
        ReviewInput alone = sample();
        alone.queuePosition = alone.queueSize = 1;
        m_page->setInput(alone);
        QVERIFY(!m_page->nextAction()->isEnabled());
        alone.queuePosition = 0;
        m_page->setInput(alone);
        QVERIFY(m_page->nextAction()->isEnabled());
    }

    void findAndGoToWorkFromTheKeyboard()
    {
        m_page->setInput(sample());
        m_page->show();
        QApplication::setActiveWindow(m_page.get());
        SqlEditor* up = m_page->upPane()->editor();
        up->setFocus();
        QTRY_VERIFY(up->hasFocus());
        auto* bar = m_page->upPane()->findChild<FindBar*>();
        auto* edit = child<QLineEdit>(bar, "findEdit");
        auto* result = child<QLabel>(bar, "findResult");
        QVERIFY(!bar->isVisible());
        QTest::keyClick(up, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(bar->isVisible());
        QVERIFY(edit->hasFocus());
        QTest::keyClicks(edit, QStringLiteral("invoice_total"));
        QCOMPARE(result->text(), QStringLiteral("2 found"));
        QCOMPARE(up->caretLine(), 2);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(up->caretLine(), 7);
        QTest::keyClick(edit, Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(up->caretLine(), 2);
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QVERIFY(up->hasFocus());
        QTest::keyClick(up, Qt::Key_F3);
        QCOMPARE(up->caretLine(), 7);
        QTest::keyClick(up, Qt::Key_G, Qt::ControlModifier);
        QVERIFY(bar->isVisible());
        edit->setText(QStringLiteral("#3"));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(up->caretLine(), 8);
        QVERIFY(!bar->isVisible());
        QTest::keyClick(up, Qt::Key_G, Qt::ControlModifier);
        for (const auto& [text, answer] :
            QList<QPair<QString, QString>> {{QStringLiteral("99"), QStringLiteral("The last line is 10")},
                {QStringLiteral("#9"), QStringLiteral("There is no statement 9")},
                {QStringLiteral("x"), QStringLiteral("Not a number")},
                {QStringLiteral("0"), QStringLiteral("Not a number")}}) {
            edit->setText(text);
            QTest::keyClick(edit, Qt::Key_Return);
            QCOMPARE(result->text(), answer);
            QVERIFY(bar->isVisible());
        }
        edit->setText(QStringLiteral("4"));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(up->caretLine(), 4);
    }

    void tabOrderIsReadingOrder()
    {
        m_page->setInput(sample());
        m_page->show();
        QApplication::setActiveWindow(m_page.get());
        auto* open = m_page->findChild<QWidget*>(QStringLiteral("reviewOpenButton"));
        QVERIFY(open);
        open->setFocus();
        QTRY_VERIFY(open->hasFocus());
        QStringList order;
        for (int i = 0; i < 12; ++i) {
            QWidget* focus = QApplication::focusWidget();
            QVERIFY(focus);
            QVERIFY2(!QAccessible::queryAccessibleInterface(focus)->text(QAccessible::Name).isEmpty(),
                qPrintable(focus->objectName() + QLatin1String(focus->metaObject()->className())));
            const QString name = qobject_cast<QTabBar*>(focus) ? QStringLiteral("tabs") : focus->objectName();
            if (order.contains(name))
                break;
            order << name;
            QTest::keyClick(focus, Qt::Key_Tab);
        }
        QCOMPARE(order,
            QStringList({QStringLiteral("reviewOpenButton"), QStringLiteral("reviewPreviousButton"),
                QStringLiteral("reviewNextButton"), QStringLiteral("reviewUpEditor"),
                QStringLiteral("reviewDownEditor"), QStringLiteral("tabs"),
                QStringLiteral("reviewStatementsView")}));
    }

    void problemsOpenTheLine()
    {
        ReviewInput input = sample();
        input.entry.migration->up->bytes = "SELECT 1;\nSELECT 2;\nSELECT 'never closed;\n";
        m_page->setInput(input);
        m_page->show();
        QApplication::setActiveWindow(m_page.get());
        ErrorView* errors = m_page->upPane()->errorView();
        QVERIFY(errors->isVisible());
        QVERIFY(!m_page->downPane()->errorView()->isVisible());
        SqlEditor* up = m_page->upPane()->editor();
        QCOMPARE(up->errorLine(), 3);
        up->goToLine(1);
        auto* goTo = child<QAbstractButton>(errors, "errorGoToButton");
        goTo->setFocus();
        QTRY_VERIFY(goTo->hasFocus());
        QTest::keyClick(goTo, Qt::Key_Space);
        QCOMPARE(up->caretLine(), 3);
        QVERIFY(up->hasFocus());
        up->goToLine(1);
        QTest::keyClick(up, Qt::Key_F8);
        QCOMPARE(up->caretLine(), 3);
        QTest::keyClick(up, Qt::Key_F8);
        QCOMPARE(lastAnnouncement(up), QStringLiteral("First problem"));
        m_page->setInput(sample());
        QVERIFY(!errors->isVisible());
        QCOMPARE(up->errorLine(), 0);
    }

    void absencesAreExplained_data()
    {
        QTest::addColumn<QString>("situation");
        QTest::addColumn<QString>("up");
        QTest::addColumn<QString>("down");
        QTest::newRow("no down") << QStringLiteral("no down") << QString()
                                 << QStringLiteral("There is no down script.");
        QTest::newRow("irreversible") << QStringLiteral("irreversible") << QString()
                                      << QStringLiteral("The up script says why: rows are gone");
        QTest::newRow("repeatable") << QStringLiteral("repeatable") << QString()
                                    << QStringLiteral("run again when their text changes");
        QTest::newRow("missing") << QStringLiteral(
            "missing") << QStringLiteral("The text that ran is not recorded anywhere this program can see.")
                                 << QStringLiteral("No down script is known.");
        QTest::newRow("missing, recorded") << QStringLiteral("recorded") << QString() << QString();
        QTest::newRow("unreadable") << QStringLiteral("unreadable") << QStringLiteral("cannot be shown")
                                    << QString();
    }

    void absencesAreExplained()
    {
        QFETCH(QString, situation);
        QFETCH(QString, up);
        QFETCH(QString, down);
        ReviewInput input = sample();
        if (situation == QLatin1String("no down"))
            input.entry.migration->down.reset();
        if (situation == QLatin1String("irreversible")) {
            input.entry.migration->down.reset();
            input.entry.migration->up->directives.irreversible = QStringLiteral("rows are gone");
        }
        if (situation == QLatin1String("repeatable")) {
            input.entry.kind = input.entry.migration->kind = migration::Kind::Repeatable;
            input.entry.version.clear();
            input.entry.migration->down.reset();
        }
        if (situation == QLatin1String("missing") || situation == QLatin1String("recorded"))
            input.entry.migration.reset();
        if (situation == QLatin1String("recorded")) {
            input.appliedUp = QByteArray("SELECT 1;");
            input.appliedDown = QByteArray("SELECT 2;");
        }
        if (situation == QLatin1String("unreadable")) {
            input.entry.migration->up.reset();
            input.entry.migration->problems = {{base::ErrorCode::Io, QStringLiteral("Cannot read “x”"),
                QStringLiteral("Permission denied"), {}, {}, {}}};
        }
        m_page->setInput(input);
        m_page->show();
        QVERIFY2(m_page->upPane()->absenceText().contains(up), qPrintable(m_page->upPane()->absenceText()));
        QVERIFY2(
            m_page->downPane()->absenceText().contains(down), qPrintable(m_page->downPane()->absenceText()));
        QCOMPARE(m_page->upPane()->hasScript(), up.isEmpty());
        QCOMPARE(m_page->downPane()->hasScript(), down.isEmpty());
        QCOMPARE(m_page->upPane()->errorView()->isVisible(), situation == QLatin1String("unreadable"));
        if (situation == QLatin1String("recorded"))
            QCOMPARE(m_page->upPane()->editor()->scriptBytes(), QByteArray("SELECT 1;"));
    }

    void changeSinceAppliedIsShown()
    {
        ReviewInput input = sample();
        QVERIFY(!tabTexts(m_page.get()).contains(QStringLiteral("Changed since applied")));
        QByteArray applied(upText);
        applied.replace("state = 'migrated'", "state = 'old'");
        input.appliedUp = applied;
        input.entry.flags = MigrationFlag::Changed;
        m_page->setInput(input);
        QVERIFY(tabTexts(m_page.get()).contains(QStringLiteral("Changed since applied")));
        auto* diff = child<DiffView>(m_page.get(), "reviewChangeView");
        QCOMPARE(diff->verdict(), QStringLiteral("Statements differ."));
        QCOMPARE(diff->changeCount(), 1);
        const QList<QByteArray> lines = diff->editor()->scriptBytes().split('\n');
        QVERIFY(lines.at(7).contains("old"));
        QVERIFY(lines.at(8).contains("migrated"));
        QVERIFY(diff->editor()->markersAtLine(7) != 0);
        QVERIFY(diff->editor()->markersAtLine(8) != 0);
        QVERIFY(diff->editor()->markersAtLine(7) != diff->editor()->markersAtLine(8));
        QCOMPARE(diff->editor()->markersAtLine(6), 0u);
        input.appliedUp.reset();
        m_page->setInput(input);
        QVERIFY(tabTexts(m_page.get()).contains(QStringLiteral("Changed since applied")));
        m_page->setInput(sample());
        QVERIFY(!tabTexts(m_page.get()).contains(QStringLiteral("Changed since applied")));
    }

    void editorsStandBesideEachOtherWhenThereIsRoom()
    {
        m_page->setInput(sample());
        m_page->show();
        auto* splitter = child<QSplitter>(m_page.get(), "reviewSplitter");
        m_page->resize(1100, 700);
        QCoreApplication::processEvents();
        QCOMPARE(splitter->orientation(), Qt::Horizontal);
        splitter->setSizes({700, 394});
        const QList<int> wide = splitter->sizes();
        m_page->resize(1099, 700);
        QCoreApplication::processEvents();
        QCOMPARE(splitter->orientation(), Qt::Vertical);
        m_page->resize(1100, 700);
        QCoreApplication::processEvents();
        QCOMPARE(splitter->sizes(), wide);
        const QByteArray state = m_page->saveLayout();
        ReviewPage other(m_factory);
        other.resize(1100, 700);
        other.setInput(sample());
        other.show();
        QCoreApplication::processEvents();
        QVERIFY(other.restoreLayout(state));
        QCOMPARE(child<QSplitter>(&other, "reviewSplitter")->sizes(), wide);
        QVERIFY(!other.restoreLayout(QByteArray("rubbish")));
        QVERIFY(!other.restoreLayout(QByteArray()));
    }

    void hugeScriptsDoNotHoldTheWindowUp()
    {
        QByteArray huge;
        for (int i = 0; i < 100'000; ++i)
            huge += "INSERT INTO invoice (id, note) VALUES (" + QByteArray::number(i) + ", 'note "
                + QByteArray::number(i) + "');\n";
        ReviewInput input = sample();
        input.entry.migration->up->bytes = huge;
        m_page->show();
        QSignalSpy analysed(m_page.get(), &ReviewPage::analysed);
        QElapsedTimer watch;
        watch.start();
        m_page->setInput(input);
        const qint64 shown = watch.elapsed();
        QVERIFY(m_page->isAnalysing());
        QVERIFY(analysed.wait(20'000));
        const qint64 done = watch.elapsed();
        QCOMPARE(m_page->upPane()->editor()->statements().size(), 100'000);
        qInfo("shown after %lld ms, statements after %lld ms", shown, done);
        QVERIFY(shown < 600);
        // A late result of what is no longer shown is dropped.
        m_page->setInput(input);
        m_page->setInput(sample());
        QTest::qWait(600);
        QCOMPARE(m_page->upPane()->editor()->statements().size(), 4);
    }

    void refreshKeepsTheCaret()
    {
        m_page->setInput(sample());
        m_page->upPane()->editor()->goToLine(7);
        m_page->setInput(sample());
        QCOMPARE(m_page->upPane()->editor()->caretLine(), 7);
        ReviewInput other = sample();
        other.entry.version = QStringLiteral("0044");
        m_page->setInput(other);
        QCOMPARE(m_page->upPane()->editor()->caretLine(), 1);
    }

    void runsReadNewestFirst()
    {
        RunModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRuns(sample().entry.runs);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.index(0, 0).data().toString() != model.index(1, 0).data().toString());
        QCOMPARE(model.index(0, RunModel::WhoColumn).data().toString(), QStringLiteral("deploy@build7"));
        QCOMPARE(model.index(0, RunModel::StatementsColumn).data().toString(),
            QStringLiteral("stopped at #3 of 4, 0 kept"));
        QCOMPARE(model.index(0, RunModel::ErrorColumn).data().toString(),
            QStringLiteral("55P03: canceling statement due to lock timeout"));
    }

    /// Pictures for people: STRANDLINE_SHOTS names the folder.
    void pictures()
    {
        const QString folder = qEnvironmentVariable("STRANDLINE_SHOTS");
        if (folder.isEmpty())
            QSKIP("STRANDLINE_SHOTS is not set");
        QDir().mkpath(folder);
        ReviewInput changed = sample();
        QByteArray applied(upText);
        applied.replace("state = 'migrated'", "state = 'old'");
        applied.replace("numeric(12, 2)", "numeric(10, 2)");
        changed.appliedUp = applied;
        changed.entry.flags = MigrationFlag::Changed;
        ReviewInput broken = sample();
        broken.entry.migration->up->bytes += "SELECT 'never closed;\n";
        broken.entry.migration->down.reset();
        ReviewInput missing = sample();
        missing.entry.migration.reset();
        const QList<QPair<QString, ReviewInput>> inputs {{QStringLiteral("plain"), sample()},
            {QStringLiteral("changed"), changed}, {QStringLiteral("problem"), broken},
            {QStringLiteral("missing"), missing}};
        for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark, ThemeKind::HighContrast}) {
            QApplication::setPalette(paletteFor(kind));
            for (const QSize size : {QSize(1280, 800), QSize(1024, 640)}) {
                for (const auto& [name, input] : inputs) {
                    ReviewPage page(m_factory);
                    page.resize(size);
                    page.setInput(input);
                    page.show();
                    QTest::qWait(60);
                    auto* tabs = child<QTabWidget>(&page, "reviewTabs");
                    if (name == QLatin1String("changed"))
                        tabs->setCurrentIndex(tabs->count() - 1);
                    if (name == QLatin1String("missing"))
                        tabs->setCurrentIndex(1);
                    page.upPane()->editor()->goToLine(9);
                    if (name == QLatin1String("plain") && size.width() == 1280)
                        QTest::keyClick(page.upPane()->editor(), Qt::Key_F, Qt::ControlModifier);
                    QTest::qWait(60);
                    page.grab().save(
                        QStringLiteral("%1/%2-%3-%4.png").arg(folder, name).arg(size.width()).arg(int(kind)));
                }
            }
        }
        QApplication::setPalette(QPalette());
    }

private:
    std::shared_ptr<HighlighterFactory> m_factory = makeHighlighterFactory();
    std::unique_ptr<ReviewPage> m_page;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setStyle(QStringLiteral("Fusion"));
    TestReviewPage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_review_page.moc"
