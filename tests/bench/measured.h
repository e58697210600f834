// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace strandline::bench {

/// What one run of a program cost.
struct Cost
{
    int exitCode = -1;
    double wallMs = 0;
    double cpuMs = 0; ///< of the program itself, user and system
    double peakMiB = 0;
    QByteArray output; ///< of both streams, at most 64 KiB
};

struct ProgramCall
{
    QStringList command;
    QString input; ///< file for the standard input; empty: nothing
    QMap<QString, QString> variables;
    QString folder;
};

/// Runs it and asks the kernel.
Cost measure(const ProgramCall& call);

double median(QList<double> values);

} // namespace strandline::bench
