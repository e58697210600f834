// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

namespace strandline::ui {

namespace {

QString folder()
{
    return QStringLiteral(":/strandline/icons");
}

QColor inkOf(QIcon::Mode mode)
{
    const QPalette palette = QGuiApplication::palette();
    switch (mode) {
    case QIcon::Disabled:
        return palette.color(QPalette::Disabled, QPalette::ButtonText);
    case QIcon::Selected:
        return palette.color(QPalette::Active, QPalette::HighlightedText);
    case QIcon::Normal:
    case QIcon::Active:
        break;
    }
    return palette.color(QPalette::Active, QPalette::ButtonText);
}

/// Renders when painted instead of keeping pixmaps: the palette and the screen may change in between, and an
/// icon of a few strokes costs less than a cache that must be told.
class SymbolicEngine : public QIconEngine
{
public:
    SymbolicEngine(QString name, QByteArray source)
        : m_name(std::move(name))
        , m_source(std::move(source))
    { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray svg = m_source;
        svg.replace("#000000", inkOf(mode).name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(svg);
        const int side = std::min(rect.width(), rect.height());
        QRectF square(0, 0, side, side);
        square.moveCenter(QRectF(rect).center());
        renderer.render(painter, square);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        // The size is in device pixels already; QIcon sets the ratio on what it gets.
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new SymbolicEngine(m_name, m_source); }
    QString iconName() override { return m_name; }
    bool isNull() override { return m_source.isEmpty(); }
    QString key() const override { return QStringLiteral("strandline-symbolic"); }

private:
    QString m_name;
    QByteArray m_source;
};

} // namespace

QIcon icon(const QString& name)
{
    QFile file(folder() + QLatin1Char('/') + name + QLatin1String(".svg"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new SymbolicEngine(name, file.readAll()));
}

QStringList iconNames()
{
    QStringList names = QDir(folder()).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
    for (QString& name : names)
        name.chop(4);
    return names;
}

} // namespace strandline::ui
