// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/arch/layers.h"

#include <QRegularExpression>

namespace strandline::arch {

namespace {

struct Line
{
    QStringList direct;
    QStringList without;
};

QStringList words(const QString& text)
{
    static const QRegularExpression blank(QStringLiteral("\\s+"));
    return text.split(blank, Qt::SkipEmptyParts);
}

void parseDirective(const QStringList& words, int number, Layers& layers)
{
    const QString& name = words.first();
    const QSet<QString> modules(words.cbegin() + 1, words.cend());
    if (name == QLatin1String("@pure")) {
        layers.pure += modules;
    } else if (name == QLatin1String("@qtsql")) {
        layers.qtSql += modules;
    } else if (name == QLatin1String("@gui")) {
        layers.gui += modules;
    } else if (name == QLatin1String("@limit") && words.size() >= 4 && words.at(2).toInt() > 0) {
        layers.limits.insert(words.at(1), words.at(2).toInt());
    } else {
        layers.problems += QStringLiteral("layers.txt:%1: \"%2\" cannot be understood").arg(number).arg(name);
    }
}

/// Collects what `module` may include, depth first; `path` is the way here, to name a cycle.
void close(const QString& module, const QMap<QString, Line>& lines, QStringList path, Layers& layers)
{
    if (layers.allowed.contains(module))
        return;
    if (path.contains(module)) {
        path.append(module);
        layers.problems += QStringLiteral("layers.txt: a cycle, %1").arg(path.join(QStringLiteral(" -> ")));
        return;
    }
    path.append(module);
    QSet<QString> all {module};
    if (lines.contains(QStringLiteral("base")))
        all.insert(QStringLiteral("base"));
    const Line line = lines.value(module);
    for (const QString& other : line.direct) {
        close(other, lines, path, layers);
        all += layers.allowed.value(other);
    }
    for (const QString& other : line.without)
        all.remove(other);
    layers.allowed.insert(module, all);
}

void checkNames(const QSet<QString>& named, const QMap<QString, Line>& lines, Layers& layers)
{
    for (const QString& name : named) {
        if (!lines.contains(name))
            layers.problems +=
                QStringLiteral("layers.txt: \"%1\" is named but has no line of its own").arg(name);
    }
}

} // namespace

QString Layers::moduleOf(const QString& folder) const
{
    QString name = folder;
    if (name.startsWith(QLatin1String("core/")))
        name.remove(0, 5);
    bool exact = true;
    while (!name.isEmpty()) {
        if (allowed.contains(name)) {
            const QString prefix = name + QLatin1Char('/');
            const auto child = allowed.lowerBound(prefix);
            const bool hasSubmodules = child != allowed.cend() && child.key().startsWith(prefix);
            return exact || !hasSubmodules ? name : QString();
        }
        exact = false;
        name.truncate(qMax<qsizetype>(0, name.lastIndexOf(QLatin1Char('/'))));
    }
    return {};
}

Layers parseLayers(const QString& text)
{
    Layers layers;
    QMap<QString, Line> lines;
    QSet<QString> named;
    int number = 0;
    for (const QString& raw : text.split(QLatin1Char('\n'))) {
        ++number;
        const QString line = raw.section(QLatin1Char('#'), 0, 0).trimmed();
        if (line.isEmpty())
            continue;
        if (line.startsWith(QLatin1Char('@'))) {
            parseDirective(words(line), number, layers);
            continue;
        }
        const qsizetype colon = line.indexOf(QLatin1Char(':'));
        const QString module = line.left(colon).trimmed();
        if (colon <= 0 || lines.contains(module)) {
            layers.problems +=
                QStringLiteral("layers.txt:%1: no module, or one that was there before").arg(number);
            continue;
        }
        Line& entry = lines[module];
        for (const QString& word : words(line.mid(colon + 1))) {
            const bool taken = word.startsWith(QLatin1Char('-'));
            (taken ? entry.without : entry.direct).append(taken ? word.mid(1) : word);
            named.insert(taken ? word.mid(1) : word);
        }
    }
    for (auto it = lines.cbegin(); it != lines.cend(); ++it)
        close(it.key(), lines, {}, layers);
    checkNames(named + layers.pure + layers.qtSql + layers.gui, lines, layers);
    return layers;
}

} // namespace strandline::arch
