// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/announce.h"

#include <QAccessible>
#include <QLabel>
#include <QWidget>

namespace strandline::ui {

namespace {

QString regionName()
{
    return QStringLiteral("liveRegion");
}

/// Shown, or assistive technology would not see it either, but without a size.
QLabel* liveRegion(QWidget* window)
{
    auto* label = window->findChild<QLabel*>(regionName(), Qt::FindDirectChildrenOnly);
    if (label)
        return label;
    label = new QLabel(window);
    label->setObjectName(regionName());
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    label->setFocusPolicy(Qt::NoFocus);
    label->setGeometry(0, 0, 0, 0);
    label->show();
    return label;
}

} // namespace

void announce(QWidget* source, const QString& text, Politeness politeness)
{
    if (!source || text.isEmpty())
        return;
    QLabel* region = liveRegion(source->window());
    region->setAccessibleName(text);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QAccessibleAnnouncementEvent event(source, text);
    event.setPoliteness(politeness == Politeness::Assertive ? QAccessible::AnnouncementPoliteness::Assertive
                                                            : QAccessible::AnnouncementPoliteness::Polite);
#else
    Q_UNUSED(politeness)
    QAccessibleEvent event(region, QAccessible::Alert);
#endif
    QAccessible::updateAccessibility(&event);
}

QString lastAnnouncement(const QWidget* source)
{
    const auto* label = source->window()->findChild<QLabel*>(regionName(), Qt::FindDirectChildrenOnly);
    return label ? label->accessibleName() : QString();
}

} // namespace strandline::ui
