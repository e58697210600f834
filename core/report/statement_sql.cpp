// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/statement_sql.h"

namespace strandline::report {

namespace {

/// The client of MySQL cuts at semicolons also within a procedure, unless told another sign.
QByteArray delimited(QByteArrayView text)
{
    for (const QByteArray& sign : {QByteArray("//"), QByteArray("$$"), QByteArray(";;"), QByteArray("|#|")}) {
        if (text.indexOf(sign) < 0)
            return "DELIMITER " + sign + '\n' + text.toByteArray() + '\n' + sign + "\nDELIMITER ;\n";
    }
    return text.toByteArray() + ";\n";
}

} // namespace

QByteArray statementAsSql(const sql::Statement& statement, const QByteArray& script, sql::Dialect dialect)
{
    const QByteArrayView text = statement.textIn(script);
    if (dialect == sql::Dialect::MySql && text.indexOf(';') >= 0)
        return delimited(text);
    QByteArray sql = text.toByteArray();
    // A line comment may end the statement; its semicolon would vanish in there.
    const QByteArrayView lastLine = text.sliced(text.lastIndexOf('\n') + 1);
    sql += lastLine.indexOf("--") >= 0 || lastLine.indexOf('#') >= 0 ? "\n;\n" : ";\n";
    if (statement.kind == sql::StatementKind::CopyFromStdin) {
        sql += statement.dataIn(script).toByteArray();
        sql += "\\.\n";
    }
    return sql;
}

} // namespace strandline::report
