// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QApplication>
#include <QColor>
#include <QStyle>

#include <array>
#include <cmath>
#include <utility>

namespace strandline::ui {

namespace {

struct Colours
{
    QRgb window, text, base, alternate, button, light, midlight, mid, dark, shadow;
    QRgb highlight, highlightedText, link, visited, placeholder, disabled, tipBase, tipText;
};

constexpr Colours lightColours {0xfff6f7f9, 0xff1f2328, 0xffffffff, 0xfff1f4f8, 0xffeef1f5, 0xffffffff,
    0xfff6f7f9, 0xffb4bcc7, 0xff8a93a0, 0xff5b6470, 0xff1d62c4, 0xffffffff, 0xff1d62c4, 0xff7340b8,
    0xff5f6773, 0xff767e89, 0xff23282e, 0xfff6f7f9};

constexpr Colours darkColours {0xff202429, 0xffe3e7ec, 0xff1b1e23, 0xff23282e, 0xff2c323a, 0xff4a525d,
    0xff3a424d, 0xff15181c, 0xff12151a, 0xff0b0d10, 0xff2f6fd0, 0xffffffff, 0xff6ea8fe, 0xffc3a1ff,
    0xff9aa4b0, 0xff848e9a, 0xff3a424d, 0xfff1f4f8};

constexpr Colours contrastColours {0xff000000, 0xffffffff, 0xff000000, 0xff141414, 0xff5a5a5a, 0xffffffff,
    0xffcccccc, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffd400, 0xff000000, 0xff7fd4ff, 0xffe0b3ff,
    0xffd0d0d0, 0xffb0b0b0, 0xff000000, 0xffffffff};

const Colours& coloursOf(ThemeKind kind)
{
    switch (kind) {
    case ThemeKind::Light:
        return lightColours;
    case ThemeKind::Dark:
        return darkColours;
    case ThemeKind::HighContrast:
        return contrastColours;
    }
    return lightColours;
}

double channel(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF())
        + 0.0722 * channel(colour.blueF());
}

constexpr std::array<std::pair<ThemeChoice, const char*>, 4> choiceNames {{
    {ThemeChoice::System, "system"},
    {ThemeChoice::Light, "light"},
    {ThemeChoice::Dark, "dark"},
    {ThemeChoice::HighContrast, "high-contrast"},
}};

ThemeKind resolve(ThemeChoice choice, const SystemPreference& system, const QPalette& palette)
{
    if (choice == ThemeChoice::Light)
        return ThemeKind::Light;
    if (choice == ThemeChoice::Dark)
        return ThemeKind::Dark;
    if (choice == ThemeChoice::HighContrast || system.highContrast)
        return ThemeKind::HighContrast;
    if (system.scheme != SystemPreference::Scheme::None)
        return system.scheme == SystemPreference::Scheme::Dark ? ThemeKind::Dark : ThemeKind::Light;
    return themeKindOf(palette);
}

} // namespace

QString themeChoiceName(ThemeChoice choice)
{
    for (const auto& [value, name] : choiceNames) {
        if (value == choice)
            return QLatin1String(name);
    }
    return QStringLiteral("system");
}

ThemeChoice themeChoiceFromName(const QString& text)
{
    for (const auto& [value, name] : choiceNames) {
        if (text == QLatin1String(name))
            return value;
    }
    return ThemeChoice::System;
}

QPalette paletteFor(ThemeKind kind)
{
    const Colours& c = coloursOf(kind);
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(c.window));
    palette.setColor(QPalette::WindowText, QColor(c.text));
    palette.setColor(QPalette::Base, QColor(c.base));
    palette.setColor(QPalette::AlternateBase, QColor(c.alternate));
    palette.setColor(QPalette::Text, QColor(c.text));
    palette.setColor(QPalette::BrightText, QColor(c.text));
    palette.setColor(QPalette::Button, QColor(c.button));
    palette.setColor(QPalette::ButtonText, QColor(c.text));
    palette.setColor(QPalette::Light, QColor(c.light));
    palette.setColor(QPalette::Midlight, QColor(c.midlight));
    palette.setColor(QPalette::Mid, QColor(c.mid));
    palette.setColor(QPalette::Dark, QColor(c.dark));
    palette.setColor(QPalette::Shadow, QColor(c.shadow));
    palette.setColor(QPalette::Highlight, QColor(c.highlight));
    palette.setColor(QPalette::HighlightedText, QColor(c.highlightedText));
    palette.setColor(QPalette::Link, QColor(c.link));
    palette.setColor(QPalette::LinkVisited, QColor(c.visited));
    palette.setColor(QPalette::PlaceholderText, QColor(c.placeholder));
    palette.setColor(QPalette::ToolTipBase, QColor(c.tipBase));
    palette.setColor(QPalette::ToolTipText, QColor(c.tipText));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(c.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(c.mid));
    return palette;
}

ThemeKind themeKindOf(const QPalette& palette)
{
    const QColor base = palette.color(QPalette::Active, QPalette::Base);
    const QColor text = palette.color(QPalette::Active, QPalette::Text);
    if (luminance(text) <= luminance(base))
        return ThemeKind::Light;
    return contrastRatio(base, text) > 20.5 ? ThemeKind::HighContrast : ThemeKind::Dark;
}

ThemeKind applyTheme(QApplication& application, ThemeChoice choice, const SystemPreference& system)
{
    // The default palette is what the style and the desktop agree on; ours may be set at the moment.
    QApplication::setPalette(QPalette());
    const QPalette native = QApplication::palette();
    const ThemeKind kind = resolve(choice, system, native);
    const bool ownStyle =
        application.style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) == 0;
    const bool nativeFits = !ownStyle && choice == ThemeChoice::System && themeKindOf(native) == kind;
    if (!nativeFits)
        QApplication::setPalette(paletteFor(kind));
    return kind;
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace strandline::ui
