// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace strandline::tests {

/// One command of a scenario with what it must print (both streams together) and its exit code.
struct ScenarioStep
{
    int line = 0; ///< of the command in its file
    QString command;
    QStringList expected;
    int exitCode = 0;
};

/// Format of a .scenario file:
///   # comment
///   $ command, run by the shell in the scenario's own empty folder
///   expected output, line by line; "[..]" inside a line stands for any text, a line "[...]" for any lines
///   [exit 3]          the exit code, when it is not 0
QList<ScenarioStep> parseScenario(const QString& text);

/// Empty when the output fits, else a description of the first line that does not.
QString mismatch(const QStringList& expected, const QStringList& actual);

} // namespace strandline::tests
