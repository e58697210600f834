// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFrame>
#include <QLabel>

namespace strandline::ui {

enum class Severity { Information, Positive, Warning, Error };

QString severityWord(Severity severity); ///< "Warning": said before the text, never colour alone
QString severityIconName(Severity severity);

struct SeverityColours
{
    QColor background;
    QColor bar;
};
SeverityColours severityColours(Severity severity, const QPalette& palette);

/// Tinted ground with a bar at the leading edge; text keeps the palette's colour.
class SeverityFrame : public QFrame
{
    Q_OBJECT
public:
    explicit SeverityFrame(Severity severity, QWidget* parent = nullptr);
    void setSeverity(Severity severity);
    Severity severity() const { return m_severity; }
    static constexpr int barWidth = 4;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Severity m_severity;
};

/// A severity's or any other icon in a layout; follows theme and screen.
class IconLabel : public QWidget
{
    Q_OBJECT
public:
    explicit IconLabel(QWidget* parent = nullptr);
    void setSeverity(Severity severity);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Severity m_severity = Severity::Information;
};

} // namespace strandline::ui
