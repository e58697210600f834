// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walkthrough/walk.h"
#include "ui/dialogs/confirm_dialog.h"
#include "ui/main_window/run_bridge.h"
#include "ui/object_names.h"
#include "ui/pages/run/result_page.h"
#include "ui/pages/run/run_page.h"
#include "ui/pages/timeline_page.h"

#include <QAction>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>

namespace strandline::test {

using ui::RunFlowPage;
namespace names = ui::names;

namespace {

void write(const QString& path, const QByteArray& text)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(text);
}

QByteArray numbering(const QByteArray& lastTable)
{
    return "-- Invoices get numbers without gaps.\n"
           "-- strandline:no-transaction\n"
           "CREATE TABLE invoice_number (invoice integer PRIMARY KEY, number text NOT NULL);\n"
           // Long enough to be looked at.
           "INSERT INTO invoice_number\n"
           "    SELECT count(*), 'checked' FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
           "FROM n\n"
           "        WHERE i < 12000000) SELECT i FROM n);\n"
           "INSERT INTO invoice_number SELECT id, 'R' || id FROM "
        + lastTable
        + ";\n"
          "CREATE UNIQUE INDEX invoice_number_number ON invoice_number (number);\n";
}

void makeProject(const QString& folder)
{
    const QString base = folder + QStringLiteral("/migrations/");
    write(folder + QStringLiteral("/strandline.toml"),
        "[project]\nname = \"kiosk\"\n\n[environments.production]\nurl = \"sqlite:kiosk.db\"\ntier = "
        "\"production\"\n");
    write(folder + QStringLiteral("/kiosk.db"), {});
    write(base + QStringLiteral("20251103090000_create_orders.up.sql"),
        "CREATE TABLE orders (id integer PRIMARY KEY, customer text NOT NULL, note text);\n"
        "INSERT INTO orders (customer, note) VALUES ('Ada', 'by door'), ('Berta', 'call first'), ('Cem', "
        "NULL);\n");
    write(base + QStringLiteral("20251103090000_create_orders.down.sql"), "DROP TABLE orders;\n");
    write(base + QStringLiteral("20251110100000_add_invoice.up.sql"),
        "-- One invoice for each order so far.\n"
        "CREATE TABLE invoice (id integer PRIMARY KEY, orders integer NOT NULL REFERENCES orders (id), paid "
        "integer);\n"
        "INSERT INTO invoice (orders, paid) SELECT id, 1 FROM orders;\n");
    write(base + QStringLiteral("20251110100000_add_invoice.down.sql"), "DROP TABLE invoice;\n");
    write(base + QStringLiteral("20251118140000_drop_order_note.up.sql"),
        "ALTER TABLE orders DROP COLUMN note;\n");
    write(base + QStringLiteral("20251118140000_drop_order_note.down.sql"),
        "ALTER TABLE orders ADD COLUMN note text;\n");
    write(base + QStringLiteral("20251120110000_number_invoices.up.sql"), numbering("invoices"));
    write(base + QStringLiteral("20251120110000_number_invoices.down.sql"), "DROP TABLE invoice_number;\n");
}

RunFlowPage* page(const Walk& walk)
{
    return walk.window.runBridge().page(QStringLiteral("production"));
}

bool plan(Walk& walk, const migration::PlanTarget& target)
{
    const bool back =
        target.kind == migration::TargetKind::DownTo || target.kind == migration::TargetKind::DownCount;
    back ? walk.window.runBridge().rollBack(target) : walk.window.runBridge().apply(target);
    return walk.reach("a plan", [&walk] { return page(walk) && page(walk)->hasPlan(); });
}

void acknowledge(Walk& walk)
{
    QAbstractItemModel* checks = page(walk)->preflightPage()->view()->model();
    for (int row = 0; row < checks->rowCount(); ++row) {
        if (checks->index(row, 2).data(Qt::CheckStateRole).isValid())
            checks->setData(checks->index(row, 2), Qt::Checked, Qt::CheckStateRole);
    }
}

bool start(Walk& walk)
{
    acknowledge(walk);
    page(walk)->preflightPage()->nameEdit()->setText(QStringLiteral("kiosk.db"));
    const QString missing = page(walk)->preflightPage()->missing();
    if (!missing.isEmpty())
        std::fprintf(stderr, "walkthrough: %s\n", qPrintable(missing));
    page(walk)->preflightPage()->runButton()->click();
    return walk.reach("a run", [&walk] { return page(walk)->stage() >= RunFlowPage::Stage::Run; });
}

bool end(Walk& walk)
{
    return walk.reach(
               "a result", [&walk] { return page(walk)->stage() == RunFlowPage::Stage::Result; }, 120000)
        && walk.reach("the timeline after a run", [&walk] { return !walk.window.controller().isBusy(); });
}

void goOn(Walk& walk)
{
    page(walk)->planPage()->continueButton()->click();
}

bool halfway(Walk& walk)
{
    if (!plan(walk, {}))
        return false;
    walk.shoot(QStringLiteral("apply-plan"));
    goOn(walk);
    page(walk)->preflightPage()->nameEdit()->setText(QStringLiteral("kiosk"));
    walk.shoot(QStringLiteral("apply-preflight"));
    if (!start(walk))
        return false;
    const auto* statements = walk.window.findChild<QTreeView*>(names::runStatementsView());
    walk.reach("the long statement", [statements] {
        const QModelIndex last = statements->model()->index(2, 0);
        return statements->model()->rowCount(last) >= 2;
    });
    QTest::qWait(1200);
    walk.shoot(QStringLiteral("apply-run"));
    walk.window.close();
    if (auto* quit = walk.window.findChild<QDialog*>(names::quitDialog())) {
        walk.shoot(QStringLiteral("quit"), quit);
        quit->reject();
    }
    if (!end(walk))
        return false;
    walk.shoot(QStringLiteral("apply-half-applied"));
    return true;
}

} // namespace

void walkToABlockedRun(Walk& walk)
{
    if (!plan(walk, {}))
        return;
    goOn(walk);
    walk.shoot(QStringLiteral("apply-blocked"));
}

void walkThroughRuns(Walk& walk, const QString& folder)
{
    makeProject(folder);
    ui::MainWindow& window = walk.window;
    window.openProject(folder, QStringLiteral("production"));
    if (!walk.reach(
            "the second project", [&window] { return window.controller().currentReading().view != nullptr; }))
        return;
    migration::PlanTarget first;
    first.kind = migration::TargetKind::UpTo;
    first.version = QStringLiteral("20251103090000");
    if (!plan(walk, first))
        return;
    goOn(walk);
    if (!start(walk) || !end(walk) || !halfway(walk))
        return;
    write(folder + QStringLiteral("/migrations/20251120110000_number_invoices.up.sql"), numbering("invoice"));
    window.controller().rescanFiles();
    walk.reach("the edited file", [&window] { return !window.controller().isBusy(); });
    migration::PlanTarget resume;
    resume.kind = migration::TargetKind::Resume;
    resume.version = QStringLiteral("20251120110000");
    if (!plan(walk, resume))
        return;
    walk.shoot(QStringLiteral("apply-resume"));
    goOn(walk);
    if (!start(walk) || !end(walk))
        return;
    walk.shoot(QStringLiteral("apply-result"));

    migration::PlanTarget back;
    back.kind = migration::TargetKind::DownTo;
    back.version = QStringLiteral("20251103090000");
    if (!plan(walk, back))
        return;
    walk.shoot(QStringLiteral("rollback-target"));
    goOn(walk);
    walk.shoot(QStringLiteral("rollback-loss"));
    window.findChild<QPushButton*>(names::lossContinueButton())->click();
    walk.shoot(QStringLiteral("rollback-confirm"));
    window.actionRegistry().action(QStringLiteral("actionPageTimeline"))->trigger();
    window.actionRegistry().action(QStringLiteral("actionDockJobs"))->trigger();
    walk.shoot(QStringLiteral("jobs"));
    window.timelinePage()->selectKey(QStringLiteral("v:20251120110000"));
    window.actionRegistry().action(QStringLiteral("actionMarkPending"))->trigger();
    if (!walk.reach("a question", [&window] { return window.findChild<ui::ConfirmDialog*>() != nullptr; }))
        return;
    auto* dialog = window.findChild<ui::ConfirmDialog*>();
    walk.shoot(QStringLiteral("confirm"), dialog);
    dialog->reject();
}

} // namespace strandline::test
