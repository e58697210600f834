// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace strandline::ui {

/// "1 Plan › 2 Preflight › 3 Run › 4 Result": where one is on the way. Says each change aloud. Not a way to
/// jump: forward needs a decision, back is a button of the page.
class Stepper : public QWidget
{
    Q_OBJECT

public:
    explicit Stepper(const QStringList& steps, QWidget* parent = nullptr);

    void setCurrent(int step);
    int current() const { return m_current; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QStringList m_steps;
    int m_current = -1;
};

} // namespace strandline::ui
