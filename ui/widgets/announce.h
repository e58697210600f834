// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace strandline::ui {

enum class Politeness { Polite, Assertive };

/// Has a screen reader say the text, without moving the focus. The one way to do so: Qt has an event for it
/// only since 6.8, before that a label of the window that nobody sees reports an alert.
void announce(QWidget* source, const QString& text, Politeness politeness = Politeness::Polite);

/// What was said last in the window of the widget; for tests and for the accessibility audit.
QString lastAnnouncement(const QWidget* source);

} // namespace strandline::ui
