// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/plan_text.h"
#include "core/report/statement_sql.h"

namespace strandline::report {

using migration::Plan;
using migration::PlanStep;
using migration::Segment;
using migration::SegmentMode;

namespace {

QByteArray beginWord(sql::Dialect dialect)
{
    switch (dialect) {
    case sql::Dialect::Sqlite:
        return "BEGIN IMMEDIATE;\n";
    case sql::Dialect::MySql:
        return "START TRANSACTION;\n";
    case sql::Dialect::PostgreSql:
        break;
    }
    return "BEGIN;\n";
}

/// A comment is one line, whatever is in the names.
QByteArray comment(const QString& text)
{
    return "-- " + text.simplified().toUtf8() + '\n';
}

class SqlWriter
{
public:
    explicit SqlWriter(const Plan& plan)
        : m_plan(plan)
    { }

    QString write();

private:
    void writeStep(const PlanStep& step);
    void writeLarge(const PlanStep& step);
    void writeSegment(const PlanStep& step, const Segment& segment, const sql::SplitResult& split);

    const Plan& m_plan;
    QByteArray m_sql;
};

void SqlWriter::writeSegment(const PlanStep& step, const Segment& segment, const sql::SplitResult& split)
{
    const bool opens = segment.mode == SegmentMode::Transaction && !m_plan.singleTransaction;
    if (!segment.reason.isEmpty())
        m_sql += comment(segment.reason + QLatin1Char('.'));
    if (opens && segment.first <= segment.last)
        m_sql += beginWord(m_plan.dialect);
    for (int number = segment.first; number <= segment.last && number <= int(split.statements.size());
         ++number) {
        const sql::Statement& statement = split.statements[size_t(number) - 1];
        if (segment.mode == SegmentMode::Batch)
            m_sql += comment(QStringLiteral(
                "{batch} becomes a range of keys, again and again, each in its own transaction."));
        m_sql += statementAsSql(statement, step.script.bytes, m_plan.dialect);
    }
    if (opens && segment.first <= segment.last)
        m_sql += "COMMIT;\n";
}

void SqlWriter::writeLarge(const PlanStep& step)
{
    m_sql += comment(QStringLiteral("The script is too large to be shown: %1 bytes in “%2”, SHA-256 %3.")
                         .arg(step.script.size)
                         .arg(step.script.path, QString::fromLatin1(step.script.sha256)));
}

void SqlWriter::writeStep(const PlanStep& step)
{
    m_sql += '\n';
    QString what = QStringLiteral("%1, %2, %3").arg(step.id(), step.direction, step.script.path);
    if (step.fromHistory)
        what += QStringLiteral(", as recorded in the database");
    if (step.firstStatement > 1)
        what += QStringLiteral(", from statement %1").arg(step.firstStatement);
    m_sql += comment(what);
    if (step.script.isLarge) {
        writeLarge(step);
        return;
    }
    const sql::SplitResult split = sql::split(step.script.bytes, m_plan.dialect);
    for (const Segment& segment : step.segments)
        writeSegment(step, segment, split);
}

QString SqlWriter::write()
{
    if (m_plan.isEmpty())
        return QString::fromUtf8(comment(planSentence(m_plan)));
    m_sql += comment(planSentence(m_plan));
    m_sql += comment(QStringLiteral("Without the rows that Strandline writes into its own tables."));
    if (m_plan.singleTransaction)
        m_sql += beginWord(m_plan.dialect);
    for (const PlanStep& step : m_plan.steps)
        writeStep(step);
    if (m_plan.singleTransaction)
        m_sql += "COMMIT;\n";
    return QString::fromUtf8(m_sql);
}

} // namespace

QString planToSql(const Plan& plan)
{
    return SqlWriter(plan).write();
}

} // namespace strandline::report
