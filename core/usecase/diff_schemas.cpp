// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/diff_schemas.h"

#include "core/usecase/renderers.h"

#include <QRegularExpression>

namespace strandline::usecase {

using base::ErrorCode;

namespace {

/// For a POSIX shell.
QString shellWord(const QString& text)
{
    static const QRegularExpression plain(QStringLiteral("\\A[A-Za-z0-9_.=:/@%+-]+\\z"));
    if (plain.match(text).hasMatch())
        return text;
    return QLatin1Char('\'') + QString(text).replace(QLatin1Char('\''), QLatin1String("'\\''"))
        + QLatin1Char('\'');
}

base::Failure unansweredRenames(const QList<OpenQuestion>& questions)
{
    QStringList pairs;
    QStringList flags;
    for (const OpenQuestion& open : questions) {
        const QString pair =
            QStringLiteral("%1 and %2").arg(open.question.from.display(), open.question.to.display());
        pairs << (open.question.reason.isEmpty() ? pair
                                                 : QStringLiteral("%1 (%2)").arg(pair, open.question.reason));
        flags << QStringLiteral("--rename ") + shellWord(open.answer.display());
    }
    return base::fail(ErrorCode::Precondition,
        questions.size() == 1 ? QStringLiteral("Something looks renamed, and nobody said whether it is")
                              : QStringLiteral("%1 things look renamed, and nobody said whether they are")
                                    .arg(questions.size()),
        QStringLiteral("They are alike: %1.").arg(pairs.join(QLatin1String("; "))),
        QStringLiteral(
            "Where it is a rename, add: %1. Where it is not, and the old one with its data may go: "
            "--renames none.")
            .arg(flags.join(QLatin1Char(' '))));
}

/// Equal but for its name, and without rows of its own: nobody has to decide.
bool losesNothing(const diff::RenameQuestion& question)
{
    return question.likeness == 100
        && (question.from.kind == schema::ObjectKind::Constraint
            || question.from.kind == schema::ObjectKind::Index);
}

} // namespace

base::Result<void> writeWays(SchemaDiff& diff, bool online)
{
    const auto renderer = rendererFor(diff.from.database.dialect);
    if (!renderer)
        return base::forward(renderer);
    diff.up = (*renderer)->render({diff.from.database, diff.to.database, diff.renames, online, true});
    diff.down = (*renderer)->render(
        {diff.to.database, diff.from.database, diff::reversed(diff.renames), online, true});
    return {};
}

base::Result<SchemaDiff> diffSchemas(LoadedSchema from, LoadedSchema to, const DiffSchemasRequest& request)
{
    SchemaDiff diff;
    diff.from = std::move(from);
    diff.to = std::move(to);
    const schema::Database& old = diff.from.database;
    const schema::Database& now = diff.to.database;
    for (const QString& text : request.renames) {
        const auto rename = diff::renameFromText(text, old, now);
        if (!rename)
            return base::forward(rename);
        diff.renames.append(*rename);
    }
    for (const diff::RenameQuestion& question : diff::renameQuestions(old, now, diff.renames, {})) {
        if (losesNothing(question))
            diff.renames.append({question.from, question.to});
        else
            diff.unanswered.append({question, diff::renameText({question.from, question.to}, old, now)});
    }
    if (request.rule == RenameRule::Ask && !diff.unanswered.isEmpty())
        return unansweredRenames(diff.unanswered);
    diff.differences = diff::compare(old, now, diff.renames, request.compare);
    if (const auto written = writeWays(diff, request.online); !written)
        return base::forward(written);
    return diff;
}

} // namespace strandline::usecase
