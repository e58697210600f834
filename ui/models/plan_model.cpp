// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/plan_model.h"

#include "core/report/plan_text.h"
#include "ui/text/run_words.h"

namespace strandline::ui {

namespace {

/// Larger scripts are listed by number only: cutting them would be felt.
constexpr qsizetype kLargestSplit = 2 * 1024 * 1024;
constexpr qsizetype kExcerpt = 200;

} // namespace

PlanModel::PlanModel(QObject* parent)
    : QAbstractItemModel(parent)
{ }

void PlanModel::setPlan(const migration::Plan& plan, const QList<analysis::CountedLoss>& losses)
{
    beginResetModel();
    m_plan = plan;
    m_losses = losses;
    m_splits.clear();
    endResetModel();
}

int PlanModel::stepOf(const QModelIndex& index) const
{
    if (!index.isValid())
        return -1;
    return index.internalId() == 0 ? index.row() : int(index.internalId()) - 1;
}

int PlanModel::statementOf(const QModelIndex& index) const
{
    return index.isValid() && index.internalId() != 0 ? index.row() + 1 : 0;
}

const sql::SplitResult& PlanModel::statementsOf(int step) const
{
    auto found = m_splits.find(step);
    if (found == m_splits.end()) {
        const migration::Script& script = m_plan.steps[step].script;
        found = m_splits.insert(step,
            script.isLarge || script.bytes.size() > kLargestSplit ? sql::SplitResult()
                                                                  : sql::split(script.bytes, m_plan.dialect));
    }
    return *found;
}

QModelIndex PlanModel::index(int row, int column, const QModelIndex& parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex PlanModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, quintptr(0));
}

int PlanModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return int(m_plan.steps.size());
    if (parent.internalId() != 0 || parent.column() > 0)
        return 0;
    return std::min(m_plan.steps[parent.row()].statementCount, kMostStatements);
}

int PlanModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString PlanModel::groupOf(int step, int statement) const
{
    const migration::PlanStep& one = m_plan.steps[step];
    if (m_plan.singleTransaction)
        return QStringLiteral("all");
    if (statement == 0)
        return one.isTransactional() ? QStringLiteral("%1/0").arg(step) : QString();
    for (int i = 0; i < one.segments.size(); ++i) {
        const migration::Segment& segment = one.segments[i];
        if (statement >= segment.first && statement <= segment.last)
            return segment.mode == migration::SegmentMode::Transaction
                ? QStringLiteral("%1/%2").arg(step).arg(i)
                : QString();
    }
    return {};
}

QString PlanModel::lossesOf(int step, int statement) const
{
    QStringList lines;
    for (const analysis::CountedLoss& loss : m_losses) {
        if (loss.stepId == m_plan.steps[step].id() && (statement == 0 || loss.loss.statement == statement))
            lines << loss.sentence();
    }
    return lines.join(QLatin1Char('\n'));
}

QString PlanModel::excerpt(int step, int number) const
{
    const sql::SplitResult& split = statementsOf(step);
    if (number > int(split.statements.size()))
        return tr("statement %1").arg(number);
    const QByteArrayView text = split.statements[size_t(number) - 1].textIn(m_plan.steps[step].script.bytes);
    // A character that is cut in two at the end is one sign too many in a line that is shortened anyway.
    return QString::fromUtf8(text.first(std::min(text.size(), kExcerpt))).simplified();
}

QVariant PlanModel::stepData(int step, int column, int role) const
{
    const migration::PlanStep& one = m_plan.steps[step];
    const QString losses = lossesOf(step, 0);
    if (role == Qt::DisplayRole) {
        switch (column) {
        case WhatColumn:
            return stepTitle(one);
        case HowColumn:
            return losses.isEmpty() ? stepActionText(one)
                                    : stepActionText(one) + QStringLiteral("  ⌫ ") + tr("deletes data");
        case StatementsColumn:
            return one.statementCount > 0 ? QString::number(one.statementCount) : tr("many");
        default:
            return {};
        }
    }
    if (role == Qt::ToolTipRole) {
        QStringList lines {stepTitle(one), one.script.path};
        for (const migration::Segment& segment : one.segments)
            lines << tr("Statements %1 to %2: %3")
                         .arg(segment.first)
                         .arg(segment.last)
                         .arg(report::segmentText(segment));
        if (!losses.isEmpty())
            lines << losses;
        return lines.join(QLatin1Char('\n'));
    }
    if (role == Qt::AccessibleTextRole && column <= WhatColumn) {
        QString text =
            tr("%1, %2, %3 statements").arg(stepTitle(one), stepActionText(one)).arg(one.statementCount);
        if (!losses.isEmpty())
            text += QStringLiteral(", ") + tr("deletes data");
        return text + (one.isTransactional() ? tr(", in one transaction") : tr(", not in one transaction"));
    }
    return {};
}

QVariant PlanModel::statementData(int step, int number, int column, int role) const
{
    const migration::PlanStep& one = m_plan.steps[step];
    const bool kept = number < one.firstStatement;
    if (role == KeptRole)
        return kept;
    if (role == OutsideRole)
        return !kept && groupOf(step, number).isEmpty();
    const QString losses = lossesOf(step, number);
    QString how;
    if (kept)
        how = tr("✓ done, stays");
    else if (!losses.isEmpty())
        how = QStringLiteral("⌫ ") + tr("deletes data");
    else if (groupOf(step, number).isEmpty())
        how = tr("stays at once");
    if (role == Qt::DisplayRole) {
        if (column == WhatColumn)
            return QStringLiteral("#%1  %2").arg(number).arg(excerpt(step, number));
        if (column == HowColumn)
            return how;
        return {};
    }
    if (role == Qt::ToolTipRole) {
        if (!losses.isEmpty())
            return losses;
        for (const migration::Segment& segment : one.segments) {
            if (number >= segment.first && number <= segment.last)
                return report::segmentText(segment);
        }
    }
    if (role == Qt::AccessibleTextRole && column <= WhatColumn)
        return tr("Statement %1, %2").arg(number).arg(excerpt(step, number).left(80))
            + (how.isEmpty() ? QString() : QStringLiteral(", ") + how);
    return {};
}

QVariant PlanModel::data(const QModelIndex& index, int role) const
{
    const int step = stepOf(index);
    if (step < 0 || step >= m_plan.steps.size())
        return {};
    const int statement = statementOf(index);
    if (role == GroupRole)
        return groupOf(step, statement);
    if (role == Qt::TextAlignmentRole && index.column() == StatementsColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return statement == 0 ? stepData(step, index.column(), role)
                          : statementData(step, statement, index.column(), role);
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::AccessibleTextRole && section == BracketColumn)
        return tr("Transaction");
    if (role == Qt::TextAlignmentRole)
        return section == StatementsColumn ? int(Qt::AlignRight | Qt::AlignVCenter)
                                           : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhatColumn:
        return tr("Migration, statement");
    case HowColumn:
        return tr("What happens");
    case StatementsColumn:
        return tr("Statements");
    default:
        return QString();
    }
}

} // namespace strandline::ui
