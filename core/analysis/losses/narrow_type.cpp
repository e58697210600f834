// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/alter_table.h"
#include "core/analysis/loss_rule.h"
#include "core/analysis/type_text.h"
#include "core/sql/identifier.h"

namespace strandline::analysis {

namespace {

/// USING c::text, USING CAST(c AS text): nothing but the change of type itself.
bool isPlainCast(Cursor expression, const ObjectName& column)
{
    if (expression.atEnd())
        return true;
    if (expression.accept("CAST")) {
        Cursor inside(expression.view(), expression.parentheses());
        return expression.atEnd() && inside.plainName().last() == column.last() && inside.is("AS");
    }
    if (expression.plainName().last() != column.last())
        return false;
    if (expression.atEnd())
        return true;
    if (!expression.isOperator("::"))
        return false;
    expression.skip();
    expression.name();
    return expression.atEnd() || expression.kind() == sql::TokenKind::OpenParen;
}

/// MySQL: letters that the new character set does not have are refused or become question marks.
void convertedText(Cursor action, const ObjectName& table, LossContext& context)
{
    const bool toOther = action.acceptAll({"CONVERT", "TO", "CHARACTER", "SET"})
        || action.acceptAll({"CONVERT", "TO", "CHARSET"});
    if (!toOther || action.is("UTF8MB4") || action.isOneOf({"UTF16", "UTF32"}))
        return;
    auto loss = context.ofTable(LossKind::NarrowType, table);
    if (!loss)
        return;
    loss->sentence = QStringLiteral("Converts the text of %1 to %2, which may replace or refuse characters")
                         .arg(loss->object, QString::fromUtf8(action.text()));
    context.add(*loss);
}

} // namespace

// Which values fit depends on the old type, which the script does not say. So everything that is not surely
// wide enough counts as possible, and the database says how many values do not fit.
void narrowTypeLosses(Cursor verb, LossContext& context)
{
    const StatementView& view = context.view();
    if (!verb.is("ALTER"))
        return;
    const auto alter = readAlterTable(view);
    if (!alter)
        return;
    for (const TokenRange range : alter->actions) {
        const auto change = readTypeChange(Cursor(view, range));
        if (!change) {
            if (view.isMySql())
                convertedText(Cursor(view, range), alter->table, context);
            continue;
        }
        const QString written =
            QString::fromUtf8(view.source(change->type.begin, change->type.end)).simplified();
        const TypeText type = readTypeText(written, context.dialect());
        const bool castsOnly = isPlainCast(Cursor(view, change->usingExpression), change->column);
        if (castsOnly && holdsEverything(type, context.dialect()))
            continue;
        auto loss = context.ofTable(LossKind::NarrowType, alter->table);
        if (!loss)
            return;
        const auto old =
            context.memory().oldColumn(context.memory().table(alter->table), change->column.last());
        if (!old)
            continue;
        loss->object += QLatin1Char('.') + (*old == change->column.last() ? change->column.shown : *old);
        loss->columns = {sql::quoteIdentifier(*old, context.dialect())};
        if (castsOnly) {
            loss->newType = written;
            loss->countsMisfits = !misfitCondition(type, loss->columns.first(), context.dialect()).isEmpty();
        }
        loss->sentence = QStringLiteral("Changes the type of %1 to %2, which may cut or refuse values")
                             .arg(loss->object, written);
        context.add(*loss);
    }
}

} // namespace strandline::analysis
