// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <chrono>
#include <functional>

class QWidget;

namespace strandline::gui {

/// Milliseconds from process start and from main() to first paint and to a usable window, on stderr.
class StartupTrace : public QObject
{
    Q_OBJECT

public:
    using Clock = std::chrono::steady_clock;

    explicit StartupTrace(Clock::time_point mainEntered, QObject* parent = nullptr);

    void watch(QWidget* window);
    void usable();

Q_SIGNALS:
    /// Both were printed.
    void finished();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void report();
    void print(const char* what);

    Clock::time_point m_mainEntered;
    double m_beforeMainMs; ///< from the start of the process to main(); negative: unknown
    bool m_painted = false;
    bool m_usable = false;
    bool m_reported = false;
};

} // namespace strandline::gui
