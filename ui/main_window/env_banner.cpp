// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/env_banner.h"

#include "ui/delegates/state_glyphs.h"
#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionButton>
#include <QToolButton>

namespace strandline::ui {

namespace {

/// White on the tier's colour in every theme, with an own focus ring: the style's would be drawn in the
/// window's highlight colour, which nobody sees on red.
class BannerButton final : public QToolButton
{
public:
    using QToolButton::QToolButton;

    QSize sizeHint() const override
    {
        return {fontMetrics().horizontalAdvance(text()) + 20, std::max(24, fontMetrics().height() + 6)};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (underMouse() || isDown()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(QColor(255, 255, 255, isDown() ? 70 : 40));
            painter.drawRoundedRect(QRectF(rect()).adjusted(1, 2, -1, -2), 3, 3);
        }
        if (hasFocus()) {
            painter.setPen(QPen(Qt::white, 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 2.5, -1.5, -2.5), 3, 3);
        }
        painter.setPen(Qt::white);
        QFont underlined = font();
        underlined.setUnderline(true);
        painter.setFont(underlined);
        painter.drawText(rect(), Qt::AlignCenter, text());
    }
};

} // namespace

EnvBanner::EnvBanner(QWidget* parent)
    : QWidget(parent)
    , m_details(new BannerButton(this))
{
    setObjectName(names::envBanner());
    m_details->setObjectName(names::envBannerDetails());
    m_details->setText(tr("Details…"));
    m_details->setAccessibleName(tr("Details of the connection"));
    m_details->setToolTip(tr("Where each setting of this connection comes from, and which lock holds"));
    m_details->setFocusPolicy(Qt::StrongFocus);
    connect(m_details, &QToolButton::clicked, this, [this] { Q_EMIT detailsRequested(m_details); });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 6, 0);
    row->addStretch();
    row->addWidget(m_details);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    hide();
}

QSize EnvBanner::sizeHint() const
{
    return {200, std::max(28, fontMetrics().height() + 12)};
}

void EnvBanner::setContent(const BannerContent& content)
{
    m_content = content;
    setAccessibleName(content.spoken);
    setToolTip(content.spoken);
    layOutText();
    setVisible(content.shown);
    update();
}

void EnvBanner::layOutText()
{
    QFont bold = font();
    bold.setBold(true);
    const int left = 34 + QFontMetrics(bold).horizontalAdvance(m_content.tierName.toUpper()) + 16;
    const int room = width() - left - m_details->sizeHint().width() - 16;
    QString text = m_content.connection;
    if (!m_content.lock.isEmpty())
        text += (text.isEmpty() ? QString() : QStringLiteral("  ·  ")) + m_content.lock;
    m_elided = fontMetrics().elidedText(text, Qt::ElideMiddle, std::max(0, room));
}

void EnvBanner::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOutText();
}

void EnvBanner::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        layOutText();
}

void EnvBanner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), tierFill(m_content.tier));
    // On dark windows the fill alone is only about 2:1 against its surroundings.
    if (schemeOf(palette()) != Scheme::Light) {
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
    const int shape = fontMetrics().height() - 1;
    paintTierShape(painter, QRectF(12, (height() - shape) / 2.0, shape, shape), m_content.tier, Qt::white);
    painter.setPen(Qt::white);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    const QString tier = m_content.tierName.toUpper();
    const int tierWidth = painter.fontMetrics().horizontalAdvance(tier);
    painter.drawText(QRect(34, 0, tierWidth + 2, height()), Qt::AlignVCenter, tier);
    painter.setFont(font());
    painter.drawText(QRect(34 + tierWidth + 16, 0, width(), height()), Qt::AlignVCenter, m_elided);
}

} // namespace strandline::ui
