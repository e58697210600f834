// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/data_loss.h"

#include "core/analysis/loss_scanner.h"
#include "core/sql/statement_splitter.h"

namespace strandline::analysis {

QString lossKindName(LossKind kind)
{
    switch (kind) {
    case LossKind::DropTable:
        return QStringLiteral("drop-table");
    case LossKind::DropColumn:
        return QStringLiteral("drop-column");
    case LossKind::DropSchema:
        return QStringLiteral("drop-schema");
    case LossKind::DropDatabase:
        return QStringLiteral("drop-database");
    case LossKind::DropType:
        return QStringLiteral("drop-type");
    case LossKind::DropView:
        return QStringLiteral("drop-view");
    case LossKind::DropSequence:
        return QStringLiteral("drop-sequence");
    case LossKind::Truncate:
        return QStringLiteral("truncate");
    case LossKind::DeleteAll:
        return QStringLiteral("delete-all");
    case LossKind::UpdateAll:
        return QStringLiteral("update-all");
    case LossKind::NarrowType:
        return QStringLiteral("narrow-type");
    case LossKind::DropPartition:
        return QStringLiteral("drop-partition");
    case LossKind::ReplaceRows:
        break;
    }
    return QStringLiteral("replace-rows");
}

namespace {

base::Error largeScriptNote(const migration::Script& script)
{
    base::Error note;
    note.code = base::ErrorCode::Unsupported;
    note.summary = QStringLiteral("A large script was not looked into");
    note.detail = QStringLiteral("%1 is too large to be held in memory.").arg(script.path);
    note.hint = QStringLiteral("Read it yourself before you run it.");
    return note;
}

struct ScriptScan
{
    const migration::Script& script;
    int firstStatement = 1;
    const LargeScriptReader& readLarge;
};

void scanScript(LossScanner& scanner, const ScriptScan& scan, sql::Dialect dialect)
{
    const bool hasBatches = !scan.script.directives.batches.isEmpty();
    const auto add = [&](QByteArrayView text, int number, int line) {
        if (number < scan.firstStatement)
            return;
        if (!hasBatches) {
            scanner.add(text, number, line);
            return;
        }
        // All batches together take every row.
        QByteArray whole = text.toByteArray();
        whole.replace("{batch}", "TRUE");
        scanner.add(whole, number, line);
    };
    if (scan.script.isLarge) {
        if (!scan.readLarge) {
            scanner.note(largeScriptNote(scan.script));
        } else if (const auto read = scan.readLarge(scan.script, add); !read) {
            scanner.note(read.error());
        }
        return;
    }
    const sql::SplitResult split = sql::split(scan.script.bytes, dialect);
    for (const sql::Statement& statement : split.statements) {
        if (statement.kind == sql::StatementKind::Sql)
            add(statement.textIn(scan.script.bytes), statement.number, statement.line);
    }
}

void nameFile(LossScan& scan, const migration::Script& script)
{
    for (base::Error& note : scan.notUnderstood)
        note.position.file = script.path;
}

} // namespace

LossScan findLosses(const migration::Script& script, sql::Dialect dialect)
{
    LossScanner scanner(dialect);
    scanScript(scanner, {script, 1, {}}, dialect);
    LossScan scan = scanner.result();
    nameFile(scan, script);
    return scan;
}

QList<LossScan> findLosses(const migration::Plan& plan, const LargeScriptReader& readLarge)
{
    LossScanner scanner(plan.dialect);
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        if (i > 0)
            scanner.nextScript();
        const migration::PlanStep& step = plan.steps.at(i);
        scanScript(scanner, {step.script, step.firstStatement, readLarge}, plan.dialect);
    }
    QList<LossScan> scans = plan.steps.isEmpty() ? QList<LossScan>() : scanner.results();
    for (qsizetype i = 0; i < scans.size(); ++i)
        nameFile(scans[i], plan.steps.at(i).script);
    return scans;
}

} // namespace strandline::analysis
