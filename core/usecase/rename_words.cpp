// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/rename_words.h"

#include <QSet>

#include <optional>

namespace strandline::usecase {

using base::ErrorCode;
using schema::ObjectId;
using schema::ObjectKind;

namespace {

struct Words
{
    std::optional<ObjectKind> kind;
    QStringList from;
    QStringList to;
};

QList<ObjectId> allObjects(const schema::Database& database)
{
    QList<ObjectId> ids;
    const auto parts = [&ids](ObjectKind kind, const schema::ObjectName& name, const auto& list) {
        for (const auto& part : list)
            ids.append({kind, name, part.name});
    };
    for (const auto& item : database.schemas)
        ids.append({ObjectKind::Schema, {QString(), item.name}, {}});
    for (const schema::UserType& type : database.types) {
        ids.append({ObjectKind::Type, type.name, {}});
        for (const QString& value : type.values)
            ids.append({ObjectKind::Type, type.name, value});
    }
    for (const auto& item : database.sequences)
        ids.append({ObjectKind::Sequence, item.name, {}});
    for (const schema::Table& table : database.tables) {
        ids.append({ObjectKind::Table, table.name, {}});
        parts(ObjectKind::Column, table.name, table.columns);
        parts(ObjectKind::Constraint, table.name, table.constraints);
        parts(ObjectKind::Index, table.name, table.indexes);
        parts(ObjectKind::Trigger, table.name, table.triggers);
    }
    for (const schema::View& view : database.views) {
        ids.append({ObjectKind::View, view.name, {}});
        parts(ObjectKind::Index, view.name, view.indexes);
    }
    for (const auto& item : database.routines)
        ids.append({ObjectKind::Routine, item.name, item.identityArguments});
    return ids;
}

bool isPart(const ObjectId& id)
{
    return !id.part.isEmpty() && id.kind != ObjectKind::Routine && id.kind != ObjectKind::Other;
}

QStringList pathOf(const ObjectId& id)
{
    QStringList path;
    if (!id.name.schema.isEmpty())
        path << id.name.schema;
    path << id.name.name;
    if (isPart(id))
        path << id.part;
    return path;
}

bool endsWith(const QStringList& path, const QStringList& end)
{
    return end.size() <= path.size() && path.mid(path.size() - end.size()) == end;
}

/// Dotted names up to the end or an equals sign outside of quotes.
std::optional<QStringList> readPath(const QString& text, qsizetype& at)
{
    QStringList path {QString()};
    while (at < text.size() && text.at(at) != QLatin1Char('=')) {
        const QChar c = text.at(at++);
        if (c == QLatin1Char('.')) {
            path << QString();
        } else if (c == QLatin1Char('"')) {
            for (;; ++at) {
                if (at >= text.size())
                    return std::nullopt;
                if (text.at(at) == QLatin1Char('"')) {
                    if (at + 1 >= text.size() || text.at(at + 1) != QLatin1Char('"'))
                        break;
                    ++at;
                }
                path.last() += text.at(at);
            }
            ++at;
        } else {
            path.last() += c;
        }
    }
    return path.contains(QString()) ? std::nullopt : std::optional(path);
}

std::optional<Words> readWords(const QString& text)
{
    Words words;
    qsizetype at = 0;
    if (const qsizetype colon = text.indexOf(QLatin1Char(':')); colon > 0) {
        const QString name = text.left(colon);
        const ObjectKind kind = schema::objectKindFromName(name);
        if (schema::objectKindName(kind) == name) {
            words.kind = kind;
            at = colon + 1;
        }
    }
    const auto from = readPath(text, at);
    if (!from || at >= text.size())
        return std::nullopt;
    ++at;
    const auto to = readPath(text, at);
    if (!to || at < text.size())
        return std::nullopt;
    words.from = *from;
    words.to = *to;
    return words;
}

schema::ObjectName nowCalled(const schema::ObjectName& name, const QList<diff::Rename>& earlier)
{
    for (const diff::Rename& rename : earlier) {
        const bool isHolder = rename.from.part.isEmpty()
            && (rename.from.kind == ObjectKind::Table || rename.from.kind == ObjectKind::View
                || rename.from.kind == ObjectKind::Type);
        if (isHolder && rename.from.name == name)
            return rename.to.name;
    }
    return name;
}

bool fitsFrom(const ObjectId& id, const Words& words)
{
    const QStringList path = pathOf(id);
    const bool isWhole = words.from.size() >= (isPart(id) ? 2 : 1);
    return isWhole && (!words.kind || *words.kind == id.kind) && endsWith(path, words.from);
}

/// The new name of a part may stand alone: its table is known.
bool fitsTo(const ObjectId& id, const ObjectId& from, const Words& words, const QList<diff::Rename>& earlier)
{
    if (id.kind != from.kind || isPart(id) != isPart(from) || !endsWith(pathOf(id), words.to))
        return false;
    if (!isPart(id))
        return true;
    return words.to.size() >= 2 || id.name == nowCalled(from.name, earlier);
}

QString quotedPart(const QString& name)
{
    const bool isPlain = std::all_of(name.begin(), name.end(),
        [](QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('$'); });
    if (isPlain && !name.isEmpty())
        return name;
    return QLatin1Char('"') + QString(name).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

QString pathText(const ObjectId& id, const QString& defaultSchema)
{
    QStringList path = pathOf(id);
    if (!id.name.schema.isEmpty() && id.name.schema == defaultSchema)
        path.removeFirst();
    for (QString& part : path)
        part = quotedPart(part);
    return path.join(QLatin1Char('.'));
}

} // namespace

base::Result<diff::Rename> readRename(const QString& text, const schema::Database& from,
    const schema::Database& to, const QList<diff::Rename>& earlier)
{
    const auto words = readWords(text);
    if (!words) {
        return base::fail(ErrorCode::Invalid, QStringLiteral("“%1” is no rename").arg(text), {},
            QStringLiteral("Write old=new, such as users=accounts or users.mail=users.email; other names than "
                           "letters, digits and _ in double quotes."));
    }
    const QList<ObjectId> old = allObjects(from);
    const QList<ObjectId> now = allObjects(to);
    const QSet<ObjectId> oldSet(old.begin(), old.end());
    const QSet<ObjectId> nowSet(now.begin(), now.end());
    QList<diff::Rename> fitting;
    bool foundFrom = false;
    for (const ObjectId& id : old) {
        if (!fitsFrom(id, *words))
            continue;
        foundFrom = true;
        for (const ObjectId& other : now) {
            // What is there on both sides was not renamed.
            if (fitsTo(other, id, *words, earlier) && !nowSet.contains(id) && !oldSet.contains(other))
                fitting.append({id, other});
        }
    }
    if (fitting.size() == 1)
        return fitting.first();
    if (fitting.size() > 1) {
        QStringList several;
        for (const diff::Rename& rename : std::as_const(fitting))
            several << rename.from.display();
        return base::fail(ErrorCode::Invalid, QStringLiteral("The rename “%1” fits several objects").arg(text),
            QStringLiteral("They are: %1.").arg(several.join(QLatin1String(", "))),
            QStringLiteral("Write the kind before it, such as table:%1, or the schema.").arg(text));
    }
    return base::fail(ErrorCode::NotFound, QStringLiteral("The rename “%1” fits nothing").arg(text),
        foundFrom ? QStringLiteral("The second schema has nothing new of that name and kind.")
                  : QStringLiteral("The first schema has nothing of the old name."),
        QStringLiteral("Both names as they are, the table before a column: users.mail=users.email."));
}

base::Result<QList<diff::Rename>> readRenames(
    const QStringList& words, const schema::Database& from, const schema::Database& to)
{
    QList<diff::Rename> renames;
    // Those of tables first, whatever their order: a column may be named on its renamed table.
    for (const bool wantsPart : {false, true}) {
        for (const QString& text : words) {
            auto rename = readRename(text, from, to, renames);
            if (!rename) {
                if (wantsPart)
                    return base::forward(rename);
                continue;
            }
            if (isPart(rename->from) == wantsPart)
                renames.append(*rename);
        }
    }
    return renames;
}

QString renameWords(const diff::RenameQuestion& question, const schema::Database& from,
    const schema::Database& to, const QList<diff::Rename>& earlier)
{
    const QString words = QStringLiteral("%1=%2").arg(
        pathText(question.from, from.defaultSchema), pathText(question.to, to.defaultSchema));
    const auto read = readRename(words, from, to, earlier);
    if (read && read->from == question.from && read->to == question.to)
        return words;
    return schema::objectKindName(question.from.kind) + QLatin1Char(':') + words;
}

} // namespace strandline::usecase
