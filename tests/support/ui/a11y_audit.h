// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QWidget;

namespace strandline::test {

/// Walks a widget tree for what a screen reader and a keyboard need. Answers one line per finding; an empty
/// list is a pass. Rules by number: 1 names of focusable widgets, 2 names of icon-only buttons, 3 actions
/// with text, status tip and object name, 4 states that are in words, 5 headers and row sentences of tables,
/// 11 targets of 24 by 24 pixels.
class A11yAudit
{
public:
    static QStringList run(QWidget* root);
};

} // namespace strandline::test
