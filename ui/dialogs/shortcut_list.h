// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace strandline::ui {

class ActionRegistry;

/// Every command that has a shortcut, by menu; can be searched. For looking: changing them is for later.
class ShortcutList : public QDialog
{
    Q_OBJECT

public:
    ShortcutList(const ActionRegistry& registry, QWidget* parent);
};

} // namespace strandline::ui
