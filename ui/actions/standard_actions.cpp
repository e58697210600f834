// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/standard_actions.h"

#include "ui/actions/action_registry.h"

#include <QCoreApplication>
#include <QKeySequence>

namespace strandline::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("StandardActions", text);
}

/// A command of a later version: its reason does not depend on anything.
ReasonProvider notBuilt(const QString& reason)
{
    return [reason](const ActionContext&) { return reason; };
}

/// What every write needs.
QString needsWrite(const ActionContext& context)
{
    if (!context.projectOpen)
        return say("Open a project first.");
    if (!context.canWrite)
        return say("This window only looks: it was started without the part that writes.");
    if (context.environment.isEmpty())
        return say("Choose an environment first.");
    if (!context.environmentEnabled)
        return say("“%1” is disabled in strandline.toml.").arg(context.environment);
    if (context.writing)
        return say("Something is being written to %1; its page shows how far it is.")
            .arg(context.environment);
    return context.read ? QString()
                        : say("Connect to “%1” first: Refresh reads it.").arg(context.environment);
}

QString needsPending(const ActionContext& context)
{
    const QString reason = needsWrite(context);
    if (!reason.isEmpty())
        return reason;
    return context.pending > 0 ? QString() : say("%1 is up to date: nothing waits.").arg(context.environment);
}

QString needsApplied(const ActionContext& context)
{
    const QString reason = needsWrite(context);
    if (!reason.isEmpty())
        return reason;
    return context.applied > 0 ? QString() : say("Nothing is applied on %1.").arg(context.environment);
}

/// A selected migration in one of these states, or else the sentence.
ReasonProvider needsEntry(const std::function<bool(const ActionContext&)>& fits, const QString& otherwise)
{
    return [fits, otherwise](const ActionContext& context) {
        const QString reason = needsWrite(context);
        if (!reason.isEmpty())
            return reason;
        if (!context.entryState)
            return say("Select a migration in the timeline first.");
        return fits(context) ? QString() : otherwise;
    };
}

bool isIn(const ActionContext& context, std::initializer_list<migration::MigrationState> states)
{
    return context.entryState
        && std::any_of(states.begin(), states.end(),
            [&context](migration::MigrationState state) { return state == *context.entryState; });
}

QString editReason()
{
    return say("This version shows scripts read-only; editing them is not built yet.");
}

QString backupReason()
{
    return say("This version takes no backups yet.");
}

QString needsSchemas(const ActionContext& context)
{
    if (!context.projectOpen)
        return say("Open a project first.");
    if (!context.canSeeSchema)
        return say("This window was started without the part that reads schemas.");
    return context.hasEnvironment ? QString() : say("Choose an environment first.");
}

QString needsComparing(const ActionContext& context)
{
    if (!context.projectOpen)
        return say("Open a project first.");
    if (!context.canCompare)
        return say("This window was started without the part that compares schemas.");
    return context.hasOtherEnvironment ? QString()
                                       : say("Comparing needs two environments; this project has one.");
}

QString needsReadSchema(const ActionContext& context)
{
    const QString reason = needsSchemas(context);
    if (!reason.isEmpty())
        return reason;
    return context.schemaRead ? QString() : say("Read the schema first: the Schema page does.");
}

QString needsObject(const ActionContext& context)
{
    const QString reason = needsReadSchema(context);
    if (!reason.isEmpty())
        return reason;
    return context.schemaObject ? QString() : say("Select a table or another object in the schema first.");
}

QString needsTable(const ActionContext& context)
{
    const QString reason = needsReadSchema(context);
    if (!reason.isEmpty())
        return reason;
    return context.schemaTable ? QString() : say("Select a table in the schema first.");
}

QString needsDefinition(const ActionContext& context)
{
    const QString reason = needsObject(context);
    if (!reason.isEmpty())
        return reason;
    return context.schemaDefinition ? QString()
                                    : say("This version cannot write the definition of this object.");
}

QString needsProject(const ActionContext& context)
{
    return context.projectOpen ? QString() : say("Open a project first.");
}

QString needsMigration(const ActionContext& context)
{
    if (!context.projectOpen)
        return needsProject(context);
    return context.migrationSelected ? QString() : say("Select a migration in the timeline first.");
}

QString needsRow(const ActionContext& context)
{
    if (!context.projectOpen)
        return needsProject(context);
    return context.rowSelected ? QString() : say("Select a row in the timeline first.");
}

QString needsReviewPage(const ActionContext& context)
{
    if (!context.projectOpen)
        return needsProject(context);
    return context.onReview ? QString() : say("Open a migration in Review first.");
}

QList<QKeySequence> keys(QKeySequence first)
{
    return {first};
}

QList<QKeySequence> keys(QKeySequence::StandardKey standard)
{
    return QKeySequence::keyBindings(standard);
}

QKeySequence key(int combination)
{
    return QKeySequence(combination);
}

constexpr int kCtrl = Qt::CTRL;
constexpr int kCtrlShift = int(Qt::CTRL) | int(Qt::SHIFT);
constexpr int kCtrlAlt = int(Qt::CTRL) | int(Qt::ALT);
constexpr int kAlt = Qt::ALT;

void addFile(ActionRegistry& r)
{
    const MenuId menu = MenuId::File;
    r.add({QStringLiteral("actionNewProject"), say("&New Project…"),
        say("Make a folder with a project file and a place for migrations"), menu, {}, {},
        QStringLiteral("strandline-project"), {}, false});
    r.add({QStringLiteral("actionOpenProject"), say("&Open Project…"),
        say("Open a folder that holds migrations"), menu, keys(key(kCtrl | Qt::Key_O)), {},
        QStringLiteral("document-open"), {}, false});
    r.addSubmenu(menu, MenuId::OpenRecent);
    r.addSeparator(menu);
    r.add({QStringLiteral("actionNewMigration"), say("New &Migration…"),
        say("Write a new pair of up and down scripts from a template"), menu, keys(key(kCtrl | Qt::Key_N)),
        needsProject, QStringLiteral("document-new"), {}, false});
    r.addSeparator(menu);
    r.add({QStringLiteral("actionSave"), say("&Save"), say("Write the script to its file"), menu,
        keys(key(kCtrl | Qt::Key_S)), notBuilt(editReason()), {}, {}, false});
    r.add({QStringLiteral("actionSaveAll"), say("Save &All"), say("Write every changed script"), menu,
        keys(key(kCtrlShift | Qt::Key_S)), notBuilt(editReason()), {}, {}, false});
    r.addSubmenu(menu, MenuId::Export);
    r.add({QStringLiteral("actionExportTimeline"), say("Timeline as &CSV…"),
        say("Write the rows of the timeline to a file"), MenuId::Export, {}, needsProject, {}, {}, false});
    const auto needsPlan = [](const ActionContext& context) {
        return context.hasPlan ? QString() : say("Make a plan first: Apply or Roll back.");
    };
    r.add({QStringLiteral("actionExportPlan"), say("Plan as &SQL…"), say("Write a plan as a script"),
        MenuId::Export, {}, needsPlan, {}, {}, false});
    r.add({QStringLiteral("actionExportPlanHtml"), say("Plan as &Web Page…"),
        say("Write a plan as a page to read, send or print"), MenuId::Export, {}, needsPlan, {}, {}, false});
    r.add({QStringLiteral("actionExportPlanMarkdown"), say("Plan as &Markdown…"),
        say("Write a plan for a ticket or a pull request"), MenuId::Export, {}, needsPlan, {}, {}, false});
    r.add({QStringLiteral("actionPrint"), say("&Print…"), say("Print the page"), menu,
        keys(key(kCtrl | Qt::Key_P)), notBuilt(say("This version does not print yet.")), {}, {}, false});
    r.addSeparator(menu);
    r.add({QStringLiteral("actionCloseProject"), say("&Close Project"), say("Go back to the welcome page"),
        menu, keys(key(kCtrl | Qt::Key_W)), needsProject, {}, {}, false});
    r.add({QStringLiteral("actionQuit"), say("&Quit"), say("Close the window and end the program"), menu,
        keys(key(kCtrl | Qt::Key_Q)), {}, {}, {}, false});
}

void addEdit(ActionRegistry& r)
{
    const MenuId menu = MenuId::Edit;
    r.add({QStringLiteral("actionUndo"), say("&Undo"), say("Take back the last change of text"), menu,
        keys(key(kCtrl | Qt::Key_Z)), {}, {}, {}, false});
    r.add({QStringLiteral("actionRedo"), say("&Redo"), say("Make the change again"), menu,
        keys(key(kCtrlShift | Qt::Key_Z)), {}, {}, {}, false});
    r.addSeparator(menu);
    r.add({QStringLiteral("actionCut"), say("Cu&t"), say("Move the selected text to the clipboard"), menu,
        keys(QKeySequence::Cut), {}, {}, {}, false});
    r.add({QStringLiteral("actionCopy"), say("&Copy"), say("Copy the selected text or row"), menu,
        keys(QKeySequence::Copy), {}, {}, {}, false});
    r.addSubmenu(menu, MenuId::CopyAs);
    r.add({QStringLiteral("actionCopyRowText"), say("Row as &Text"),
        say("Copy the selected row, tab-separated"), MenuId::CopyAs, {}, needsRow, {}, {}, false});
    r.add({QStringLiteral("actionCopyRowMarkdown"), say("Row as &Markdown"),
        say("Copy the selected migration as a line for a ticket or a pull request"), MenuId::CopyAs, {},
        needsMigration, {}, {}, false});
    r.add({QStringLiteral("actionCopyId"), say("&Name of the Migration"),
        say("Copy version and name as the command line takes them"), MenuId::CopyAs, {}, needsMigration, {},
        {}, false});
    r.add({QStringLiteral("actionPaste"), say("&Paste"), say("Insert the clipboard's text"), menu,
        keys(QKeySequence::Paste), {}, {}, {}, false});
    r.addSeparator(menu);
    r.add({QStringLiteral("actionFind"), say("&Find"), say("Filter this page, or search in the script"), menu,
        keys(key(kCtrl | Qt::Key_F)), needsProject, QStringLiteral("edit-find"), {}, false});
    r.add({QStringLiteral("actionFindNext"), say("Find Ne&xt"), say("Go to the next match"), menu,
        keys(key(Qt::Key_F3)), needsReviewPage, {}, {}, false});
    r.add({QStringLiteral("actionFindPrevious"), say("Find Pre&vious"), say("Go to the previous match"), menu,
        keys(key(int(Qt::SHIFT) | Qt::Key_F3)), needsReviewPage, {}, {}, false});
    r.add({QStringLiteral("actionReplace"), say("R&eplace…"), say("Replace text in the script"), menu,
        keys(key(kCtrl | Qt::Key_H)), notBuilt(editReason()), {}, {}, false});
    r.add({QStringLiteral("actionGoToVersion"), say("&Go To…"), say("Go to a migration by version or name"),
        menu, keys(key(kCtrl | Qt::Key_G)), needsProject, {}, {}, false});
    r.addSeparator(menu);
    r.add({QStringLiteral("actionPreferences"), say("Prefere&nces…"), say("Change how the program behaves"),
        menu, keys(key(kCtrl | Qt::Key_Comma)),
        notBuilt(say("There is nothing to set here yet: density, text size and theme are in the View menu.")),
        {}, {}, false});
}

void addView(ActionRegistry& r)
{
    const MenuId menu = MenuId::View;
    r.addSubmenu(menu, MenuId::Pages);
    r.add({QStringLiteral("actionPageTimeline"), say("&Timeline"), say("Show what ran and what waits"),
        MenuId::Pages, keys(key(kCtrl | Qt::Key_1)), needsProject, {}, {}, false});
    r.add({QStringLiteral("actionPageSchema"), say("&Schema"), say("Browse tables, columns and indexes"),
        MenuId::Pages, keys(key(kCtrl | Qt::Key_3)), needsSchemas, {}, {}, false});
    r.add({QStringLiteral("actionPageCompare"), say("&Compare"), say("Compare two schemas"), MenuId::Pages,
        keys(key(kCtrl | Qt::Key_4)), needsComparing, {}, {}, false});
    r.add({QStringLiteral("actionPageBackups"), say("&Backups"), say("List backups and restore them"),
        MenuId::Pages, keys(key(kCtrl | Qt::Key_5)), notBuilt(backupReason()), {}, {}, false});
    r.addSubmenu(menu, MenuId::Docks);
    const auto dock = [&r](const char* name, const QString& text, int digit, const QString& tip,
                          ReasonProvider reason, bool exists) {
        r.add({QLatin1String(name), text, tip, MenuId::Docks, keys(key(kAlt | (Qt::Key_0 + digit))),
            std::move(reason), {}, {}, exists});
    };
    dock("actionDockSchema", say("S&chema Tree"), 1, say("Show and focus the schema tree"), needsSchemas,
        true);
    dock("actionDockInspector", say("&Inspector"), 2, say("Show and focus the details of the selection"), {},
        true);
    dock("actionDockRisks", say("&Risks"), 3, say("List the risks of the script"),
        notBuilt(say("This version does not look for risks yet.")), false);
    dock("actionDockLog", say("&Log"), 4, say("Show and focus what the database recorded of its runs"), {},
        true);
    dock("actionDockJobs", say("&Jobs"), 5, say("Show and focus running and finished jobs"), {}, true);
    dock("actionDockHistory", say("SQL &History"), 6, say("Search what ran where"),
        notBuilt(say("This version sends no statements of yours yet.")), false);
    r.addSubmenu(menu, MenuId::Density);
    r.add({QStringLiteral("actionDensityCompact"), say("&Compact"), say("More rows"), MenuId::Density, {}, {},
        {}, {}, true});
    r.add({QStringLiteral("actionDensityComfortable"), say("C&omfortable"), say("More space between rows"),
        MenuId::Density, {}, {}, {}, {}, true});
    r.addSubmenu(menu, MenuId::TextSize);
    r.add({QStringLiteral("actionTextLarger"), say("&Larger"), say("Make all text larger"), MenuId::TextSize,
        {QKeySequence(kCtrl | Qt::Key_Plus), QKeySequence(kCtrl | Qt::Key_Equal)}, {}, {}, {}, false});
    r.add({QStringLiteral("actionTextSmaller"), say("&Smaller"), say("Make all text smaller"),
        MenuId::TextSize, keys(key(kCtrl | Qt::Key_Minus)), {}, {}, {}, false});
    r.add({QStringLiteral("actionTextNormal"), say("&Normal"), say("Use the system's text size"),
        MenuId::TextSize, keys(key(kCtrl | Qt::Key_0)), {}, {}, {}, false});
    r.addSubmenu(menu, MenuId::Theme);
    for (const auto& [name, text] : {std::pair {QStringLiteral("actionThemeSystem"), say("&System")},
             std::pair {QStringLiteral("actionThemeLight"), say("&Light")},
             std::pair {QStringLiteral("actionThemeDark"), say("&Dark")},
             std::pair {QStringLiteral("actionThemeHighContrast"), say("&High Contrast")}})
        r.add({name, text, say("Choose the colours of the window"), MenuId::Theme, {}, {}, {}, {}, true});
    r.addSeparator(menu);
    r.add({QStringLiteral("actionFocusFilter"), say("&Filter This Page"), say("Go to the filter of the page"),
        menu, keys(key(kCtrl | Qt::Key_L)), needsProject, {}, {}, false});
    r.add({QStringLiteral("actionOnlyDifferences"), say("&Only Differences"),
        say("Show only migrations in which the compared environments differ"), menu,
        keys(key(kCtrlShift | Qt::Key_M)),
        [](const ActionContext& context) {
            return context.comparing ? QString() : say("Choose an environment under Compare first.");
        },
        {}, {}, true});
    r.add({QStringLiteral("actionNextPane"), say("&Next Pane"),
        say("Move the focus: banner, toolbar, page, docks, status bar"), menu, keys(key(Qt::Key_F6)), {}, {},
        {}, false});
    r.add({QStringLiteral("actionPreviousPane"), say("Pre&vious Pane"), say("Move the focus back"), menu,
        keys(key(int(Qt::SHIFT) | Qt::Key_F6)), {}, {}, {}, false});
    r.addSeparator(menu);
    r.add({QStringLiteral("actionFullScreen"), say("F&ull Screen"), say("Use the whole screen"), menu,
        keys(key(Qt::Key_F11)), {}, {}, {}, true});
    r.add({QStringLiteral("actionResetLayout"), say("&Reset Layout"),
        say("Put docks and toolbar back to where they were at first"), menu, {}, {}, {}, {}, false});
}

void addProject(ActionRegistry& r)
{
    const MenuId menu = MenuId::Project;
    r.add({QStringLiteral("actionRefresh"), say("Re&fresh"),
        say("Read the files and ask the database again; never writes"), menu, keys(key(Qt::Key_F5)),
        needsProject, QStringLiteral("view-refresh"), say("Refresh"), false});
    r.add({QStringLiteral("actionRescanFiles"), say("&Rescan Files"), say("Read the migration files again"),
        menu, {}, needsProject, {}, {}, false});
    r.addSeparator(menu);
    const QString inFile = say("Environments are written in strandline.toml in this version; "
                               "Open Project File shows it.");
    r.add({QStringLiteral("actionEnvironments"), say("&Environments…"), say("Edit the environments"), menu,
        {}, notBuilt(inFile), {}, {}, false});
    r.add({QStringLiteral("actionConnections"), say("&Connections…"), say("Edit the connections"), menu, {},
        notBuilt(inFile), {}, {}, false});
    r.add({QStringLiteral("actionPolicies"), say("&Policies…"), say("Edit what an environment demands"), menu,
        {}, notBuilt(inFile), {}, {}, false});
    r.add({QStringLiteral("actionEnterPassword"), say("Enter Pass&word…"),
        say("Give the password of this environment for this session; it is not stored"), menu, {},
        [](const ActionContext& context) {
            return context.hasEnvironment ? QString() : say("Choose an environment first.");
        },
        {}, {}, false});
    r.addSeparator(menu);
    r.add({QStringLiteral("actionOpenFolder"), say("&Open Folder"),
        say("Show the project in the file manager"), menu, {}, needsProject, {}, {}, false});
    r.add({QStringLiteral("actionOpenProjectFile"), say("Open Project F&ile"),
        say("Open strandline.toml in your editor"), menu, {},
        [](const ActionContext& context) {
            if (!context.projectOpen)
                return needsProject(context);
            return context.hasProjectFile ? QString() : say("This project has no strandline.toml.");
        },
        {}, {}, false});
}

void addRuns(ActionRegistry& r)
{
    using State = migration::MigrationState;
    const MenuId menu = MenuId::Migration;
    const auto waits = [](const ActionContext& context) { return context.entryWaits; };
    r.add({QStringLiteral("actionApplyUpTo"), say("Apply &Up To Here…"),
        say("Plan to run everything up to the selected migration"), menu, {},
        needsEntry([waits](const ActionContext& context) { return waits(context) && context.entryVersioned; },
            say("The selected migration does not wait to run.")),
        {}, {}, false});
    r.add({QStringLiteral("actionApplyOnly"), say("Apply &Only This…"),
        say("Plan to run the selected migration and no other"), menu, {},
        needsEntry(waits, say("The selected migration does not wait to run.")), {}, {}, false});
    r.add({QStringLiteral("actionApply"), say("Apply &All Pending…"),
        say("Plan to run everything that waits"), menu, keys(key(kCtrlShift | Qt::Key_Return)), needsPending,
        QStringLiteral("strandline-apply"), say("Apply…"), false});
    r.add({QStringLiteral("actionRollBackLast"), say("Roll Back La&st…"),
        say("Plan to undo what was applied last"), menu, {}, needsApplied, {}, {}, false});
    r.add({QStringLiteral("actionRollBack"), say("Roll &Back To Here…"),
        say("Plan to undo everything after the selected migration, which stays"), menu,
        keys(key(kCtrlShift | Qt::Key_Backspace)), needsApplied, QStringLiteral("strandline-rollback"),
        say("Roll back…"), false});
    r.addSeparator(menu);
    const auto half = [](const ActionContext& context) { return isIn(context, {State::Partial}); };
    r.add({QStringLiteral("actionResume"), say("R&esume…"),
        say("Plan to go on where a half-applied migration stopped"), menu, {},
        needsEntry(half, say("The selected migration is not half applied.")), {}, {}, false});
    r.add({QStringLiteral("actionUndoKept"), say("Undo Kept S&tatements…"),
        say("Plan to take back what a half-applied migration left behind"), menu, {},
        needsEntry(half, say("The selected migration is not half applied.")), {}, {}, false});
    r.add({QStringLiteral("actionMarkResolved"), say("Mark as Reso&lved…"),
        say("Record that a failed migration was put in order by hand"), menu, {},
        needsEntry(
            [](const ActionContext& context) {
                return isIn(context, {State::Partial, State::Failed});
            },
            say("The selected migration has not failed.")),
        {}, {}, false});
}

void addSettling(ActionRegistry& r)
{
    using State = migration::MigrationState;
    const MenuId menu = MenuId::Settle;
    r.addSubmenu(MenuId::Migration, menu);
    r.add({QStringLiteral("actionMarkApplied"), say("Mark as &Applied…"),
        say("Record that a migration was applied by hand"), menu, {},
        needsEntry(
            [](const ActionContext& context) {
                return context.entryWaits || isIn(context, {State::Skipped});
            },
            say("The selected migration does not wait to run.")),
        {}, {}, false});
    r.add({QStringLiteral("actionMarkPending"), say("Mark as &Not Applied…"),
        say("Record that the effect of a migration is not in the database"), menu, {},
        needsEntry(
            [](const ActionContext& context) {
                return isIn(context, {State::Applied, State::Skipped, State::Baseline});
            },
            say("The selected migration does not count as applied.")),
        {}, {}, false});
    r.add({QStringLiteral("actionSkip"), say("&Skip…"), say("Mark a migration not to be run"), menu, {},
        needsEntry([](const ActionContext& context) { return context.entryWaits; },
            say("The selected migration does not wait to run.")),
        {}, {}, false});
    r.add({QStringLiteral("actionAcceptText"), say("A&ccept New Text…"),
        say("Let the file's text count from now on, without running it"), menu, {},
        needsEntry([](const ActionContext& context) { return context.entryChanged; },
            say("The file of the selected migration is what ran.")),
        {}, {}, false});
    r.add({QStringLiteral("actionForgetMissing"), say("&Forget Missing…"),
        say("Take a migration whose file is gone for good out of the history"), menu, {},
        needsEntry([](const ActionContext& context) { return isIn(context, {State::Missing}); },
            say("The file of the selected migration is there.")),
        {}, {}, false});
    r.add({QStringLiteral("actionBaseline"), say("Set &Baseline…"),
        say("Count a migration and everything before it as done"), menu, {}, needsWrite, {}, {}, false});
    r.add({QStringLiteral("actionRepairHistory"), say("&Repair History…"),
        say("Put the history right after an accident"), menu, {},
        [](const ActionContext& context) {
            const QString reason = needsWrite(context);
            if (!reason.isEmpty())
                return reason;
            return context.unsettled > 0 ? QString() : say("Nothing failed or stopped halfway.");
        },
        {}, {}, false});
}

void addMigration(ActionRegistry& r)
{
    const MenuId menu = MenuId::Migration;
    r.add({QStringLiteral("actionReview"), say("&Review"),
        say("Read the up and the down script of the selection side by side"), menu,
        keys(key(kCtrl | Qt::Key_2)), needsMigration, QStringLiteral("strandline-review"), say("Review"),
        false});
    r.addAgain(MenuId::Pages, QStringLiteral("actionReview"));
    r.add({QStringLiteral("actionMarkReviewed"), say("&Mark as Reviewed"),
        say("Record that you read this script"), menu, {},
        notBuilt(say("This version does not record reviews yet.")), {}, {}, false});
    r.add({QStringLiteral("actionRehearse"), say("Re&hearse"), say("Run the plan on a scratch copy"), menu,
        keys(key(kCtrlShift | Qt::Key_R)), notBuilt(say("This version does not rehearse yet.")), {}, {},
        false});
    r.addSeparator(menu);
    addRuns(r);
    addSettling(r);
    r.add({QStringLiteral("actionCompareApplied"), say("&Compare with Applied Text"),
        say("Show what changed in the file since it ran"), menu, {}, needsMigration, {}, {}, false});
    r.addSeparator(menu);
    r.add({QStringLiteral("actionNextPending"), say("&Next Pending"),
        say("Go to the next migration that waits"), menu, keys(key(kCtrlAlt | Qt::Key_Down)), needsProject,
        {}, {}, false});
    r.add({QStringLiteral("actionPreviousPending"), say("&Previous Pending"),
        say("Go to the previous migration that waits"), menu, keys(key(kCtrlAlt | Qt::Key_Up)), needsProject,
        {}, {}, false});
    r.add({QStringLiteral("actionPairStatement"), say("&Jump to Paired Statement"),
        say("Go from a statement of the up script to the one that undoes it, and back"), menu,
        keys(key(kCtrlAlt | Qt::Key_P)), needsReviewPage, {}, {}, false});
    r.add({QStringLiteral("actionNextProblem"), say("Ne&xt Problem"),
        say("Go to the next row with a problem"), menu, keys(key(Qt::Key_F8)), needsProject, {}, {}, false});
    r.add({QStringLiteral("actionPreviousProblem"), say("Pre&vious Problem"),
        say("Go to the previous row with a problem"), menu, keys(key(int(Qt::SHIFT) | Qt::Key_F8)),
        needsProject, {}, {}, false});
}

void addBackupAndSchema(ActionRegistry& r)
{
    const auto backup = [&r](const char* name, const QString& text, const QString& tip,
                            const QList<QKeySequence>& shortcuts = {}, const QString& icon = {},
                            const QString& toolText = {}) {
        r.add({QLatin1String(name), text, tip, MenuId::Backup, shortcuts, notBuilt(backupReason()), icon,
            toolText, false});
    };
    backup("actionBackUp", say("&Back Up Now…"), say("Take a backup of this environment"),
        keys(key(kCtrlShift | Qt::Key_B)), QStringLiteral("strandline-backup"), say("Back up…"));
    backup("actionRestore", say("&Restore…"), say("Bring a backup back"), {},
        QStringLiteral("strandline-restore"), say("Restore…"));
    backup("actionVerifyBackup", say("&Verify"), say("Check that a backup is intact"));
    backup("actionTestRestore", say("&Test Restore…"), say("Restore a backup to a scratch database"));
    backup("actionImportBackup", say("&Import Backup File…"), say("List a backup made elsewhere"));
    r.addSeparator(MenuId::Backup);
    backup("actionPinBackup", say("&Pin"), say("Keep a backup for good"));
    backup("actionDeleteBackup", say("&Delete…"), say("Move a backup to the trash"));

    const auto schema = [&r](const char* name, const QString& text, const QString& tip, ReasonProvider reason,
                            MenuId menu = MenuId::Schema) {
        r.add({QLatin1String(name), text, tip, menu, {}, std::move(reason), {}, {}, false});
    };
    schema("actionSchemaRefresh", say("&Refresh Schema"), say("Read the schema again; never writes"),
        needsSchemas);
    schema("actionGoToObject", say("&Go to Object…"),
        say("Find a table, a view or another object by its name"), needsReadSchema);
    r.addSubmenu(MenuId::Schema, MenuId::CompareWith);
    schema("actionCompareEnvironment", say("&Environment…"), say("Compare with another environment"),
        needsComparing, MenuId::CompareWith);
    schema("actionCompareVersion", say("&Version…"), say("Compare with the schema at a version"),
        notBuilt(say("This window does not compare with versions yet.")), MenuId::CompareWith);
    schema("actionDrift", say("&Drift"), say("Show what differs from what the history explains"),
        notBuilt(say("This window does not show drift yet.")));
    schema("actionObjectHistory", say("&Object History"), say("Show which migrations touched an object"),
        notBuilt(say("This window does not show the history of an object yet.")));
    schema("actionDiagram", say("D&iagram"), say("Draw a table and what its foreign keys touch"), needsTable);
    schema("actionCopyDdl", say("Copy DD&L"), say("Copy the definition of the selected object"),
        needsDefinition);
}

void addToolsWindowHelp(ActionRegistry& r)
{
    r.add(
        {QStringLiteral("actionCommandPalette"), say("Command &Palette…"), say("Find a command by its name"),
            MenuId::Tools, keys(key(kCtrlShift | Qt::Key_P)), {}, {}, {}, false});
    r.add(
        {QStringLiteral("actionGoToAnything"), say("&Go to Anything…"), say("Find a migration or a command"),
            MenuId::Tools, keys(key(kCtrl | Qt::Key_K)), {}, {}, {}, false});
    r.addSeparator(MenuId::Tools);
    r.add({QStringLiteral("actionSqlConsole"), say("&SQL Console"),
        say("Look into the database with statements"), MenuId::Tools, {},
        notBuilt(say("This version has no SQL console yet.")), {}, {}, false});

    r.add({QStringLiteral("actionNextPage"), say("&Next Page"), say("Go to the next page"), MenuId::Window,
        keys(key(kCtrl | Qt::Key_Tab)), needsProject, {}, {}, false});
    r.add({QStringLiteral("actionPreviousPage"), say("&Previous Page"), say("Go to the previous page"),
        MenuId::Window, keys(key(kCtrlShift | Qt::Key_Backtab)), needsProject, {}, {}, false});
    r.add({QStringLiteral("actionMinimise"), say("&Minimise"), say("Put the window aside"), MenuId::Window,
        {}, {}, {}, {}, false});

    r.add({QStringLiteral("actionHandbook"), say("&Handbook"), say("Read how things work"), MenuId::Help,
        keys(key(Qt::Key_F1)),
        notBuilt(say("There is no handbook yet; the status bar explains each command.")), {}, {}, false});
    r.add({QStringLiteral("actionShortcuts"), say("&Keyboard Shortcuts"), say("List every shortcut"),
        MenuId::Help, keys(key(kCtrlShift | Qt::Key_Slash)), {}, {}, {}, false});
    r.add({QStringLiteral("actionSampleProject"), say("Open &Sample…"),
        say("Make a project with every kind of migration, on SQLite, in a folder of your choice"),
        MenuId::Help, {}, {}, {}, {}, false});
    r.add({QStringLiteral("actionReportProblem"), say("&Report a Problem…"),
        say("Copy what a report needs: versions, system, engine"), MenuId::Help, {}, {}, {}, {}, false});
    r.addSeparator(MenuId::Help);
    r.add({QStringLiteral("actionAbout"), say("&About Strandline"), say("Version and licence"), MenuId::Help,
        {}, {}, {}, {}, false});
}

} // namespace

void addStandardActions(ActionRegistry& registry)
{
    addFile(registry);
    addEdit(registry);
    addView(registry);
    addProject(registry);
    addMigration(registry);
    addBackupAndSchema(registry);
    addToolsWindowHelp(registry);
}

} // namespace strandline::ui
