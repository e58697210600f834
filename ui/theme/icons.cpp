// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QLibraryInfo>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>
#include <QVersionNumber>

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

void render(QPainter* painter, const QRect& rect, QByteArray svg, const QColor& ink)
{
    svg.replace("#000000", ink.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    const int side = std::min(rect.width(), rect.height());
    QRect square(0, 0, side, side);
    square.moveCenter(rect.center());
    renderer.render(painter, QRectF(square));
}

QByteArray sourceOf(const QString& name)
{
    QFile file(folder() + QLatin1Char('/') + name + QLatin1String(".svg"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
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
        render(painter, rect, m_source, inkOf(mode));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& asked, QIcon::Mode mode, QIcon::State state, qreal ratio) override
    {
        // Up to Qt 6.7 the size is in device pixels already, later it is not; QIcon sets the ratio on what it
        // gets. Asked at run time: a program built with one version may run with another.
        static const bool logical = QLibraryInfo::version() >= QVersionNumber(6, 8);
        const QSize size = logical ? (QSizeF(asked) * ratio).toSize() : asked;
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
    const QByteArray source = sourceOf(name);
    return source.isEmpty() ? QIcon() : QIcon(new SymbolicEngine(name, source));
}

void paintIcon(QPainter* painter, const QRect& rect, const QString& name, const QColor& ink)
{
    const QByteArray source = sourceOf(name);
    if (!source.isEmpty())
        render(painter, rect, source, ink);
}

QStringList iconNames()
{
    QStringList names = QDir(folder()).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
    for (QString& name : names)
        name.chop(4);
    return names;
}

} // namespace strandline::ui
