// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/mentions.h"

#include "core/schema/sqlite/statement_tokens.h"

namespace strandline::dialect::sqlite {

bool mentionsAny(const QString& text, const QSet<QString>& foldedNames)
{
    if (foldedNames.isEmpty() || text.isEmpty())
        return false;
    const schema::sqlite::StatementTokens tokens(text);
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        if (tokens.isName(i) && foldedNames.contains(schema::sqlite::foldedName(tokens.name(i))))
            return true;
    }
    return false;
}

bool mentions(const QString& text, const QString& name)
{
    return mentionsAny(text, {schema::sqlite::foldedName(name)});
}

} // namespace strandline::dialect::sqlite
