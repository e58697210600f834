// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>

namespace strandline::base {

enum class DiffOp { Equal, Removed, Added };

/// So many lines of one kind; starts count from 0. Before a removal or addition the other side's start says
/// where it stands there.
struct DiffRun
{
    DiffOp op = DiffOp::Equal;
    qsizetype oldLine = 0;
    qsizetype newLine = 0;
    qsizetype count = 0;
    bool operator==(const DiffRun&) const = default;
};

/// Lines without their ends; LF, CRLF and a lone CR end a line. A text without a line end at its end has a
/// last line all the same; an empty text has none.
QList<QByteArrayView> splitLines(QByteArrayView text);

/// What turns one text into the other, as runs in order that cover both. Removals come before additions.
///
/// Lines that occur once on each side are anchors (as in the patience diff): people see those as "the same
/// line", and finding them costs n log n. Between anchors a shortest edit script is looked for; past a fixed
/// effort the gap is reported as replaced, so that no input takes quadratic time.
QList<DiffRun> diffLines(const QList<QByteArrayView>& before, const QList<QByteArrayView>& after);

} // namespace strandline::base
