// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/rename_text.h"

#include "core/diff/identity.h"

#include <algorithm>

namespace strandline::diff {

using schema::Database;
using schema::ObjectId;
using schema::ObjectKind;
using schema::ObjectName;

namespace {

/// One side: its parts, and what stands in brackets behind them.
struct Written
{
    QStringList parts;
    QList<bool> isQuoted;
    std::optional<QString> arguments;
};

bool isOpenQuote(QChar c)
{
    return c == u'"' || c == u'`';
}

std::optional<Written> readSide(const QString& text)
{
    Written side;
    qsizetype i = 0;
    for (;;) {
        QString part;
        bool quoted = false;
        if (i < text.size() && isOpenQuote(text.at(i))) {
            const QChar quote = text.at(i++);
            quoted = true;
            for (;; ++i) {
                if (i >= text.size())
                    return std::nullopt;
                if (text.at(i) == quote) {
                    if (i + 1 >= text.size() || text.at(i + 1) != quote)
                        break;
                    ++i;
                }
                part += text.at(i);
            }
            ++i;
        } else {
            while (i < text.size() && text.at(i) != u'.' && text.at(i) != u'(')
                part += text.at(i++);
            part = part.trimmed();
        }
        if (part.isEmpty() && !quoted)
            return std::nullopt;
        side.parts.append(part);
        side.isQuoted.append(quoted);
        if (i >= text.size())
            return side;
        if (text.at(i) == u'(' && text.endsWith(u')')) {
            side.arguments = text.mid(i + 1, text.size() - i - 2).trimmed();
            return side;
        }
        if (text.at(i++) != u'.')
            return std::nullopt;
    }
}

/// Where the sides part: the first sign of equality outside of quotes and brackets.
qsizetype equalsSign(const QString& text)
{
    QChar quote;
    int depth = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (!quote.isNull())
            quote = c == quote ? QChar() : quote;
        else if (isOpenQuote(c))
            quote = c;
        else if (c == u'(')
            ++depth;
        else if (c == u')')
            --depth;
        else if (c == u'=' && depth == 0)
            return i;
    }
    return -1;
}

/// All names that can be renamed, as (kind, name, part).
QList<ObjectId> allIds(const Database& database)
{
    QList<ObjectId> ids;
    const auto add = [&](const auto& objects) {
        for (const auto& object : objects)
            ids.append(idOf(object));
    };
    const auto addParts = [&](const ObjectName& owner, const auto& parts) {
        for (const auto& part : parts)
            ids.append(idOf(owner, part));
    };
    add(database.schemas);
    add(database.types);
    add(database.sequences);
    add(database.tables);
    add(database.views);
    add(database.routines);
    for (const schema::UserType& type : database.types) {
        for (const QString& value : type.values)
            ids.append({ObjectKind::Type, type.name, value});
        addParts(type.name, type.attributes);
    }
    for (const schema::Table& table : database.tables) {
        addParts(table.name, table.columns);
        addParts(table.name, table.constraints);
        addParts(table.name, table.indexes);
        addParts(table.name, table.triggers);
        addParts(table.name, table.policies);
    }
    for (const schema::View& view : database.views)
        addParts(view.name, view.indexes);
    return ids;
}

bool hasOwner(const ObjectId& id)
{
    return isPart(id.kind) || (id.kind == ObjectKind::Type && !id.part.isEmpty());
}

QString kindWord(const ObjectId& id)
{
    if (id.kind == ObjectKind::Type && !id.part.isEmpty())
        return QStringLiteral("value");
    return schema::objectKindName(id.kind);
}

class Side
{
public:
    Side(const Database& database, Written written, QString kind)
        : m_database(database)
        , m_written(std::move(written))
        , m_kind(std::move(kind))
    { }

    /// Exactly as written where that names something, else without regard to the case of unquoted parts.
    QList<ObjectId> find() const
    {
        const QList<ObjectId> ids = allIds(m_database);
        for (const Qt::CaseSensitivity sensitivity : {Qt::CaseSensitive, Qt::CaseInsensitive}) {
            QList<ObjectId> found;
            for (const ObjectId& id : ids) {
                if (matches(id, sensitivity))
                    found.append(id);
            }
            if (!found.isEmpty())
                return found;
        }
        return {};
    }

private:
    bool matches(const ObjectId& id, Qt::CaseSensitivity sensitivity) const
    {
        if (!m_kind.isEmpty() && kindWord(id) != m_kind)
            return false;
        if (m_written.arguments
            && (id.kind != ObjectKind::Routine || withoutBlanks(id.part) != withoutBlanks(*m_written.arguments)))
            return false;
        QStringList names {id.name.name};
        if (hasOwner(id))
            names.append(id.part);
        if (m_written.parts.size() == names.size() + 1)
            names.prepend(id.name.schema);
        else if (id.name.schema != m_database.defaultSchema && id.kind != ObjectKind::Schema)
            return false;
        if (names.size() != m_written.parts.size())
            return false;
        for (qsizetype i = 0; i < names.size(); ++i) {
            const auto how = m_written.isQuoted.at(i) ? Qt::CaseSensitive : sensitivity;
            if (names.at(i).compare(m_written.parts.at(i), how) != 0)
                return false;
        }
        return true;
    }
    static QString withoutBlanks(QString text) { return text.remove(u' ').toLower(); }

    const Database& m_database;
    Written m_written;
    QString m_kind;
};

base::Error invalid(const QString& text, const QString& detail)
{
    base::Error error;
    error.code = base::ErrorCode::Invalid;
    error.summary = QStringLiteral("“%1” is not a rename").arg(text);
    error.detail = detail;
    error.hint = QStringLiteral("Write it like “users.name=users.full_name”, “users=customers”, or with the kind, "
                                "“index users.a=users.b”; put names with dots or signs into double quotes.");
    return error;
}

bool isBare(const QString& name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.isLetterOrNumber() || c.isSurrogate() || c == u'_' || c == u'$';
    });
}

QString written(const QString& name)
{
    if (isBare(name))
        return name;
    QString text = name;
    return u'"' + text.replace(u'"', QLatin1String("\"\"")) + u'"';
}

QString written(const ObjectId& id, const Database& database, bool withArguments)
{
    QString text;
    if (id.name.schema != database.defaultSchema && id.kind != ObjectKind::Schema)
        text = written(id.name.schema) + u'.';
    text += written(id.name.name);
    if (hasOwner(id))
        text += u'.' + written(id.part);
    else if (withArguments && id.kind == ObjectKind::Routine)
        text += u'(' + id.part + u')';
    return text;
}

const QStringList& kindWords()
{
    static const QStringList words {QStringLiteral("schema"), QStringLiteral("table"), QStringLiteral("view"),
        QStringLiteral("type"), QStringLiteral("sequence"), QStringLiteral("routine"), QStringLiteral("column"),
        QStringLiteral("value"), QStringLiteral("index"), QStringLiteral("constraint"), QStringLiteral("trigger"),
        QStringLiteral("policy")};
    return words;
}

} // namespace

QString RenameText::display() const
{
    return (kind.isEmpty() ? QString() : kind + u' ') + before + u'=' + after;
}

QString RenameText::directive() const
{
    const auto onOneLine = [](const QString& name) {
        QString text;
        QChar quote;
        for (const QChar c : name) {
            if (!quote.isNull())
                quote = c == quote ? QChar() : quote;
            else if (isOpenQuote(c))
                quote = c;
            else if (c == u' ')
                continue; // between the arguments of a routine
            text += c;
        }
        return text;
    };
    QString line = QStringLiteral("-- strandline:renamed ");
    if (!kind.isEmpty())
        line += kind + u' ';
    line += onOneLine(before) + u' ' + onOneLine(after);
    const bool breaks = std::any_of(line.begin(), line.end(),
        [](QChar c) { return c == u'\n' || c == u'\r' || c == QChar::LineSeparator; });
    return breaks ? QString() : line;
}

base::Result<Rename> renameFromTexts(const QString& kind, const QString& before, const QString& after,
    const Database& from, const Database& to)
{
    const QString text = RenameText {kind, before, after}.display();
    const auto left = readSide(before.trimmed());
    auto right = readSide(after.trimmed());
    if (!left || !right)
        return base::fail(invalid(text, QStringLiteral("A name is missing, or a quote is not closed.")));
    // users.name=full_name
    if (right->parts.size() == 1 && left->parts.size() > 1) {
        right->parts = left->parts.mid(0, left->parts.size() - 1) + right->parts;
        right->isQuoted = left->isQuoted.mid(0, left->isQuoted.size() - 1) + right->isQuoted;
    }
    const QList<ObjectId> gone = Side(from, *left, kind).find();
    if (gone.isEmpty())
        return base::fail(invalid(text, QStringLiteral("There is no “%1” before the change.").arg(before)));
    const QList<ObjectId> came = Side(to, *right, kind).find();
    if (came.isEmpty())
        return base::fail(invalid(text, QStringLiteral("There is no “%1” after the change.").arg(after)));
    QList<Rename> readings;
    for (const ObjectId& a : gone) {
        for (const ObjectId& b : came) {
            const bool fits = kindWord(a) == kindWord(b) && !(a == b)
                && (a.kind != ObjectKind::Routine || a.part == b.part || left->arguments || right->arguments);
            if (fits)
                readings.append({a, b});
        }
    }
    if (readings.isEmpty())
        return base::fail(invalid(
            text, QStringLiteral("“%1” and “%2” are not of one kind, or are the same.").arg(before, after)));
    if (readings.size() > 1) {
        QStringList kinds;
        for (const Rename& reading : readings)
            kinds.append(reading.from.display());
        return base::fail(
            invalid(text, QStringLiteral("It can mean several things: %1.").arg(kinds.join(QStringLiteral(", ")))));
    }
    return readings.first();
}

base::Result<Rename> renameFromText(const QString& text, const Database& from, const Database& to)
{
    const qsizetype sign = equalsSign(text);
    if (sign < 0)
        return base::fail(invalid(text, QStringLiteral("The “=” between the old name and the new one is missing.")));
    QString before = text.left(sign).trimmed();
    const QString after = text.mid(sign + 1).trimmed();
    // A kind only where a blank follows it: a table may be called “index”.
    const qsizetype blank = before.indexOf(u' ');
    const QString first = blank > 0 ? before.left(blank) : QString();
    QString kind;
    if (kindWords().contains(first)) {
        kind = first;
        before = before.mid(blank + 1).trimmed();
    }
    return renameFromTexts(kind, before, after, from, to);
}

RenameText renameText(const Rename& rename, const Database& from, const Database& to)
{
    RenameText text {{}, written(rename.from, from, false), written(rename.to, to, false)};
    const auto readsBack = [&] {
        const auto again = renameFromTexts(text.kind, text.before, text.after, from, to);
        return again && again->from == rename.from && again->to == rename.to;
    };
    if (readsBack())
        return text;
    text.kind = kindWord(rename.from);
    if (readsBack())
        return text;
    text.before = written(rename.from, from, true);
    text.after = written(rename.to, to, true);
    return text;
}

} // namespace strandline::diff
