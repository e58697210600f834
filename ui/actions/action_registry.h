// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"

#include <QAction>
#include <QHash>
#include <QObject>

#include <functional>
#include <optional>

namespace strandline::ui {

/// Where things stand, as far as commands care.
struct ActionContext
{
    bool projectOpen = false;
    bool hasProjectFile = false;
    bool hasEnvironment = false;
    bool reading = false;
    bool migrationSelected = false;
    bool rowSelected = false;
    bool onTimeline = false;
    bool comparing = false;
    bool onReview = false;

    // What looking at a schema depends on; see SchemaBridge.
    bool canSeeSchema = false; ///< the window was given something to read it with
    bool schemaRead = false;
    bool schemaObject = false; ///< one is selected
    bool schemaDefinition = false; ///< and its statements are known
    bool schemaTable = false; ///< and it is a table
    bool hasOtherEnvironment = false;
    bool canCompare = false; ///< the window was given something to compare with

    // What writing commands depend on; see RunBridge.
    bool canWrite = false; ///< the window was given something to write with
    QString environment;
    bool environmentEnabled = true;
    bool read = false; ///< the environment was asked in this session
    bool historyPresent = false;
    bool writing = false; ///< something is being written there
    bool hasPlan = false;
    int pending = 0; ///< what "apply all" would run
    int applied = 0;
    int unsettled = 0; ///< failed or half applied
    bool entryWaits = false;
    bool entryVersioned = false;
    bool entryApplied = false;
    bool entryChanged = false; ///< edited after it was applied
    std::optional<migration::MigrationState> entryState;
};

enum class MenuId {
    File,
    OpenRecent,
    Export,
    Edit,
    CopyAs,
    View,
    Pages,
    Docks,
    Density,
    TextSize,
    Theme,
    Project,
    Migration,
    Settle,
    Backup,
    Schema,
    CompareWith,
    Tools,
    Window,
    Help
};

/// Empty: the command can be used. Otherwise one sentence that says why not.
using ReasonProvider = std::function<QString(const ActionContext&)>;

struct ActionSpec
{
    QString objectName; ///< "actionApply": stable
    QString text; ///< with mnemonic
    QString tip; ///< what it does, one sentence
    MenuId menu = MenuId::File;
    QList<QKeySequence> shortcuts;
    ReasonProvider unavailable;
    QString icon; ///< freedesktop name; empty: none
    QString toolText; ///< shorter text for the toolbar
    bool checkable = false;
};

/// Every command of the window, once: menus, toolbar and palette are made from it. Owns the actions.
class ActionRegistry : public QObject
{
    Q_OBJECT

public:
    struct Entry
    {
        enum class Kind { Action, Separator, Submenu };
        Kind kind = Kind::Action;
        MenuId menu = MenuId::File;
        QAction* action = nullptr;
        MenuId submenu = MenuId::File;
    };

    explicit ActionRegistry(QObject* parent = nullptr);

    QAction* add(const ActionSpec& spec);
    /// The same command in a second menu.
    void addAgain(MenuId menu, const QString& objectName);
    void addSeparator(MenuId menu);
    void addSubmenu(MenuId menu, MenuId submenu);

    QAction* action(const QString& objectName) const;
    QList<QAction*> actions() const { return m_order; }
    const QList<Entry>& entries() const { return m_entries; }
    /// Title with mnemonic: "&File", "Text &Size".
    static QString menuTitle(MenuId menu);
    /// "View › Text Size".
    QString menuPath(const QAction* action) const;
    /// Why it cannot be used now; empty when it can.
    QString reason(const QAction* action) const;

    /// Enables and disables everything, and puts the reasons into status tips and tooltips.
    void update(const ActionContext& context);

private:
    struct Known
    {
        ActionSpec spec;
        QString reason;
    };
    void describe(QAction* action, const Known& known) const;

    QHash<QString, QAction*> m_byName;
    QHash<const QAction*, Known> m_known;
    QHash<MenuId, MenuId> m_parents;
    QList<QAction*> m_order;
    QList<Entry> m_entries;
};

/// Text as people read it: no mnemonic marks, no dots that promise a dialog.
QString plainActionText(const QString& text);

} // namespace strandline::ui
