// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/templates.h"

#include "core/base/digest.h"
#include "core/migration/names.h"
#include "core/project/template_parts.h"
#include "core/sql/identifier.h"

#include <QRegularExpression>

#include <array>

namespace strandline::project {

namespace {

using detail::TemplateBody;
using detail::TemplateParts;

constexpr std::array kKindNames {
    migration::detail::NameOf {TemplateKind::Table, "table"},
    migration::detail::NameOf {TemplateKind::Alter, "alter"},
    migration::detail::NameOf {TemplateKind::Sync, "sync"},
    migration::detail::NameOf {TemplateKind::Data, "data"},
    migration::detail::NameOf {TemplateKind::Index, "index"},
    migration::detail::NameOf {TemplateKind::ForeignKey, "fk"},
    migration::detail::NameOf {TemplateKind::Check, "check"},
    migration::detail::NameOf {TemplateKind::Comment, "comment"},
    migration::detail::NameOf {TemplateKind::Empty, "empty"},
};

struct WrittenName
{
    QString schema;
    QString name;
};

/// users, app.users, "odd.name", app."Order ""Items""".
base::Result<WrittenName> parseWrittenName(const QString& written)
{
    QStringList parts(QString {});
    bool inQuotes = false;
    for (qsizetype i = 0; i < written.size(); ++i) {
        const QChar c = written[i];
        if (c == QLatin1Char('"')) {
            const bool doubled = inQuotes && i + 1 < written.size() && written[i + 1] == QLatin1Char('"');
            if (!doubled) {
                inQuotes = !inQuotes;
                continue;
            }
            ++i;
        } else if (c == QLatin1Char('.') && !inQuotes) {
            parts.append(QString());
            continue;
        }
        parts.last() += c;
    }
    if (inQuotes || parts.contains(QString()) || parts.size() > 2)
        return base::fail(base::ErrorCode::Invalid,
            QStringLiteral("“%1” is not the name of a table").arg(written),
            inQuotes
                ? QStringLiteral("A quote is not closed.")
                : QStringLiteral("A name has one part, or a schema and a name with one dot between them."),
            QStringLiteral("Write users, app.users, or app.\"odd.name\"."));
    return parts.size() == 1 ? WrittenName {{}, parts[0]} : WrittenName {parts[0], parts[1]};
}

QString titleOf(const QString& name)
{
    QString title = name;
    title.replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    return title + QLatin1Char('.');
}

QString guessReferences(const QString& column)
{
    if (column.size() > 3 && column.endsWith(QLatin1String("_id")))
        return column.chopped(3) + QLatin1Char('s');
    return QStringLiteral("example_parent");
}

/// What a name says of its subject besides the column: "email_index", "index_on_email", "email_column".
QString withoutSubject(QString words, TemplateKind* kind)
{
    struct Subject
    {
        const char* word;
        TemplateKind kind;
    };
    static constexpr std::array kSubjects {
        Subject {"index", TemplateKind::Index},
        Subject {"idx", TemplateKind::Index},
        Subject {"foreign_key", TemplateKind::ForeignKey},
        Subject {"fkey", TemplateKind::ForeignKey},
        Subject {"fk", TemplateKind::ForeignKey},
        Subject {"check", TemplateKind::Check},
        Subject {"constraint", TemplateKind::Check},
        Subject {"comment", TemplateKind::Comment},
        Subject {"column", TemplateKind::Alter},
    };
    for (const Subject& subject : kSubjects) {
        const QString word = QString::fromLatin1(subject.word);
        const QString behind = QLatin1Char('_') + word;
        const QString before = word + QStringLiteral("_on_");
        if (words == word)
            words.clear();
        else if (words.endsWith(behind))
            words.chop(behind.size());
        else if (words.startsWith(before))
            words = words.sliced(before.size());
        else
            continue;
        *kind = subject.kind;
        break;
    }
    return words;
}

/// A block comment: line comments at the head would become the description that the review shows.
QString noteText(const QString& note)
{
    if (note.isEmpty())
        return {};
    QString indented = note;
    indented.replace(QLatin1Char('\n'), QStringLiteral("\n   "));
    return QStringLiteral("/* %1 */\n").arg(indented);
}

QByteArray assemble(const QString& title, const QString& note, const QString& statements)
{
    QString text = QStringLiteral("-- %1\n").arg(title);
    if (!note.isEmpty() || !statements.isEmpty())
        text += QLatin1Char('\n');
    return (text + noteText(note) + statements).toUtf8();
}

base::Result<TemplateParts> makeParts(const TemplateRequest& request)
{
    const NameGuess guess = guessFromName(request.name);
    WrittenName table {{}, guess.table.isEmpty() ? QStringLiteral("example") : guess.table};
    if (!request.table.isEmpty()) {
        const auto written = parseWrittenName(request.table);
        if (!written)
            return base::forward(written);
        table = *written;
    }
    TemplateParts parts;
    parts.dialect = request.dialect;
    parts.title = titleOf(request.name);
    parts.schema = table.schema;
    parts.bareTable = table.name;
    parts.bareColumn = !request.column.isEmpty() ? request.column
        : !guess.column.isEmpty()                ? guess.column
                                                 : QStringLiteral("example_column");
    WrittenName references {{}, guessReferences(parts.bareColumn)};
    if (!request.references.isEmpty()) {
        const auto written = parseWrittenName(request.references);
        if (!written)
            return base::forward(written);
        references = *written;
    }
    parts.table = parts.qualified(table.schema, table.name);
    parts.column = parts.quoted(parts.bareColumn);
    parts.references = parts.qualified(references.schema, references.name);
    // SQLite's foreign keys stay within one schema, and its grammar has no place for a schema there.
    if (request.dialect == sql::Dialect::Sqlite)
        parts.references = parts.quoted(references.name);
    parts.removes = guess.removes;
    return parts;
}

} // namespace

namespace detail {

QString TemplateParts::quoted(const QString& name) const
{
    // A person reads and edits this: quotes only where a name needs them on any engine.
    return sql::isPlainName(name) ? name : sql::quoteIdentifier(name, dialect);
}

QString TemplateParts::qualified(const QString& inSchema, const QString& name) const
{
    return inSchema.isEmpty() ? quoted(name) : quoted(inSchema) + QLatin1Char('.') + quoted(name);
}

QString TemplateParts::objectName(const QString& suffix) const
{
    constexpr qsizetype kMaxBytes = 63; // PostgreSQL's; MariaDB and MySQL take 64 characters
    const bool isOfTable = suffix.contains(QLatin1Char('_'));
    QString stem = isOfTable ? bareTable : bareTable + QLatin1Char('_') + bareColumn;
    const QString full = stem + QLatin1Char('_') + suffix;
    if (full.toUtf8().size() <= kMaxBytes)
        return full;
    // Cut names of two long tables would collide, hence the digest of the whole name.
    const QString tail = QLatin1Char('_') + QString::fromLatin1(base::sha256Hex(full.toUtf8()).first(8))
        + QLatin1Char('_') + suffix;
    while ((stem + tail).toUtf8().size() > kMaxBytes) {
        stem.chop(1);
        if (stem.endsWith(QLatin1Char('_')) || (!stem.isEmpty() && stem.back().isHighSurrogate()))
            stem.chop(1);
    }
    return stem + tail;
}

QString TemplateParts::checkCondition() const
{
    static const QStringList kWordColumns {QStringLiteral("status"), QStringLiteral("state"),
        QStringLiteral("kind"), QStringLiteral("type"), QStringLiteral("role"), QStringLiteral("category")};
    const QString lastWord = bareColumn.section(QLatin1Char('_'), -1).toLower();
    return kWordColumns.contains(lastWord) ? QStringLiteral("%1 IN ('new', 'active', 'closed')").arg(column)
                                           : QStringLiteral("%1 >= 0").arg(column);
}

TemplateBody dataTemplate(const TemplateParts& parts)
{
    const QString saved = parts.qualified(parts.schema, parts.objectName(QStringLiteral("before")));
    TemplateBody body;
    body.upNote =
        QStringLiteral("The helper table remembers which rows were touched, so that the way back is exact.\n"
                       "On a large table leave it out and let the UPDATE run in batches: a line\n"
                       "\"-- strandline:batch table=… key=id size=1000 pause=50ms\" before it, and\n"
                       "\"AND {batch}\" at its end.");
    body.up = QStringLiteral("CREATE TABLE IF NOT EXISTS %1 AS\n"
                             "    SELECT id FROM %2 WHERE %3 IS NULL;\n"
                             "UPDATE %2 SET %3 = 0 WHERE %3 IS NULL;\n")
                  .arg(saved, parts.table, parts.column);
    body.down = QStringLiteral("UPDATE %2 SET %3 = NULL WHERE id IN (SELECT id FROM %1);\n"
                               "DROP TABLE %1;\n")
                    .arg(saved, parts.table, parts.column);
    return body;
}

} // namespace detail

QString templateKindName(TemplateKind kind)
{
    return migration::detail::nameIn(kKindNames, kind);
}

std::optional<TemplateKind> templateKindFromName(const QString& name)
{
    return migration::detail::valueIn<TemplateKind>(kKindNames, name);
}

QStringList templateKindNames()
{
    QStringList names;
    for (const auto& entry : kKindNames)
        names.append(QString::fromLatin1(entry.name));
    return names;
}

NameGuess guessFromName(const QString& name)
{
    NameGuess guess;
    static const QRegularExpression kCreate(QStringLiteral("^create_(.+?)(_table)?$"));
    static const QRegularExpression kSync(QStringLiteral("^sync_(.+?)(_table)?$"));
    static const QRegularExpression kCommentOn(QStringLiteral("^comment_on_(.+)$"));
    static const QRegularExpression kOf(QStringLiteral(
        "^(add|remove|drop|delete|backfill|fill|set|index|check|comment)_(.+)_(to|from|in|on|of|for)_(.+)$"));
    if (const auto match = kCreate.match(name); match.hasMatch()) {
        guess.kind = TemplateKind::Table;
        guess.table = match.captured(1);
    } else if (const auto sync = kSync.match(name); sync.hasMatch()) {
        guess.kind = TemplateKind::Sync;
        guess.table = sync.captured(1);
    } else if (const auto on = kCommentOn.match(name); on.hasMatch()) {
        guess.kind = TemplateKind::Comment;
        guess.table = on.captured(1);
    } else if (const auto of = kOf.match(name); of.hasMatch()) {
        const QString verb = of.captured(1);
        guess.kind = TemplateKind::Alter;
        if (verb == QLatin1String("backfill") || verb == QLatin1String("fill")
            || verb == QLatin1String("set"))
            guess.kind = TemplateKind::Data;
        guess.removes = verb == QLatin1String("remove") || verb == QLatin1String("drop")
            || verb == QLatin1String("delete");
        guess.table = of.captured(4);
        if (const auto kind = templateKindFromName(verb))
            guess.kind = *kind;
        guess.column = withoutSubject(of.captured(2), &guess.kind);
        if (verb == QLatin1String("index") && guess.kind == TemplateKind::Index
            && of.captured(3) == QLatin1String("on")) {
            guess.table = of.captured(2); // index_users_on_email, as Rails and Postgres people write it
            guess.column = of.captured(4);
        }
    }
    return guess;
}

base::Result<ScriptPair> fillTemplate(const TemplateRequest& request)
{
    const auto parts = makeParts(request);
    if (!parts)
        return base::forward(parts);
    TemplateBody body = request.dialect == sql::Dialect::PostgreSql
        ? detail::postgresqlTemplate(request.kind, *parts)
        : request.dialect == sql::Dialect::MySql ? detail::mysqlTemplate(request.kind, *parts)
                                                 : detail::sqliteTemplate(request.kind, *parts);
    const bool canTurn = request.kind == TemplateKind::Alter || request.kind == TemplateKind::Index
        || request.kind == TemplateKind::ForeignKey || request.kind == TemplateKind::Check;
    if (parts->removes && canTurn) {
        std::swap(body.up, body.down);
        std::swap(body.upNote, body.downNote);
        // Only SQLite's columns cannot be dropped twice.
        body.upIsRepeatable = body.up.contains(QLatin1String("IF EXISTS"));
    }
    ScriptPair pair;
    pair.up = assemble(parts->title, body.upNote, body.up);
    pair.down = assemble(QStringLiteral("Undoes: ") + parts->title, body.downNote, body.down);
    pair.upIsRepeatable = body.upIsRepeatable;
    return pair;
}

} // namespace strandline::project
