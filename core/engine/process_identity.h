// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace strandline::engine {

/// One process of one machine, beyond the life of its number: numbers are given again.
struct ProcessIdentity
{
    qint64 pid = 0;
    QString started; ///< in the kernel's clock ticks since the boot
    QString boot; ///< id of the boot
    QString space; ///< the name space that the number counts in: containers have their own
    QString host;

    static ProcessIdentity of(qint64 pid); ///< an empty `started`: there is no such process
    static ProcessIdentity own();
    static ProcessIdentity fromJson(const QJsonObject& json);
    QJsonObject toJson() const;

    bool isKnown() const { return pid > 0 && !started.isEmpty(); }
};

enum class Liveness {
    Alive,
    Dead,
    Elsewhere, ///< on another machine or in another container: not ours to judge
};

Liveness livenessOf(const ProcessIdentity& process);

} // namespace strandline::engine
