// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engines.h"
#include "ui/main_window/main_window.h"

#include <QTest>

#include <functional>

namespace strandline::test {

/// A visitor with a camera. A stop that is not reached is an error; what the pictures show is for people.
struct Walk
{
    ui::MainWindow& window;
    QString folder;
    QString suffix;
    bool complete = true;

    void shoot(const QString& name, QWidget* what = nullptr)
    {
        QTest::qWait(300); // the editor colours in idle slices
        const QString path = QStringLiteral("%1/%2-%3.png").arg(folder, name, suffix);
        if ((what ? what : &window)->grab().save(path))
            return;
        std::fprintf(stderr, "walkthrough: could not write %s\n", qPrintable(path));
        complete = false;
    }

    bool reach(const char* stop, const std::function<bool()>& there, int timeoutMs = 20000)
    {
        if (QTest::qWaitFor(there, timeoutMs))
            return true;
        std::fprintf(stderr, "walkthrough: never reached %s\n", stop);
        complete = false;
        return false;
    }
};

/// Applying everything where something failed before: what stands in the way.
void walkToABlockedRun(Walk& walk);

/// The pages that look at a schema, and compare two.
void walkThroughSchema(Walk& walk);

/// From a plan to a run that stops halfway, on to its end, and back again, in a project of its own.
void walkThroughRuns(Walk& walk, const QString& folder);

/// A run on a server where somebody else holds the table; without a server only a note.
void walkToALock(Walk& walk, const QString& folder, const engine::Engines& engines);

} // namespace strandline::test
