// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace strandline::ui {

/// The style underneath with targets of at least 24 by 24 pixels: Fusion makes fields and buttons 22 high
/// with a small font. One place instead of a minimum height on every widget, which the next one would forget.
class RoomyStyle : public QProxyStyle
{
    Q_OBJECT

public:
    static constexpr int kTarget = 24;

    explicit RoomyStyle(const QString& key);

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
        const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
        const QWidget* widget) const override;
};

} // namespace strandline::ui
