// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/plan_html.h"

#include "core/report/plan_text.h"
#include "core/report/words.h"
#include "core/sql/statement_splitter.h"

namespace strandline::report {

using migration::PlanStep;
using migration::Segment;
using migration::SegmentMode;

namespace {

/// A page that a browser still opens at once.
constexpr int kMostStatements = 1000;
constexpr qsizetype kLongestStatement = 20000;

// Colours are those of the window, each at least 4.5:1 on its ground.
const char* const kStyle = R"css(
:root { color-scheme: light dark; --ink: #1b1f24; --ground: #fff; --soft: #5b6470; --line: #d5d9de; --box: #f6f7f9;
  --pass: #18794e; --note: #1d62c4; --attention: #8f5a00; --block: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --ground: #1c1f23; --soft: #a6afba; --line: #3d434b;
  --box: #25292f; --pass: #4cc38a; --note: #6ea8fe; --attention: #f0b849; --block: #ffa08a; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); max-width: 62rem;
  margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; margin: .8rem 0 .2rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
.soft { color: var(--soft); } .tier { display: inline-block; color: #fff; padding: .1rem .6rem; font-weight: 600;
  border: 1px solid transparent; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.development { background: #1e6b3c; } .test { background: #1d5fa8; } .staging { background: #8a5300; }
.production { background: #a81c1c; } .custom { background: #5a3e9b; }
details { border: 1px solid var(--line); border-radius: 4px; margin: .5rem 0; }
summary { padding: .4rem .7rem; font-weight: 600; cursor: pointer; background: var(--box); }
summary:focus-visible { outline: 2px solid var(--note); }
summary span { font-weight: 400; color: var(--soft); } .segment { border-left: 4px solid var(--pass); margin: .6rem;
  padding: 0 .7rem; } .segment.alone { border-left: 4px dashed var(--attention); }
.segment.batch { border-left: 4px double var(--note); }
pre { font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0 .6rem; }
.number { color: var(--soft); float: left; min-width: 2.6rem; font: 13px/1.45 ui-monospace, monospace; }
.statement { display: flow-root; } .statement pre { margin-left: 2.8rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem;
  border-top: 1px solid var(--line); overflow-wrap: anywhere; } th { font-weight: 600; }
.pass { color: var(--pass); } .note { color: var(--note); } .attention { color: var(--attention); }
.block, .loss { color: var(--block); } td.level { white-space: nowrap; font-weight: 600; }
ul { margin: .2rem 0; padding-left: 1.2rem; } footer { margin-top: 2rem; border-top: 1px solid var(--line);
  padding-top: .6rem; font-size: .85rem; color: var(--soft); }
@media print { :root { color-scheme: light; --ink: #000; --ground: #fff; --soft: #444; --line: #bbb; --box: #f2f2f2;
  --pass: #18794e; --note: #1d62c4; --attention: #8f5a00; --block: #b3261e; }
  body { max-width: none; padding: 0; font-size: 11pt; } .statement, tr { break-inside: avoid; } }
)css";

QString escaped(const QString& text)
{
    QString safe;
    safe.reserve(text.size());
    for (const QChar c : text) {
        // A browser shows these as nothing, or lets them turn what follows around.
        const bool hidden = (c.unicode() < 0x20 && c != QLatin1Char('\n') && c != QLatin1Char('\t'))
            || c.unicode() == 0x7f || (c.unicode() >= 0x202a && c.unicode() <= 0x202e)
            || (c.unicode() >= 0x2066 && c.unicode() <= 0x2069);
        safe += hidden ? QChar(QChar::ReplacementCharacter) : c;
    }
    return safe.toHtmlEscaped();
}

QString tag(const char* name, const QString& text, const QString& kind = {})
{
    const QLatin1String element(name);
    const QString attribute = kind.isEmpty() ? QString() : QStringLiteral(" class=\"%1\"").arg(kind);
    return QStringLiteral("<%1%2>%3</%1>\n").arg(element, attribute, escaped(text));
}

QString tierClass(project::Tier tier)
{
    return project::tierName(tier);
}

QString levelWord(const QString& level)
{
    if (level == QLatin1String("pass"))
        return QStringLiteral("✓ passed");
    if (level == QLatin1String("attention"))
        return QStringLiteral("▲ attention");
    return level == QLatin1String("block") ? QStringLiteral("⬣ blocks") : QStringLiteral("● note");
}

QString actionText(const PlanStep& step)
{
    switch (step.action) {
    case migration::StepAction::Apply:
        return step.replacesRow ? QStringLiteral("run again") : QStringLiteral("apply");
    case migration::StepAction::Revert:
        return QStringLiteral("roll back");
    case migration::StepAction::Resume:
        return QStringLiteral("go on at statement %1").arg(step.firstStatement);
    case migration::StepAction::UndoKept:
        return QStringLiteral("undo what stayed");
    }
    return {};
}

QString segmentClass(SegmentMode mode)
{
    return mode == SegmentMode::Transaction ? QStringLiteral("segment")
        : mode == SegmentMode::Batch        ? QStringLiteral("segment batch")
                                            : QStringLiteral("segment alone");
}

class HtmlWriter
{
public:
    explicit HtmlWriter(const PlanPage& page)
        : m_page(page)
    { }

    QString write();

private:
    void writeHead();
    void writeLosses();
    void writeChecks();
    void writeStep(const PlanStep& step);
    void writeStatements(const PlanStep& step);
    void writeStatement(const PlanStep& step, const sql::Statement& statement);
    QString lossesOf(const QString& stepId, int statement) const;

    const PlanPage& m_page;
    QString m_html;
};

void HtmlWriter::writeHead()
{
    const QString place = QStringLiteral("%1 %2").arg(tierGlyph(m_page.tier)).arg(m_page.tierName.toUpper());
    m_html += QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    m_html += tag("title", QStringLiteral("Plan for %1").arg(m_page.environment));
    m_html +=
        QStringLiteral("<style>") + QLatin1String(kStyle) + QStringLiteral("</style>\n</head>\n<body>\n");
    m_html += tag("span", place, QStringLiteral("tier ") + tierClass(m_page.tier));
    m_html += tag("h1", QStringLiteral("Plan for %1").arg(m_page.environment));
    m_html += tag("p", m_page.database, QStringLiteral("soft"));
    m_html += tag("p", m_page.sentence);
}

QString HtmlWriter::lossesOf(const QString& stepId, int statement) const
{
    QStringList texts;
    for (const analysis::CountedLoss& loss : m_page.losses) {
        if (!loss.isNothing() && loss.stepId == stepId && loss.loss.statement == statement)
            texts << loss.sentence();
    }
    return texts.join(QStringLiteral("; "));
}

void HtmlWriter::writeLosses()
{
    QString items;
    for (const analysis::CountedLoss& loss : m_page.losses) {
        if (!loss.isNothing())
            items += tag("li",
                QStringLiteral("⌫ %1 (%2, statement %3)")
                    .arg(loss.sentence(), loss.stepId)
                    .arg(loss.loss.statement),
                QStringLiteral("loss"));
    }
    if (!items.isEmpty())
        m_html += tag("h2", QStringLiteral("What it deletes")) + QStringLiteral("<ul>\n") + items
            + QStringLiteral("</ul>\n");
}

void HtmlWriter::writeStatement(const PlanStep& step, const sql::Statement& statement)
{
    const QByteArrayView text = statement.textIn(step.script.bytes);
    QString shown = QString::fromUtf8(text.first(std::min(text.size(), kLongestStatement)));
    if (text.size() > kLongestStatement)
        shown += QStringLiteral("\n… %1 bytes more").arg(text.size() - kLongestStatement);
    m_html +=
        QStringLiteral("<div class=\"statement\"><span class=\"number\">#%1</span>").arg(statement.number);
    m_html += tag("pre", shown);
    if (statement.kind == sql::StatementKind::CopyFromStdin)
        m_html += tag("p",
            QStringLiteral("%1 bytes of data follow.").arg(statement.dataIn(step.script.bytes).size()),
            QStringLiteral("soft"));
    if (const QString losses = lossesOf(step.id(), statement.number); !losses.isEmpty())
        m_html += tag("p", QStringLiteral("⌫ ") + losses, QStringLiteral("loss"));
    m_html += QStringLiteral("</div>\n");
}

void HtmlWriter::writeStatements(const PlanStep& step)
{
    const sql::SplitResult split = sql::split(step.script.bytes, m_page.plan.dialect);
    int written = 0;
    for (const Segment& segment : step.segments) {
        m_html += QStringLiteral("<div class=\"%1\">\n").arg(segmentClass(segment.mode));
        m_html += tag("p",
            m_page.plan.singleTransaction ? QStringLiteral("in the one transaction") : segmentText(segment),
            QStringLiteral("soft"));
        for (int number = segment.first;
             number <= segment.last && number <= int(split.statements.size()) && written < kMostStatements;
             ++number, ++written)
            writeStatement(step, split.statements[size_t(number) - 1]);
        m_html += QStringLiteral("</div>\n");
    }
    const int all = step.statementCount - step.firstStatement + 1;
    if (written < all)
        m_html += tag("p", QStringLiteral("%1 statements more are not shown.").arg(all - written),
            QStringLiteral("soft"));
}

void HtmlWriter::writeStep(const PlanStep& step)
{
    const bool up = step.direction == QLatin1String("up");
    m_html +=
        QStringLiteral("<details open>\n<summary>%1 %2 <span>%3, %4</span></summary>\n")
            .arg(up ? QStringLiteral("↑") : QStringLiteral("↓"), escaped(step.id()),
                escaped(actionText(step)),
                escaped(step.fromHistory ? QStringLiteral("as recorded in the database") : step.script.path));
    if (step.script.isLarge)
        m_html += tag("p",
            QStringLiteral("The script is too large to be shown: %1 bytes, SHA-256 %2.")
                .arg(step.script.size)
                .arg(QString::fromLatin1(step.script.sha256)),
            QStringLiteral("soft"));
    else
        writeStatements(step);
    m_html += QStringLiteral("</details>\n");
}

void HtmlWriter::writeChecks()
{
    if (m_page.checks.isEmpty())
        return;
    m_html += tag("h2", QStringLiteral("Checks"));
    m_html += QStringLiteral("<table>\n<tr><th>Check</th><th>Result</th><th>Found</th></tr>\n");
    for (const PageCheck& check : m_page.checks) {
        m_html += QStringLiteral("<tr><td>%1</td><td class=\"level %2\">%3</td><td>%4")
                      .arg(escaped(check.title), escaped(check.level), levelWord(check.level),
                          escaped(check.finding));
        QString items;
        for (const QString& detail : check.details)
            items += tag("li", detail);
        if (!items.isEmpty())
            m_html += QStringLiteral("<ul>\n") + items + QStringLiteral("</ul>");
        m_html += QStringLiteral("</td></tr>\n");
    }
    m_html += QStringLiteral("</table>\n");
}

QString HtmlWriter::write()
{
    writeHead();
    writeLosses();
    if (!m_page.plan.isEmpty())
        m_html += tag("h2", QStringLiteral("What runs, in this order"));
    for (const PlanStep& step : m_page.plan.steps)
        writeStep(step);
    writeChecks();
    const QDateTime local = m_page.readAt.toLocalTime();
    m_html += tag("footer",
        QStringLiteral("Predicted from scripts and database, read %1, by Strandline %2. Nothing was run. The "
                       "rows that Strandline writes into its own tables are not shown.")
            .arg(local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODate), m_page.programVersion));
    m_html += QStringLiteral("</body>\n</html>\n");
    return m_html;
}

} // namespace

QString planToHtml(const PlanPage& page)
{
    return HtmlWriter(page).write();
}

} // namespace strandline::report
