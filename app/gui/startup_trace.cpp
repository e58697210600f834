// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/startup_trace.h"

#include <QEvent>
#include <QFile>
#include <QTimer>
#include <QWidget>

#include <cstdio>
#include <ctime>
#include <unistd.h>
#include <utility>

namespace strandline::gui {

namespace {

/// Field 22 of /proc/self/stat is the start in clock ticks since boot; the difference to the boot clock is
/// the age of the process. Resolution: one tick, usually 10 ms.
double processAgeMs()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray line = file.readAll();
    // The second field is the program's name in brackets and may hold blanks.
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    constexpr int kStartTime = 22 - 3;
    if (fields.size() <= kStartTime)
        return -1;
    timespec now {};
    if (clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    const double started = fields[kStartTime].toDouble() / double(sysconf(_SC_CLK_TCK));
    return (double(now.tv_sec) + double(now.tv_nsec) / 1e9 - started) * 1000.0;
}

} // namespace

StartupTrace::StartupTrace(Clock::time_point mainEntered, QObject* parent)
    : QObject(parent)
    , m_mainEntered(mainEntered)
{
    const double age = processAgeMs();
    const double sinceMain = std::chrono::duration<double, std::milli>(Clock::now() - mainEntered).count();
    m_beforeMainMs = age < 0 ? -1 : std::max(0.0, age - sinceMain);
}

void StartupTrace::watch(QWidget* window)
{
    window->installEventFilter(this);
}

bool StartupTrace::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Paint && !m_painted) {
        m_painted = true;
        // After this paint, and those of the children, have reached the screen.
        QTimer::singleShot(0, this, [this] {
            print("first paint");
            report();
        });
    }
    return QObject::eventFilter(watched, event);
}

void StartupTrace::usable()
{
    if (m_usable)
        return;
    m_usable = true;
    // What nobody can see yet is not usable.
    if (m_painted)
        QTimer::singleShot(0, this, &StartupTrace::report);
}

void StartupTrace::report()
{
    if (!m_usable || std::exchange(m_reported, true))
        return;
    print("usable window");
    Q_EMIT finished();
}

void StartupTrace::print(const char* what)
{
    const double sinceMain = std::chrono::duration<double, std::milli>(Clock::now() - m_mainEntered).count();
    if (m_beforeMainMs < 0)
        std::fprintf(stderr, "startup: %s after %.0f ms from main\n", what, sinceMain);
    else
        std::fprintf(stderr, "startup: %s after %.0f ms from process start, %.0f ms from main\n", what,
            sinceMain + m_beforeMainMs, sinceMain);
}

} // namespace strandline::gui
