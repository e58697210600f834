// SPDX-License-Identifier: GPL-3.0-or-later
// The Compare page in the window, by keyboard, over values.
#include "tests/support/ui/a11y_audit.h"
#include "tests/support/ui/fake_backend.h"
#include "tests/support/ui/fake_schema.h"
#include "tests/support/ui/fake_timeline.h"
#include "ui/main_window/compare_bridge.h"
#include "ui/main_window/main_window.h"
#include "ui/models/compare_model.h"
#include "ui/object_names.h"
#include "ui/pages/compare_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/roomy_style.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace strandline;
using diff::DifferenceKind;
using schema::ObjectId;
using schema::ObjectKind;
namespace names = ui::names;

class CompareWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void rows();
    void bothSidesAreReadWhenLookedAt();
    void sameIsHiddenAtFirst();
    void sideBySide();
    void swapTurnsEverythingRound();
    void ignoredIsKeptForThePair();
    void renamesAreAskedAbout();
    void equalSchemas();
    void oneSideFails();
    void twoEnginesAreNotCompared();
    void oneEnvironmentIsNotEnough();
    void windowThatCannotCompare();
    void filterByKeyboard();
    void auditFindsNothing();

private:
    void makeWindow(bool compares = true);
    void openCompare();
    ui::ComparePage* page() const { return m_window->compareBridge()->page(); }
    template <typename T> T* part(const QString& name) const { return m_window->findChild<T*>(name); }
    QString drawn() const;
    QString emptySentence() const;
    QToolButton* chip(const QString& start) const;

    std::unique_ptr<test::FakeBackend> m_backend;
    std::unique_ptr<test::FakeSchemaBackend> m_schemas;
    std::unique_ptr<base::FixedClock> m_clock;
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<ui::MainWindow> m_window;
};

namespace {

ObjectId id(ObjectKind kind, const char* name, const char* part = "")
{
    return {kind, {QStringLiteral("public"), QString::fromUtf8(name)}, QString::fromUtf8(part)};
}

diff::Difference difference(
    DifferenceKind kind, const ObjectId& from, const ObjectId& to, const char* sentence)
{
    diff::Difference one;
    one.kind = kind;
    one.from = from;
    one.to = to;
    one.sentence = QString::fromUtf8(sentence);
    return one;
}

/// What a comparison of the shop with the older shop answers.
ui::ComparisonAnswer shopAnswer(const ui::ComparisonQuestion& question)
{
    ui::ComparisonAnswer answer;
    const bool forward = question.from->name == QStringLiteral("shop_prod");
    const ObjectId line = id(ObjectKind::Table, "order_line");
    const ObjectId invoice = id(ObjectKind::Table, "legacy_invoice");
    const ObjectId points = id(ObjectKind::Column, "customer", "loyalty_points");
    if (!forward) {
        answer.differences = {difference(DifferenceKind::OnlyTo, {}, points, "column points is missing"),
            difference(DifferenceKind::OnlyFrom, invoice, {}, "table legacy_invoice is not expected")};
        return answer;
    }
    answer.differences = {
        difference(DifferenceKind::OnlyFrom, points, {}, "column customer.loyalty_points is not expected"),
        difference(DifferenceKind::OnlyTo, {}, invoice, "table legacy_invoice is missing"),
        difference(DifferenceKind::OnlyFrom, line, {}, "table order_line is not expected"),
        difference(DifferenceKind::Changed, id(ObjectKind::Column, "product", "sku"),
            id(ObjectKind::Column, "product", "sku"), "column product.sku has another type")};
    answer.differences.last().fields = {
        {QStringLiteral("type"), QStringLiteral("character varying(40)"), QStringLiteral("text")}};
    if (question.renames.isEmpty() && question.refused.isEmpty())
        answer.questions = {{line, invoice, 70, QStringLiteral("2 of 4 columns equal")}};
    return answer;
}

} // namespace

void CompareWindowTest::initTestCase()
{
    QApplication::setStyle(new ui::RoomyStyle(QStringLiteral("Fusion")));
    ui::applyTheme(*qApp, ui::ThemeChoice::Light);
}

void CompareWindowTest::makeWindow(bool compares)
{
    ui::WindowServices services;
    services.backend = m_backend.get();
    services.schemas = m_schemas.get();
    services.compares = compares ? m_schemas.get() : nullptr;
    services.clock = m_clock.get();
    services.stateFolder = m_state->path();
    services.version = QStringLiteral("0.1.0");
    m_window = std::make_unique<ui::MainWindow>(services);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void CompareWindowTest::init()
{
    m_backend = test::FakeBackend::shop();
    auto& project = m_backend->projects[QStringLiteral("/projects/shop")]->opened.project;
    project.environments.removeIf(
        [](const project::Environment& one) { return one.name == QStringLiteral("test"); });
    m_schemas = std::make_unique<test::FakeSchemaBackend>();
    m_schemas->comparison = shopAnswer;
    m_clock = std::make_unique<base::FixedClock>(test::fixedNow());
    m_state = std::make_unique<QTemporaryDir>();
    makeWindow();
}

void CompareWindowTest::cleanup()
{
    m_window.reset();
}

void CompareWindowTest::openCompare()
{
    m_window->openProject(QStringLiteral("/projects/shop"), QStringLiteral("dev"));
    QTRY_VERIFY(m_window->controller().currentReading().view != nullptr);
    QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
    QVERIFY(page()->isVisible());
    QTRY_VERIFY(!page()->input().isBusy);
}

QString CompareWindowTest::drawn() const
{
    QString text;
    const QAbstractItemModel* model = page()->view()->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex object = model->index(row, 0);
        text += object.data().toString() + QStringLiteral(" | ") + object.siblingAtColumn(1).data().toString()
            + QLatin1Char('\n');
        for (int part = 0; part < model->rowCount(object); ++part) {
            const QModelIndex index = model->index(part, 0, object);
            text += QStringLiteral("  ") + index.data().toString() + QStringLiteral(" | ")
                + index.siblingAtColumn(1).data().toString() + QLatin1Char('\n');
        }
    }
    return text;
}

QString CompareWindowTest::emptySentence() const
{
    for (const ui::EmptyState* one : page()->findChildren<ui::EmptyState*>()) {
        if (one->isVisible())
            return one->sentence();
    }
    return {};
}

QToolButton* CompareWindowTest::chip(const QString& start) const
{
    for (QToolButton* button : page()->findChildren<QToolButton*>()) {
        if (button->text().startsWith(start))
            return button;
    }
    return nullptr;
}

void CompareWindowTest::rows()
{
    ui::CompareInput input;
    input.here = std::make_shared<const schema::Database>(test::shopSchema());
    input.there = std::make_shared<const schema::Database>(test::olderShopSchema());
    input.differences = shopAnswer({input.here, input.there, {}, {}, {}}).differences;
    const QList<ui::CompareRow> rows = ui::compareRows(input);
    QCOMPARE(rows.first().name, QStringLiteral("public.customer"));
    QCOMPARE(rows.first().state, ui::CompareState::Different);
    QCOMPARE(rows.first().parts.size(), 1);
    ui::CompareModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(rows, QStringLiteral("dev"), QStringLiteral("staging"));
    QCOMPARE(model.index(1, 0).data(Qt::AccessibleTextRole).toString(),
        QStringLiteral("public.legacy_invoice, table, only in staging"));
    model.setFilter({ui::CompareState::Same}, {});
    // Everything but what is named above, and each object once.
    const int objects = int(input.there->tables.size() + input.there->views.size()
        + input.there->sequences.size() + input.there->routines.size() + input.there->types.size()
        + input.there->extensions.size() + input.there->others.size() + input.there->schemas.size());
    QCOMPARE(model.rowCount(), objects - 3);
    model.setFilter({}, {});
    QCOMPARE(model.rowCount(), 0);
}

void CompareWindowTest::bothSidesAreReadWhenLookedAt()
{
    m_window->openProject(QStringLiteral("/projects/shop"), QStringLiteral("dev"));
    QTRY_VERIFY(m_window->controller().currentReading().view != nullptr);
    QCOMPARE(m_schemas->asked, QStringList());
    QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(m_schemas->asked, QStringList({QStringLiteral("dev"), QStringLiteral("staging")}));
    QTRY_COMPARE(m_schemas->compared.size(), 1);
    QCOMPARE(m_schemas->compared.first().to->name, QStringLiteral("shop_stag"));
    QTRY_VERIFY(page()->view()->isVisible());
}

void CompareWindowTest::sameIsHiddenAtFirst()
{
    openCompare();
    QTRY_COMPARE(drawn(),
        QStringLiteral("table public.customer | ≠ different\n"
                       "  column loyalty_points | − only in dev\n"
                       "table public.legacy_invoice | + only in staging\n"
                       "table public.order_line | − only in dev\n"
                       "table public.product | ≠ different\n"
                       "  column sku | ≠ different\n"));
    QCOMPARE(chip(QStringLiteral("Only here"))->text(), QStringLiteral("Only here 1"));
    QCOMPARE(chip(QStringLiteral("Only there"))->text(), QStringLiteral("Only there 1"));
    QCOMPARE(chip(QStringLiteral("Different"))->text(), QStringLiteral("Different 2"));
    QVERIFY(!chip(QStringLiteral("Same"))->isChecked());
    chip(QStringLiteral("Different"))->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(drawn(),
        QStringLiteral("table public.legacy_invoice | + only in staging\n"
                       "table public.order_line | − only in dev\n"));
}

void CompareWindowTest::sideBySide()
{
    openCompare();
    QTRY_VERIFY(page()->view()->isVisible());
    const QAbstractItemModel* model = page()->view()->model();
    page()->view()->setCurrentIndex(model->index(0, 0, model->index(3, 0)));
    auto* fields = part<QTreeView>(names::compareFieldsView());
    QCOMPARE(fields->model()->headerData(1, Qt::Horizontal).toString(), QStringLiteral("dev"));
    QCOMPARE(fields->model()->index(0, 0).data().toString(), QStringLiteral("type"));
    QCOMPARE(fields->model()->index(0, 1).data().toString(), QStringLiteral("character varying(40)"));
    QCOMPARE(fields->model()->index(0, 2).data().toString(), QStringLiteral("text"));
}

void CompareWindowTest::swapTurnsEverythingRound()
{
    openCompare();
    auto* swap = part<QToolButton>(names::compareSwapButton());
    swap->setFocus();
    QTest::keyClick(swap, Qt::Key_Space);
    QTRY_COMPARE(m_schemas->compared.size(), 2);
    QCOMPARE(part<QComboBox>(names::compareSourceCombo())->currentText(), QStringLiteral("staging"));
    QCOMPARE(part<QComboBox>(names::compareTargetCombo())->currentText(), QStringLiteral("dev"));
    QTRY_VERIFY(drawn().contains(QStringLiteral("legacy_invoice | − only in staging")));
    // Nothing is read again for it.
    QCOMPARE(m_schemas->asked.size(), 2);
}

void CompareWindowTest::ignoredIsKeptForThePair()
{
    openCompare();
    auto* ignore = part<QToolButton>(names::compareIgnoreButton());
    QCOMPARE(ignore->accessibleName(), QStringLiteral("Ignore, nothing"));
    const auto toggle = [&](const char* name) {
        ignore->menu()->findChild<QAction*>(QLatin1String(name))->trigger();
    };
    toggle("ignoreOwner");
    toggle("ignoreGrants");
    QTRY_COMPARE(m_schemas->compared.size(), 3);
    QVERIFY(m_schemas->compared.last().options.ignoreOwner);
    QCOMPARE(ignore->accessibleName(), QStringLiteral("Ignore, owner and grants"));
    // Another pair has its own; a new window remembers.
    auto* there = part<QComboBox>(names::compareTargetCombo());
    there->setFocus();
    QTest::keyClick(there, Qt::Key_Down);
    QTRY_COMPARE(m_schemas->asked.last(), QStringLiteral("production"));
    QCOMPARE(ignore->accessibleName(), QStringLiteral("Ignore, nothing"));
    m_window.reset();
    makeWindow();
    openCompare();
    QCOMPARE(part<QToolButton>(names::compareIgnoreButton())->accessibleName(),
        QStringLiteral("Ignore, owner and grants"));
}

/// G24
void CompareWindowTest::renamesAreAskedAbout()
{
    openCompare();
    const auto answers = [this](const char* text) {
        QList<QPushButton*> found;
        for (QPushButton* button : page()->findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == QLatin1String(text))
                found << button;
        }
        return found;
    };
    QTRY_COMPARE(answers("Renamed").size(), 1);
    bool asked = false;
    for (const QLabel* label : page()->findChildren<QLabel*>())
        asked = asked
            || label->text()
                == QStringLiteral("Was table public.order_line renamed to table public.legacy_invoice? "
                                  "2 of 4 columns equal.");
    QVERIFY(asked);
    answers("Renamed").first()->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTRY_COMPARE(m_schemas->compared.size(), 2);
    QCOMPARE(m_schemas->compared.last().renames.size(), 1);
    QCOMPARE(m_schemas->compared.last().renames.first().to.name.name, QStringLiteral("legacy_invoice"));
    QTRY_COMPARE(answers("Renamed").size(), 0);
    QVERIFY(page()->isAncestorOf(QApplication::focusWidget()));
}

void CompareWindowTest::equalSchemas()
{
    m_schemas->comparison = nullptr;
    openCompare();
    QTRY_COMPARE(emptySentence(), QStringLiteral("dev and staging are equal."));
    part<QToolButton>(names::compareIgnoreButton())
        ->menu()
        ->findChild<QAction*>(QStringLiteral("ignoreOwner"))
        ->trigger();
    QTRY_COMPARE(emptySentence(), QStringLiteral("dev and staging are equal, ignoring owner."));
}

void CompareWindowTest::oneSideFails()
{
    m_schemas->schemas.remove(QStringLiteral("staging"));
    openCompare();
    auto* error = page()->findChild<ui::ErrorView*>();
    QTRY_VERIFY(error->isVisible());
    QCOMPARE(error->whatText(), QStringLiteral("Could not read the schema of “staging”"));
    QCOMPARE(m_schemas->compared.size(), 0);
}

void CompareWindowTest::twoEnginesAreNotCompared()
{
    m_schemas->schemas[QStringLiteral("staging")]->dialect = sql::Dialect::Sqlite;
    openCompare();
    QTRY_COMPARE(emptySentence(),
        QStringLiteral(
            "“dev” is postgresql and “staging” is sqlite. Schemas of two kinds of database cannot be "
            "compared."));
    // Another one can be chosen.
    auto* there = part<QComboBox>(names::compareTargetCombo());
    QVERIFY(there->isEnabled());
    there->setFocus();
    QTest::keyClick(there, Qt::Key_Down);
    QTRY_COMPARE(m_schemas->compared.size(), 1);
}

void CompareWindowTest::oneEnvironmentIsNotEnough()
{
    auto& project = m_backend->projects[QStringLiteral("/projects/shop")]->opened.project;
    project.environments.resize(1);
    m_window->openProject(QStringLiteral("/projects/shop"), QStringLiteral("dev"));
    QTRY_VERIFY(m_window->controller().currentReading().view != nullptr);
    const QAction* action = m_window->actionRegistry().action(QStringLiteral("actionPageCompare"));
    QCOMPARE(m_window->actionRegistry().reason(action),
        QStringLiteral("Comparing needs two environments; this project has one."));
    QCOMPARE(
        page()->input().whyNot, QStringLiteral("Comparing needs two databases; this project names one."));
}

void CompareWindowTest::windowThatCannotCompare()
{
    makeWindow(false);
    QCOMPARE(part<QTabBar>(names::pageTabBar())->count(), 3);
    QVERIFY(!m_window->compareBridge());
}

void CompareWindowTest::filterByKeyboard()
{
    openCompare();
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    auto* filter = part<QLineEdit>(names::compareFilterEdit());
    QVERIFY(filter->hasFocus());
    // A part's name finds its table.
    QTest::keyClicks(filter, QStringLiteral("loyal"));
    QCOMPARE(page()->view()->model()->rowCount(), 1);
    QTest::keyClicks(filter, QStringLiteral("zzz"));
    QCOMPARE(emptySentence(), QStringLiteral("Every difference is filtered out."));
}

void CompareWindowTest::auditFindsNothing()
{
    openCompare();
    QTRY_VERIFY(page()->view()->isVisible());
    QCOMPARE(test::A11yAudit::run(m_window.get()).join(QLatin1Char('\n')), QString());
}

QTEST_MAIN(CompareWindowTest)
#include "tst_compare_window.moc"
