// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/scenario.h"

#include <QRegularExpression>

namespace strandline::tests {

namespace {

bool lineFits(const QString& pattern, const QString& line)
{
    if (!pattern.contains(QLatin1String("[..]")))
        return pattern == line;
    QStringList parts = pattern.split(QStringLiteral("[..]"));
    for (QString& part : parts)
        part = QRegularExpression::escape(part);
    const QRegularExpression expression(
        QRegularExpression::anchoredPattern(parts.join(QStringLiteral(".*"))));
    return expression.match(line).hasMatch();
}

/// Index of the first expected line that cannot be met from here on, or -1.
int firstUnmet(const QStringList& expected, int e, const QStringList& actual, int a)
{
    while (e < expected.size()) {
        if (expected[e] == QLatin1String("[...]")) {
            if (e + 1 == expected.size())
                return -1;
            for (int start = a; start <= actual.size(); ++start) {
                if (firstUnmet(expected, e + 1, actual, start) < 0)
                    return -1;
            }
            return e + 1;
        }
        if (a >= actual.size() || !lineFits(expected[e], actual[a]))
            return e;
        ++e;
        ++a;
    }
    return a == actual.size() ? -1 : int(expected.size());
}

} // namespace

QList<ScenarioStep> parseScenario(const QString& text)
{
    static const QRegularExpression exitLine(QStringLiteral("^\\[exit (\\d+)\\]$"));
    QList<ScenarioStep> steps;
    int number = 0;
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        ++number;
        if (line.startsWith(QLatin1String("$ "))) {
            steps.append({number, line.mid(2), {}, 0});
        } else if (line.startsWith(QLatin1Char('#')) || steps.isEmpty()) {
            continue;
        } else if (const auto match = exitLine.match(line); match.hasMatch()) {
            steps.last().exitCode = match.captured(1).toInt();
        } else {
            steps.last().expected.append(line);
        }
    }
    for (ScenarioStep& step : steps) { // blank lines before the next command belong to the file's layout
        while (!step.expected.isEmpty() && step.expected.constLast().isEmpty())
            step.expected.removeLast();
    }
    return steps;
}

QString mismatch(const QStringList& expected, const QStringList& actual)
{
    const int unmet = firstUnmet(expected, 0, actual, 0);
    if (unmet < 0)
        return {};
    const QString wanted = unmet < expected.size() ? expected[unmet] : QStringLiteral("(end of output)");
    return QStringLiteral("expected line %1: %2\n--- output was ---\n%3")
        .arg(QString::number(unmet + 1), wanted, actual.join(QLatin1Char('\n')));
}

} // namespace strandline::tests
