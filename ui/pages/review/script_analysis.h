// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/sql/dialect.h"
#include "ui/editor/sql_editor.h"
#include "ui/pages/review/statement_outline.h"

#include <QByteArray>
#include <QList>

namespace strandline::ui {

/// What the Review page shows of one script besides its text. Pure, so that big scripts go to another thread.
struct ScriptAnalysis
{
    QList<StatementMark> marks;
    QList<StatementOutline> outlines; ///< as many as marks
    QStringList firstLines; ///< as many as marks, cut to what fits a list
    QStringList transactionNotes; ///< as many as marks: "commits at once" …, mostly empty
    QList<base::Error> problems;
};

ScriptAnalysis analyseScript(const QByteArray& script, sql::Dialect dialect);

enum class TextVerdict { Same, LineEndingsOnly, CosmeticOnly, StatementsDiffer };
TextVerdict compareTexts(const QByteArray& applied, const QByteArray& present, sql::Dialect dialect);
QString verdictSentence(TextVerdict verdict);

} // namespace strandline::ui
