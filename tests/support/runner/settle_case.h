// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/settle.h"
#include "tests/support/bookkeeping/timeline_case.h"

namespace strandline::test {

/// One "settle" line with what is expected of it.
struct Deed
{
    runner::SettleKind kind = runner::SettleKind::Baseline;
    QStringList ids;
    QString version;
    runner::SettleKind resolvedTo = runner::SettleKind::MarkPending;
    QStringList lines;
    QStringList events;
    QString refusal;
};

/// A story with settlings; the head of settle.case explains the language.
struct SettleCase
{
    TimelineCase story;
    QList<Deed> deeds;
    QStringList expected;
};

/// Every case of the folder; fails the program on a line that it does not understand.
QList<SettleCase> readSettleCases(const QString& folder);

} // namespace strandline::test
