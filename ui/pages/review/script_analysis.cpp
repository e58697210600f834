// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/script_analysis.h"

#include "core/base/line_diff.h"
#include "core/sql/meaning_digest.h"
#include "core/sql/statement_kind.h"
#include "core/sql/statement_splitter.h"

#include <QCoreApplication>

namespace strandline::ui {

namespace {

constexpr qsizetype longestExcerpt = 200;

QString firstLineOf(QByteArrayView statement)
{
    // One statement may be 50 MB; a code point has up to four bytes, and the excerpt is cut behind decoding.
    QByteArrayView head = statement.first(std::min<qsizetype>(statement.size(), 4 * longestExcerpt));
    const bool cut = head.size() < statement.size();
    const qsizetype end = std::min(head.indexOf('\n') < 0 ? head.size() : head.indexOf('\n'),
        head.indexOf('\r') < 0 ? head.size() : head.indexOf('\r'));
    const QString text = QString::fromUtf8(head.first(end)).simplified();
    const bool more = cut || end < statement.size() || text.size() > longestExcerpt;
    return more ? text.left(longestExcerpt) + QStringLiteral(" …") : text;
}

QString transactionNote(const sql::Statement& statement, QByteArrayView text, sql::Dialect dialect)
{
    const auto tr = [](const char* words) { return QCoreApplication::translate("ReviewPage", words); };
    if (statement.kind == sql::StatementKind::PsqlMeta || statement.kind == sql::StatementKind::ClientCommand)
        return tr("client command, not SQL");
    if (sql::implicitlyCommits(text, dialect))
        return tr("commits at once");
    if (sql::controlsTransaction(text, dialect))
        return tr("controls the transaction");
    if (sql::cannotRunInTransaction(text, dialect))
        return tr("not in a transaction");
    if (sql::needsOwnTransaction(text, dialect))
        return tr("needs a transaction of its own");
    return {};
}

} // namespace

ScriptAnalysis analyseScript(const QByteArray& script, sql::Dialect dialect)
{
    const sql::SplitResult split = sql::split(script, dialect);
    ScriptAnalysis result;
    result.problems = split.problems;
    for (const sql::Statement& statement : split.statements) {
        const QByteArrayView text = statement.textIn(script);
        result.marks.append({statement.number, statement.line, statement.begin, statement.end});
        result.outlines.append(outlineOf(text, dialect));
        result.firstLines.append(firstLineOf(text));
        result.transactionNotes.append(transactionNote(statement, text, dialect));
    }
    return result;
}

TextVerdict compareTexts(const QByteArray& applied, const QByteArray& present, sql::Dialect dialect)
{
    if (applied == present)
        return TextVerdict::Same;
    if (base::splitLines(applied) == base::splitLines(present))
        return TextVerdict::LineEndingsOnly;
    if (sql::meaningDigest(applied, dialect) == sql::meaningDigest(present, dialect))
        return TextVerdict::CosmeticOnly;
    return TextVerdict::StatementsDiffer;
}

QString verdictSentence(TextVerdict verdict)
{
    switch (verdict) {
    case TextVerdict::Same:
        return QCoreApplication::translate("ReviewPage", "The file is the text that ran.");
    case TextVerdict::LineEndingsOnly:
        return QCoreApplication::translate("ReviewPage", "Only line endings differ.");
    case TextVerdict::CosmeticOnly:
        return QCoreApplication::translate("ReviewPage", "Only comments and spacing differ.");
    case TextVerdict::StatementsDiffer:
        return QCoreApplication::translate("ReviewPage", "Statements differ.");
    }
    return {};
}

} // namespace strandline::ui
