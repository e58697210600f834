// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/severity.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QPainter>

namespace strandline::ui {

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Information:
        return QCoreApplication::translate("Severity", "Note");
    case Severity::Positive:
        return QCoreApplication::translate("Severity", "Done");
    case Severity::Warning:
        return QCoreApplication::translate("Severity", "Warning");
    case Severity::Error:
        return QCoreApplication::translate("Severity", "Error");
    }
    return {};
}

QString severityIconName(Severity severity)
{
    switch (severity) {
    case Severity::Information:
        return QStringLiteral("dialog-information");
    case Severity::Positive:
        return QStringLiteral("emblem-ok");
    case Severity::Warning:
        return QStringLiteral("dialog-warning");
    case Severity::Error:
        return QStringLiteral("dialog-error");
    }
    return {};
}

SeverityColours severityColours(Severity severity, const QPalette& palette)
{
    const ThemeKind kind = themeKindOf(palette);
    const bool light = kind == ThemeKind::Light;
    SeverityColours colours;
    switch (severity) {
    case Severity::Information:
        colours = light ? SeverityColours {0xe4eefd, 0x1d62c4} : SeverityColours {0x22334c, 0x6ea8fe};
        break;
    case Severity::Positive:
        colours = light ? SeverityColours {0xdff3e4, 0x18794e} : SeverityColours {0x1e3a2a, 0x4cc38a};
        break;
    case Severity::Warning:
        colours = light ? SeverityColours {0xfff1d6, 0x8f5a00} : SeverityColours {0x3d3119, 0xf0b849};
        break;
    case Severity::Error:
        colours = light ? SeverityColours {0xfbe3e1, 0xc0271f} : SeverityColours {0x45231f, 0xff8a80};
        break;
    }
    if (kind == ThemeKind::HighContrast)
        colours.background = palette.color(QPalette::Window);
    return colours;
}

SeverityFrame::SeverityFrame(Severity severity, QWidget* parent)
    : QFrame(parent)
    , m_severity(severity)
{ }

void SeverityFrame::setSeverity(Severity severity)
{
    m_severity = severity;
    update();
}

void SeverityFrame::paintEvent(QPaintEvent*)
{
    const SeverityColours colours = severityColours(m_severity, palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.background);
    QRect bar = rect();
    if (layoutDirection() == Qt::LeftToRight)
        bar.setWidth(barWidth);
    else
        bar.setLeft(bar.right() - barWidth + 1);
    painter.fillRect(bar, colours.bar);
    if (themeKindOf(palette()) == ThemeKind::HighContrast) {
        painter.setPen(colours.bar);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

IconLabel::IconLabel(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setSeverity(Severity severity)
{
    m_severity = severity;
    update();
}

QSize IconLabel::sizeHint() const
{
    const int side = fontMetrics().height() + 2;
    return {side, side};
}

void IconLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintIcon(&painter, rect(), severityIconName(m_severity), severityColours(m_severity, palette()).bar);
}

} // namespace strandline::ui
