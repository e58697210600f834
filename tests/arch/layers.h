// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>

namespace strandline::arch {

/// The rules of layers.txt, ready to be asked. The file's header explains its lines.
struct Layers
{
    /// Module to everything it may include, itself and base included.
    QMap<QString, QSet<QString>> allowed;
    QSet<QString> pure;
    QSet<QString> qtSql;
    QSet<QString> gui;
    QHash<QString, int> limits;
    /// What is wrong with the file itself: unknown names, cycles, lines that say nothing.
    QStringList problems;

    /// The module that a folder such as "core/engine/sqlite" belongs to, empty if it is in none.
    QString moduleOf(const QString& folder) const;
};

Layers parseLayers(const QString& text);

} // namespace strandline::arch
