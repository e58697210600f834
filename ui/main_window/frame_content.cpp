// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/frame_content.h"

#include "ui/delegates/state_palette.h"
#include "ui/main_window/connection_details.h"
#include "ui/text/human_time.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace strandline::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("FrameContent", text);
}

QString databaseName(const ProjectController& controller)
{
    const EnvironmentReading reading = controller.currentReading();
    if (!reading.view)
        return {};
    const QString name = reading.view->server.database.isEmpty() ? reading.view->connection.database.value
                                                                 : reading.view->server.database;
    return reading.view->server.dialect == sql::Dialect::Sqlite ? QFileInfo(name).fileName() : name;
}

QString projectName(const ProjectController& controller)
{
    const QString name = controller.opened()->project.name;
    return name.isEmpty() ? QDir(controller.folder()).dirName() : name;
}

} // namespace

QString windowTitle(const ProjectController& controller)
{
    const QString program = QStringLiteral("Strandline");
    if (!controller.hasProject())
        return program;
    const project::Environment* here = controller.environment();
    const QString database = databaseName(controller);
    const QString subject = !database.isEmpty() ? database
        : here ? QStringLiteral("%1, %2").arg(projectName(controller), here->name)
               : projectName(controller);
    if (!here || here->tier == project::Tier::Development)
        return QStringLiteral("%1[*] – %2").arg(subject, program);
    return QStringLiteral("%1 %2 – %3[*] – %4")
        .arg(tierCharacter(here->tier), tierWord(*here).toUpper(), subject, program);
}

BannerContent bannerContent(const ProjectController& controller)
{
    BannerContent banner;
    const project::Environment* here = controller.environment();
    if (!here)
        return banner;
    banner.shown = here->tier != project::Tier::Development;
    banner.tier = here->tier;
    banner.tierName = tierWord(*here);
    const EnvironmentReading reading = controller.currentReading();
    if (!reading.view) {
        banner.connection = here->name;
        banner.lock = reading.reading ? say("connecting…")
            : reading.error           ? say("not reached")
                                      : say("not connected");
        banner.spoken = QStringLiteral("%1, %2, %3").arg(banner.tierName, here->name, banner.lock);
        return banner;
    }
    const db::ServerInfo& server = reading.view->server;
    banner.connection = QStringLiteral("%1  ·  %2 %3")
                            .arg(reading.view->connection.describe(), server.product, server.versionText);
    banner.lock = lockWords(server);
    banner.spoken =
        QStringLiteral("%1, %2, %3")
            .arg(banner.tierName,
                say("%1 on %2").arg(databaseName(controller), reading.view->connection.serverLabel()),
                banner.lock);
    return banner;
}

StatusContent statusContent(const ProjectController& controller)
{
    StatusContent status;
    if (!controller.hasProject())
        return status;
    const EnvironmentReading reading = controller.currentReading();
    if (controller.environmentName().isEmpty()) {
        status.connection = say("files only");
        return status;
    }
    if (!reading.view) {
        status.connection = reading.reading ? say("connecting…") : say("not connected");
        return status;
    }
    status.connected = !reading.error;
    // The session is closed after each read; "connected" would promise more than is true.
    status.connection =
        reading.error ? say("could not be read again") : say("%1 read").arg(controller.environmentName());
    const migration::Timeline& timeline = *reading.timeline;
    status.head =
        timeline.headVersion.isEmpty() ? say("nothing applied") : say("at %1").arg(timeline.headVersion);
    status.pending = say("%1 pending").arg(timeline.counts.pending);
    status.drift = say("drift unknown");
    status.read = say("read %1").arg(clockTime(reading.view->readAt));
    status.readTip = exactDateTime(reading.view->readAt);
    return status;
}

EnvironmentNotice environmentNotice(const ProjectController& controller)
{
    using Kind = EnvironmentNotice::Kind;
    if (!controller.hasProject())
        return {};
    const usecase::OpenedProject& opened = *controller.opened();
    const EnvironmentReading reading = controller.currentReading();
    const bool empty =
        opened.set.migrations.isEmpty() && (!reading.timeline || reading.timeline->entries.isEmpty());
    if (empty) {
        QStringList folders;
        for (const QString& folder : opened.project.migrationFolders)
            folders << QDir(opened.project.root).relativeFilePath(folder);
        return {Kind::NoMigrations,
            say("No migration files found in %1. Looked for names such as 20260101120000_name.up.sql.")
                .arg(folders.isEmpty() ? opened.project.root : folders.join(QStringLiteral(", ")))};
    }
    if (controller.environmentName().isEmpty())
        return {Kind::NoEnvironment,
            say("Migrations are listed from files. Name a database in strandline.toml to see which have "
                "run.")};
    if (reading.reading && !reading.view)
        return {};
    if (reading.error) {
        if (!reading.view)
            return {Kind::Failed, reading.error->summary};
        return {Kind::Stale,
            say("Showing what was known on %1")
                .arg(shortDateTime(reading.view->readAt, controller.clock().nowUtc()))};
    }
    if (!reading.view)
        return {Kind::NotConnected,
            say("“%1” was not asked yet: %2 databases are only read when you say so. Listed from files.")
                .arg(controller.environmentName(),
                    controller.environment() ? tierWord(*controller.environment()).toLower() : QString())};
    if (!reading.view->history.present) {
        const int tables = reading.view->history.userTables;
        return {Kind::NoHistory,
            tables == 0 ? say("This database has no migration history. It holds no tables.")
                : tables == 1
                ? say("This database has no migration history. It holds 1 table.")
                : say("This database has no migration history. It holds %1 tables.").arg(tables)};
    }
    return {};
}

} // namespace strandline::ui
