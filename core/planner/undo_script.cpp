// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/undo_script.h"

#include "core/base/digest.h"
#include "core/planner/recorded_script.h"
#include "core/planner/script_shape.h"
#include "core/sql/statement_splitter.h"

namespace strandline::planner {

using migration::Script;

namespace {

base::Error about(const Script& script, const sql::Statement& statement, const QString& summary)
{
    base::Error error;
    error.code = base::ErrorCode::Precondition;
    error.summary = summary;
    error.position = {script.path, statement.number, statement.line, statement.column};
    return error;
}

} // namespace

UndoScript makeUndoScript(
    const Script& script, int kept, const QString& id, sql::Dialect dialect, const InverseOf& inverseOf)
{
    UndoScript undo;
    const sql::SplitResult split = sql::split(script.bytes, dialect);
    QByteArray bytes = QStringLiteral("-- Takes back what stayed of %1, the last statement first.\n"
                                      "-- Made by Strandline for one run; it is no file of the project.\n")
                           .arg(id)
                           .toUtf8();
    // Its statements may need what the script's own directives said of theirs; transactions are their own.
    for (int number = qMin(kept, int(split.statements.size())); number >= 1; --number) {
        const sql::Statement& statement = split.statements[size_t(number) - 1];
        const QByteArrayView text = statement.textIn(script.bytes);
        const auto inverse = inverseOf(text, dialect);
        const QString words = firstWords(text, dialect);
        if (!inverse) {
            base::Error error = about(script, statement,
                QStringLiteral("Statement %1 cannot be taken back: %2").arg(number).arg(words));
            error.detail = QStringLiteral("There is no statement that undoes it.");
            error.hint =
                QStringLiteral("Go on with the migration instead, or put the database in order by hand "
                               "and mark it.");
            undo.missing.append(error);
            continue;
        }
        bytes += QStringLiteral("\n-- statement %1: %2\n").arg(number).arg(words).toUtf8();
        bytes += inverse->sql.trimmed().toUtf8();
        if (!bytes.endsWith(';'))
            bytes += ';';
        bytes += '\n';
        if (!inverse->warning.isEmpty()) {
            QString warning = inverse->warning;
            if (warning.endsWith(QLatin1Char('.')))
                warning.chop(1);
            undo.warnings.append(about(script, statement, warning));
        }
    }
    if (undo.missing.isEmpty())
        undo.script = recordedScript(bytes, base::sha256Hex(bytes), id + QStringLiteral(".undo.sql"),
            migration::ScriptRole::Down, dialect);
    return undo;
}

} // namespace strandline::planner
