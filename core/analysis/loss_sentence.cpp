// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/data_loss.h"

#include <QLocale>

namespace strandline::analysis {

namespace {

/// Messages are English, so are their numbers: 18,204.
QString number(qint64 count)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(count);
}

QString counted(const LossCount& count, const QString& unit)
{
    if (count.count < 0)
        return QStringLiteral("an unknown number of %1").arg(unit);
    const bool isOne = count.count == 1;
    const QString amount =
        number(count.count) + QLatin1Char(' ') + (isOne ? unit.left(unit.size() - 1) : unit);
    return count.isEstimate ? QStringLiteral("about ") + amount : amount;
}

/// Nothing about it can be put into a number.
bool hasNoNumber(const DataLoss& loss)
{
    switch (loss.kind) {
    case LossKind::DropSequence:
    case LossKind::ReplaceRows:
        return true;
    case LossKind::DropSchema:
    case LossKind::DropDatabase:
    case LossKind::DropType:
        return false;
    case LossKind::NarrowType:
        return loss.columns.isEmpty();
    default:
        return loss.table.isEmpty();
    }
}

} // namespace

QString lossUnit(const DataLoss& loss)
{
    switch (loss.kind) {
    case LossKind::DropSchema:
    case LossKind::DropDatabase:
        return QStringLiteral("tables");
    case LossKind::DropType:
        return QStringLiteral("columns");
    case LossKind::DropColumn:
        return loss.keptColumns.isEmpty() ? QStringLiteral("values") : QStringLiteral("columns");
    case LossKind::NarrowType:
        return QStringLiteral("values");
    case LossKind::UpdateAll:
        return loss.columns.size() == 1 ? QStringLiteral("values") : QStringLiteral("rows");
    default:
        return QStringLiteral("rows");
    }
}

bool CountedLoss::isNothing() const
{
    return count.objectIsAbsent || (count.count == 0 && !count.isEstimate);
}

QString CountedLoss::sentence() const
{
    QString what = loss.sentence;
    const QLatin1String drops("Drops ");
    if (what.startsWith(drops))
        what.replace(0, drops.size(), QStringLiteral("Deletes "));
    if (count.objectIsAbsent)
        return what + QStringLiteral(": it is not there");
    if (hasNoNumber(loss))
        return what;
    if (loss.kind == LossKind::DropColumn && !loss.keptColumns.isEmpty() && count.count == 0)
        return QStringLiteral("Rebuilds table %1 with all of its columns").arg(loss.object);
    if (loss.countsMisfits && count.count >= 0) {
        what = QStringLiteral("Changes the type of %1 to %2: ").arg(loss.object, loss.newType);
        if (count.count == 0)
            return what + QStringLiteral("all values fit");
        return what + counted(count, lossUnit(loss))
            + (count.count == 1 ? QStringLiteral(" does not fit") : QStringLiteral(" do not fit"));
    }
    return what + QStringLiteral(": ") + counted(count, lossUnit(loss));
}

} // namespace strandline::analysis
