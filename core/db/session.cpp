// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/session.h"

namespace strandline::db {

base::Result<void> Session::executeOwnShapes(const OwnStatements& statements)
{
    QList<QByteArray> texts;
    texts.reserve(statements.size());
    for (const OwnStatement& statement : statements)
        texts.append(statement.complete());
    return executeOwn(texts);
}

QList<base::Result<bool>> Session::checkSyntaxOfEach(const QList<QByteArray>& statements)
{
    QList<base::Result<bool>> answers;
    for (const QByteArray& statement : statements) {
        answers.append(checkSyntax(statement));
        if (!answers.last() && answers.last().error().code != base::ErrorCode::Invalid)
            break;
    }
    return answers;
}

} // namespace strandline::db
