// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/run_model.h"

#include <QLocale>
#include <QStringList>

namespace strandline::ui {

namespace {

QString outcomeText(const migration::RunSummary& run)
{
    const bool down = run.direction == QLatin1String("down");
    switch (run.outcome) {
    case migration::EventKind::Applied:
        return RunModel::tr("applied");
    case migration::EventKind::Reverted:
        return RunModel::tr("rolled back");
    case migration::EventKind::Failed:
        return down ? RunModel::tr("roll back failed") : RunModel::tr("failed");
    case migration::EventKind::Started:
        return down ? RunModel::tr("roll back began, no end recorded")
                    : RunModel::tr("began, no end recorded");
    default:
        return migration::eventKindName(run.outcome);
    }
}

QString tookText(qint64 milliseconds)
{
    if (milliseconds < 0)
        return {};
    if (milliseconds < 1000)
        return RunModel::tr("%1 ms").arg(milliseconds);
    if (milliseconds < 60'000)
        return RunModel::tr("%1 s").arg(QLocale().toString(double(milliseconds) / 1000.0, 'f', 1));
    return RunModel::tr("%1 min %2 s").arg(milliseconds / 60'000).arg(milliseconds / 1000 % 60);
}

QString statementsText(const migration::RunSummary& run)
{
    if (run.failedStatement > 0 && run.statementCount > 0)
        return RunModel::tr("stopped at #%1 of %2, %3 kept")
            .arg(run.failedStatement)
            .arg(run.statementCount)
            .arg(run.statementsKept);
    if (run.failedStatement > 0)
        return RunModel::tr("stopped at #%1, %2 kept").arg(run.failedStatement).arg(run.statementsKept);
    return run.statementCount > 0 ? QString::number(run.statementCount) : QString();
}

} // namespace

RunModel::RunModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void RunModel::setRuns(const QList<migration::RunSummary>& oldestFirst)
{
    beginResetModel();
    m_runs = QList<migration::RunSummary>(oldestFirst.rbegin(), oldestFirst.rend());
    endResetModel();
}

int RunModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RunModel::cell(const migration::RunSummary& run, int column) const
{
    switch (column) {
    case WhenColumn:
        return QLocale().toString(run.at.toLocalTime(), QLocale::ShortFormat);
    case WhatColumn:
        return outcomeText(run);
    case WhoColumn:
        return run.host.isEmpty() ? run.actor : run.actor + QLatin1Char('@') + run.host;
    case TookColumn:
        return tookText(run.durationMs);
    case StatementsColumn:
        return statementsText(run);
    case ErrorColumn:
        return run.errorCode.isEmpty() || run.error.isEmpty()
            ? run.errorCode + run.error
            : run.errorCode + QStringLiteral(": ") + run.error;
    default:
        return {};
    }
}

QVariant RunModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const migration::RunSummary& run = m_runs.at(index.row());
    if (role == Qt::DisplayRole)
        return cell(run, index.column());
    if (role == Qt::ToolTipRole && index.column() == WhenColumn)
        return run.at.toLocalTime().toString(Qt::ISODate);
    if (role == Qt::ToolTipRole && index.column() == ErrorColumn)
        return run.error;
    if (role != Qt::AccessibleTextRole)
        return {};
    if (index.column() != WhenColumn)
        return QVariant(cell(run, index.column()) + QStringLiteral(", ")
            + headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString());
    QStringList parts;
    for (int column = 0; column < ColumnCount; ++column) {
        if (!cell(run, column).isEmpty())
            parts << cell(run, column);
    }
    return parts.join(QStringLiteral(", "));
}

QVariant RunModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn:
        return tr("When");
    case WhatColumn:
        return tr("What");
    case WhoColumn:
        return tr("Who");
    case TookColumn:
        return tr("Took");
    case StatementsColumn:
        return tr("Statements");
    case ErrorColumn:
        return tr("Error");
    default:
        return {};
    }
}

} // namespace strandline::ui
