// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/ui/fake_backend.h"
#include "tests/support/ui/fake_run_backend.h"
#include "tests/support/ui/fake_timeline.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/run_bridge.h"
#include "ui/object_names.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

namespace strandline::test {

/// The window over values, with a run that the test conducts.
struct RunWindow
{
    std::unique_ptr<FakeBackend> backend = FakeBackend::shop();
    FakeRunBackend runs;
    base::FixedClock clock {fixedNow()};
    QTemporaryDir state;
    std::unique_ptr<ui::MainWindow> window;

    bool open(const QString& environment)
    {
        ui::WindowServices services;
        services.backend = backend.get();
        services.runs = &runs;
        services.clock = &clock;
        services.stateFolder = state.path();
        services.version = QStringLiteral("0.1.0");
        services.chooseTheme = [](ui::ThemeChoice choice) { ui::applyTheme(*qApp, choice); };
        window = std::make_unique<ui::MainWindow>(services);
        window->resize(1280, 800);
        window->show();
        if (!QTest::qWaitForWindowExposed(window.get()))
            return false;
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get()))
            return false;
        window->openProject(QStringLiteral("/projects/shop"), environment);
        return QTest::qWaitFor([this] { return window->controller().currentReading().view != nullptr; });
    }

    template <typename T> T* part(const QString& name) const { return window->findChild<T*>(name); }
    QAction* action(const char* name) const { return window->actionRegistry().action(QLatin1String(name)); }
    ui::RunFlowPage* page(const QString& environment = QStringLiteral("production")) const
    {
        return window->runBridge().page(environment);
    }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : window.get(),
            Qt::Key(key), modifiers);
    }
    void type(const QString& text) const { QTest::keyClicks(QApplication::focusWidget(), text); }
};

} // namespace strandline::test
