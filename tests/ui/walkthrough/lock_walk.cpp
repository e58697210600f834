// SPDX-License-Identifier: GPL-3.0-or-later
// A run that waits for somebody else, on a private PostgreSQL server.
#include "core/connection/connection_url.h"
#include "core/engine/write_gate.h"
#include "tests/support/server_facts.h"
#include "tests/ui/walkthrough/walk.h"
#include "ui/dialogs/confirm_dialog.h"
#include "ui/main_window/run_bridge.h"
#include "ui/object_names.h"
#include "ui/pages/run/run_page.h"

#include <QDir>
#include <QFile>
#include <QLabel>
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

base::Result<std::unique_ptr<db::Connection>> open(
    const engine::Engines& engines, connection::ConnectionSettings login, const QString& database)
{
    login.database.value = database;
    const auto token =
        engine::grantWrites({database, true, false, QStringLiteral("walk"), QStringLiteral("walk")});
    if (!token)
        return base::forward(token);
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    options.writeToken = *token;
    options.applicationName = QStringLiteral("reporting");
    return engines.open(login, options, {});
}

RunFlowPage* page(const Walk& walk)
{
    return walk.window.runBridge().page(QStringLiteral("production"));
}

bool toTheChecks(Walk& walk)
{
    walk.window.runBridge().apply({});
    if (!walk.reach(
            "a plan that is in somebody's way", [&walk] { return page(walk) && page(walk)->hasPlan(); }))
        return false;
    page(walk)->planPage()->continueButton()->click();
    QTreeView* checks = page(walk)->preflightPage()->view();
    for (int row = 0; row < checks->model()->rowCount(); ++row) {
        const QModelIndex index = checks->model()->index(row, 0);
        if (checks->model()->rowCount(index) > 0)
            checks->setCurrentIndex(checks->model()->index(0, 0, index));
        if (index.siblingAtColumn(2).data(Qt::CheckStateRole).isValid())
            checks->model()->setData(index.siblingAtColumn(2), Qt::Checked, Qt::CheckStateRole);
    }
    return true;
}

} // namespace

void walkToALock(Walk& walk, const QString& folder, const engine::Engines& engines)
{
    const ServerFacts& server = serverFacts(sql::Dialect::PostgreSql);
    const auto admin = open(engines, server.admin, QStringLiteral("postgres"));
    if (!admin || !(*admin)->execute(QStringLiteral("CREATE DATABASE shop_prod"))) {
        std::fprintf(stderr, "walkthrough: no PostgreSQL server, so no pictures of a lock\n");
        return;
    }
    const auto blocker = open(engines, server.admin, QStringLiteral("shop_prod"));
    if (!blocker || !(*blocker)->executeOwn({"CREATE TABLE orders (id int PRIMARY KEY, customer text)"})
        || !(*blocker)->executeOwn({"BEGIN", "SELECT count(*) FROM orders"})) {
        walk.complete = false;
        return;
    }
    connection::ConnectionSettings login = server.admin;
    login.database.value = QStringLiteral("shop_prod");
    qputenv("PGPASSWORD", login.password.reveal().toUtf8());
    write(folder + QStringLiteral("/strandline.toml"),
        "[project]\nname = \"shop\"\n[environments.production]\ntier = \"production\"\nlock_timeout = "
        "\"2min\"\n"
        "url = \""
            + connection::toDisplayUrl(login).toUtf8() + "\"\n");
    write(folder + QStringLiteral("/migrations/20251124080000_orders_note.up.sql"),
        "ALTER TABLE orders ADD COLUMN note text;\n");
    write(folder + QStringLiteral("/migrations/20251124080000_orders_note.down.sql"),
        "ALTER TABLE orders DROP COLUMN note;\n");
    ui::MainWindow& window = walk.window;
    window.controller().closeProject();
    window.openProject(folder, QStringLiteral("production"));
    if (!walk.reach("the project with a server",
            [&window] { return window.controller().currentReading().view != nullptr; })
        || !toTheChecks(walk))
        return;
    walk.shoot(QStringLiteral("apply-blocker"));
    page(walk)->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
    page(walk)->preflightPage()->runButton()->click();
    const auto* line = window.findChild<QLabel*>(names::runLockLine());
    if (!walk.reach(
            "a lock", [line] { return line->isVisible() && line->text().contains(u"pid"); }, 40000))
        return;
    walk.shoot(QStringLiteral("apply-lock"));
    window.findChild<QPushButton*>(names::runDisconnectButton())->click();
    if (auto* question = window.findChild<ui::ConfirmDialog*>()) {
        walk.shoot(QStringLiteral("disconnect"), question);
        question->reject();
    }
    window.findChild<QPushButton*>(names::runStopButton())->click();
    walk.reach(
        "the end of waiting", [&walk] { return page(walk)->stage() == RunFlowPage::Stage::Result; }, 40000);
}

} // namespace strandline::test
