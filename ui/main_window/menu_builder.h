// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_registry.h"

class QMenu;
class QMenuBar;

namespace strandline::ui {

/// Makes the menu bar from the registry. Answers the menus, so that the window can fill Open Recent.
QHash<MenuId, QMenu*> buildMenus(QMenuBar& bar, const ActionRegistry& registry);

} // namespace strandline::ui
