// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action_registry.h"

#include "ui/theme/icons.h"

namespace strandline::ui {

ActionRegistry::ActionRegistry(QObject* parent)
    : QObject(parent)
{ }

QAction* ActionRegistry::add(const ActionSpec& spec)
{
    Q_ASSERT(!m_byName.contains(spec.objectName));
    auto* action = new QAction(spec.text, this);
    action->setObjectName(spec.objectName);
    action->setShortcuts(spec.shortcuts);
    action->setCheckable(spec.checkable);
    if (!spec.toolText.isEmpty())
        action->setIconText(spec.toolText);
    if (!spec.icon.isEmpty())
        action->setIcon(icon(spec.icon));
    // Roles would let macOS move entries by their English words.
    action->setMenuRole(QAction::NoRole);
    m_byName.insert(spec.objectName, action);
    m_known.insert(action, {spec, {}});
    m_order << action;
    m_entries << Entry {Entry::Kind::Action, spec.menu, action, spec.menu};
    describe(action, m_known[action]);
    return action;
}

void ActionRegistry::addAgain(MenuId menu, const QString& objectName)
{
    m_entries << Entry {Entry::Kind::Action, menu, action(objectName), menu};
}

void ActionRegistry::addSeparator(MenuId menu)
{
    m_entries << Entry {Entry::Kind::Separator, menu, nullptr, menu};
}

void ActionRegistry::addSubmenu(MenuId menu, MenuId submenu)
{
    m_parents.insert(submenu, menu);
    m_entries << Entry {Entry::Kind::Submenu, menu, nullptr, submenu};
}

QAction* ActionRegistry::action(const QString& objectName) const
{
    QAction* found = m_byName.value(objectName);
    Q_ASSERT_X(found, "ActionRegistry", qPrintable(objectName));
    return found;
}

QString ActionRegistry::menuTitle(MenuId menu)
{
    switch (menu) {
    case MenuId::File:
        return tr("&File");
    case MenuId::OpenRecent:
        return tr("Open &Recent");
    case MenuId::Export:
        return tr("&Export");
    case MenuId::Edit:
        return tr("&Edit");
    case MenuId::CopyAs:
        return tr("Copy &As");
    case MenuId::View:
        return tr("&View");
    case MenuId::Pages:
        return tr("&Pages");
    case MenuId::Docks:
        return tr("&Docks");
    case MenuId::Density:
        return tr("D&ensity");
    case MenuId::TextSize:
        return tr("Text &Size");
    case MenuId::Theme:
        return tr("T&heme");
    case MenuId::Project:
        return tr("&Project");
    case MenuId::Migration:
        return tr("&Migration");
    case MenuId::Settle:
        return tr("Settle Histor&y");
    case MenuId::Backup:
        return tr("&Backup");
    case MenuId::Schema:
        return tr("&Schema");
    case MenuId::CompareWith:
        return tr("&Compare With");
    case MenuId::Tools:
        return tr("&Tools");
    case MenuId::Window:
        return tr("&Window");
    case MenuId::Help:
        return tr("&Help");
    }
    return {};
}

QString ActionRegistry::menuPath(const QAction* action) const
{
    const auto found = m_known.constFind(action);
    if (found == m_known.constEnd())
        return {};
    MenuId menu = found->spec.menu;
    QString path = plainActionText(menuTitle(menu));
    while (m_parents.contains(menu)) {
        menu = m_parents.value(menu);
        path = plainActionText(menuTitle(menu)) + QStringLiteral(" › ") + path;
    }
    return path;
}

QString ActionRegistry::reason(const QAction* action) const
{
    const auto found = m_known.constFind(action);
    return found == m_known.constEnd() ? QString() : found->reason;
}

void ActionRegistry::update(const ActionContext& context)
{
    for (QAction* action : std::as_const(m_order)) {
        Known& known = m_known[action];
        const QString reason = known.spec.unavailable ? known.spec.unavailable(context) : QString();
        if (reason == known.reason && action->isEnabled() == reason.isEmpty())
            continue;
        known.reason = reason;
        action->setEnabled(reason.isEmpty());
        describe(action, known);
    }
}

void ActionRegistry::describe(QAction* action, const Known& known) const
{
    const QString tip = known.reason.isEmpty() ? known.spec.tip : known.reason;
    action->setStatusTip(tip);
    QString tooltip = plainActionText(known.spec.text);
    if (!action->shortcut().isEmpty())
        tooltip += QStringLiteral(" (%1)").arg(action->shortcut().toString(QKeySequence::NativeText));
    action->setToolTip(tip.isEmpty() ? tooltip : tooltip + QLatin1Char('\n') + tip);
}

QString plainActionText(const QString& text)
{
    QString plain = text;
    plain.remove(QLatin1Char('&'));
    if (plain.endsWith(QStringLiteral("…")))
        plain.chop(1);
    return plain;
}

} // namespace strandline::ui
