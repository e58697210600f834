// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/inverse/inverse_rule.h"

namespace strandline::analysis {

namespace {

using sql::TokenKind;

/// The parameters without their defaults: DROP takes modes and names as CREATE does, and passes over them.
QString parameters(const StatementView& view, TokenRange list)
{
    QStringList out;
    for (const TokenRange part : Cursor(view, list).splitAtCommas()) {
        Cursor scan(view, part);
        size_t end = part.end;
        while (!scan.atEnd()) {
            if (scan.is("DEFAULT") || scan.isOperator("=") || scan.isOperator(":=")) {
                end = scan.position();
                break;
            }
            if (scan.kind() == TokenKind::OpenParen)
                scan.parentheses();
            else
                scan.skip();
        }
        out.append(QString::fromUtf8(view.source(part.begin, end)));
    }
    return out.join(QLatin1String(", "));
}

/// MySQL: DEFINER = a@b, [OR REPLACE], AGGREGATE stand before the word.
bool moveToRoutine(Cursor& cursor)
{
    if (cursor.view().isMySql() && cursor.is("DEFINER"))
        return cursor.moveToWord({"FUNCTION", "PROCEDURE"});
    if (cursor.view().isMySql())
        cursor.accept("AGGREGATE");
    return cursor.isOneOf({"FUNCTION", "PROCEDURE"});
}

} // namespace

std::optional<Inverse> inverseOfCreateRoutine(Cursor cursor)
{
    const StatementView& view = cursor.view();
    if (view.isSqlite() || !cursor.accept("CREATE") || !moveToRoutine(cursor))
        return {};
    const QString kind = cursor.is("FUNCTION") ? QStringLiteral("FUNCTION") : QStringLiteral("PROCEDURE");
    cursor.skip();
    if (cursor.acceptIfNotExists())
        return {};
    const ObjectName name = cursor.name();
    if (name.isEmpty())
        return {};
    Inverse inverse;
    inverse.sql = QStringLiteral("DROP %1 %2").arg(kind, name.quoted(view.dialect()));
    if (view.isPostgreSql()) {
        if (cursor.kind() != TokenKind::OpenParen)
            return {};
        inverse.sql += QLatin1Char('(') + parameters(view, cursor.parentheses()) + QLatin1Char(')');
    }
    return inverse;
}

std::optional<Inverse> inverseOfCreateOnTable(Cursor cursor)
{
    const StatementView& view = cursor.view();
    const sql::Dialect dialect = view.dialect();
    if (!cursor.accept("CREATE"))
        return {};
    if (view.isPostgreSql())
        cursor.accept("CONSTRAINT");
    else if (view.isMySql() && cursor.is("DEFINER"))
        cursor.moveToWord({"TRIGGER"});
    const QString kind = QString::fromUtf8(cursor.text()).toUpper();
    if (!cursor.accept("TRIGGER")
        && !(view.isPostgreSql() && cursor.isOneOf({"POLICY", "RULE"})
            && cursor.acceptOneOf({"POLICY", "RULE"})))
        return {};
    if (cursor.acceptIfNotExists())
        return {};
    const ObjectName name = cursor.name();
    if (name.isEmpty())
        return {};
    Inverse inverse;
    inverse.sql = QStringLiteral("DROP %1 %2").arg(kind, name.quoted(dialect));
    if (!view.isPostgreSql())
        return inverse;
    // A rule says ON event TO table.
    if (!cursor.moveToWord({kind == QLatin1String("RULE") ? "TO" : "ON"}))
        return {};
    cursor.skip();
    const ObjectName table = cursor.name();
    if (table.isEmpty())
        return {};
    inverse.sql += QStringLiteral(" ON ") + table.quoted(dialect);
    return inverse;
}

} // namespace strandline::analysis
