// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/directives.h"

#include "core/base/suggestion.h"
#include "core/migration/duration.h"
#include "core/migration/script_text.h"

#include <QByteArrayMatcher>
#include <QSet>

#include <algorithm>
#include <functional>

namespace strandline::migration {

namespace {

using base::Error;
using base::ErrorCode;

constexpr int kMaxDescriptionLines = 200;
constexpr int kDefaultBatch = 1000;
constexpr int kMaxBatch = 1000000;
constexpr int kMaxPauseMs = 3600 * 1000;
constexpr QByteArrayView kMark("strandline:");

bool isBlankChar(char c)
{
    return c == ' ' || c == '\t';
}

QByteArrayView trimmedBlanks(QByteArrayView text)
{
    while (!text.isEmpty() && isBlankChar(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlankChar(text.back()))
        text.chop(1);
    return text;
}

qsizetype blanksAt(QByteArrayView text, qsizetype from)
{
    qsizetype i = from;
    while (i < text.size() && isBlankChar(text[i]))
        ++i;
    return i - from;
}

QStringList directiveNames()
{
    return {QStringLiteral("no-transaction"), QStringLiteral("lock-timeout"),
        QStringLiteral("statement-timeout"), QStringLiteral("batch"), QStringLiteral("allow"),
        QStringLiteral("irreversible"), QStringLiteral("breaking"), QStringLiteral("renamed")};
}

/// One word of the arguments and where it begins in the line.
struct Argument
{
    QString text;
    int column = 0;
};

/// Splits at blanks outside of "…" and `…`, whose quotes stay.
QList<Argument> splitArguments(QByteArrayView line, qsizetype from)
{
    QList<Argument> arguments;
    qsizetype i = from;
    while (i < line.size()) {
        i += blanksAt(line, i);
        const qsizetype begin = i;
        char quote = 0;
        while (i < line.size() && (quote || !isBlankChar(line[i]))) {
            if (quote)
                quote = line[i] == quote ? 0 : quote;
            else if (line[i] == '"' || line[i] == '`')
                quote = line[i];
            ++i;
        }
        if (i > begin)
            arguments.append({QString::fromUtf8(line.sliced(begin, i - begin)), columnOf(line, begin)});
    }
    return arguments;
}

QStringList splitKey(const QString& text)
{
    QStringList parts(QString {});
    QChar quote;
    for (const QChar c : text) {
        if (!quote.isNull())
            quote = c == quote ? QChar() : quote;
        else if (c == QLatin1Char('"') || c == QLatin1Char('`'))
            quote = c;
        else if (c == QLatin1Char(',')) {
            parts.append(QString());
            continue;
        }
        parts.last() += c;
    }
    return parts;
}

bool quotesAreClosed(const QString& text)
{
    return text.count(QLatin1Char('"')) % 2 == 0 && text.count(QLatin1Char('`')) % 2 == 0;
}

class Reader
{
public:
    using TextOf = std::function<QByteArray(const sql::Statement&)>;
    Reader(TextOf textOf, const sql::SplitResult& split, ScriptRole role, const QString& path)
        : m_textOf(std::move(textOf))
        , m_split(split)
        , m_role(role)
        , m_path(path)
    { }

    void readLine(const TextLine& line);
    void checkTrailing();
    void checkFollowers();
    ScriptHead take() { return std::move(m_head); }

private:
    void readDirective(QByteArrayView text, qsizetype wordAt);
    void lookAlike(QByteArrayView text, qsizetype at);
    void apply(const QString& word, QByteArrayView text, qsizetype argumentsAt);
    void readTimeout(std::optional<int>* target, const QString& word, QByteArrayView text, qsizetype from);
    void readBatch(QByteArrayView text, qsizetype from);
    bool readBatchValue(
        migration::BatchDirective* batch, const QString& name, const QString& value, int column);
    void readAllow(QByteArrayView text, qsizetype from);
    void readIrreversible(const QString& reason);
    void readRenamed(QByteArrayView text, qsizetype from);
    void problem(const QString& summary, const QString& hint, int column = 0, const QString& detail = {});

    bool splitterSaw(qsizetype offset) const;
    const sql::Statement* statementAround(qsizetype offset) const;
    const sql::Statement* statementAfterLine(int line) const;

    TextOf m_textOf;
    const sql::SplitResult& m_split;
    ScriptRole m_role;
    QString m_path;
    qsizetype m_offset = 0;
    int m_line = 0;
    int m_wordColumn = 0;
    ScriptHead m_head;
    QSet<qsizetype> m_read; ///< offsets of the directives that stand on lines of their own
};

void Reader::problem(const QString& summary, const QString& hint, int column, const QString& detail)
{
    Error error;
    error.code = ErrorCode::Invalid;
    error.summary = summary;
    error.detail = detail;
    error.hint = hint;
    error.position = {m_path, 0, m_line, column > 0 ? column : m_wordColumn};
    m_head.problems.append(error);
}

void Reader::readLine(const TextLine& line)
{
    const QByteArrayView text = line.text;
    m_line = line.number;
    const qsizetype start = blanksAt(text, 0);
    m_offset = line.offset + start;
    const QByteArrayView rest = text.sliced(start);
    if (rest.startsWith(QByteArrayView("--"))) {
        const qsizetype blanks = blanksAt(text, start + 2);
        const qsizetype at = start + 2 + blanks;
        m_wordColumn = columnOf(text, at);
        if (blanks > 0 && text.sliced(at).startsWith(kMark)) {
            m_read.insert(m_offset);
            if (splitterSaw(m_offset))
                readDirective(text, at + kMark.size());
        } else if (!statementAround(m_offset)) {
            lookAlike(text, at);
        }
    } else if ((rest.startsWith('#') || rest.startsWith(QByteArrayView("/*")))
        && !statementAround(m_offset)) {
        const qsizetype length = rest.startsWith('#') ? 1 : 2;
        const qsizetype at = start + length + blanksAt(text, start + length);
        m_wordColumn = columnOf(text, at);
        if (text.sliced(at).startsWith(kMark))
            problem(QStringLiteral("This comment is not read as a directive"),
                QStringLiteral("Directives stand in line comments that begin with “-- ”."));
    }
}

/// "--strandline:x", "-- Strandline: x" and "-- strandline x": meant as directives, but not written as ones.
void Reader::lookAlike(QByteArrayView text, qsizetype at)
{
    const QByteArrayView rest = text.sliced(at);
    const QByteArray word = rest.first(std::min(rest.size(), kMark.size())).toByteArray().toLower();
    const QString summary = QStringLiteral("This comment is not read as a directive");
    if (rest.startsWith(kMark)) {
        problem(summary,
            QStringLiteral("Put a blank after the dashes: MariaDB and MySQL read “--x” as two minus signs."));
    } else if (word == kMark) {
        problem(summary, QStringLiteral("Write “strandline:” in lower-case letters."));
    } else if (word.startsWith("strandline ")) {
        const QList<Argument> words = splitArguments(text, at);
        if (words.size() > 1 && directiveNames().contains(words[1].text))
            problem(summary, QStringLiteral("Write “-- strandline:%1”.").arg(words[1].text));
    }
}

bool Reader::splitterSaw(qsizetype offset) const
{
    const auto& seen = m_split.directives;
    const auto found = std::lower_bound(seen.begin(), seen.end(), offset,
        [](const sql::Directive& directive, qsizetype wanted) { return directive.begin < wanted; });
    return found != seen.end() && found->begin == offset;
}

const sql::Statement* Reader::statementAround(qsizetype offset) const
{
    const auto& all = m_split.statements;
    const auto next = std::upper_bound(all.begin(), all.end(), offset,
        [](qsizetype wanted, const sql::Statement& statement) { return wanted < statement.begin; });
    if (next == all.begin())
        return nullptr;
    const sql::Statement& candidate = *std::prev(next);
    return offset < std::max(candidate.end, candidate.dataEnd) ? &candidate : nullptr;
}

const sql::Statement* Reader::statementAfterLine(int line) const
{
    const auto& all = m_split.statements;
    const auto next = std::upper_bound(all.begin(), all.end(), line,
        [](int wanted, const sql::Statement& statement) { return wanted < statement.line; });
    return next == all.end() ? nullptr : &*next;
}

/// "SELECT 1; -- strandline:no-transaction": silently ignoring it would be worse than refusing it.
void Reader::checkTrailing()
{
    for (const sql::Directive& directive : m_split.directives) {
        if (m_read.contains(directive.begin))
            continue;
        m_line = directive.line;
        m_wordColumn = 1;
        problem(QStringLiteral("A directive stands behind other text"),
            QStringLiteral("Move it to a line of its own, before the statement that it is about."));
    }
}

/// batch and allow speak about the next statement, so there must be one, and it must suit.
void Reader::checkFollowers()
{
    const auto followed = [this](int line, const QString& word) {
        const sql::Statement* statement = statementAfterLine(line);
        if (!statement) {
            m_line = line;
            m_wordColumn = 1;
            problem(QStringLiteral("No statement follows “%1”").arg(word),
                QStringLiteral("The directive stands before the statement that it is about."));
        }
        return statement;
    };
    for (const migration::AllowDirective& allow : std::as_const(m_head.directives.allows))
        followed(allow.line, QStringLiteral("allow"));
    const sql::Statement* batched = nullptr;
    for (const migration::BatchDirective& batch : std::as_const(m_head.directives.batches)) {
        const sql::Statement* statement = followed(batch.line, QStringLiteral("batch"));
        if (!statement)
            continue;
        m_line = batch.line;
        m_wordColumn = 1;
        const QByteArray text = m_textOf(*statement);
        const QByteArray first = text.first(std::min<qsizetype>(text.size(), 6)).toUpper();
        if (statement == batched)
            problem(QStringLiteral("Two “batch” stand before one statement"), QStringLiteral("Remove one."));
        else if (first != "UPDATE" && first != "DELETE" && first != "INSERT")
            problem(QStringLiteral("“batch” stands before a statement that cannot run in batches"),
                QStringLiteral("Only UPDATE, DELETE and INSERT … SELECT can."));
        else if (!text.contains("{batch}") && !text.contains("{batch:"))
            problem(QStringLiteral("The statement after “batch” has no place for it"),
                QStringLiteral("Write “{batch}” where the condition of the batch belongs, such as "
                               "“WHERE points IS NULL AND {batch}”."));
        batched = statement;
    }
}

void Reader::readDirective(QByteArrayView text, qsizetype wordAt)
{
    if (statementAround(m_offset)) {
        problem(QStringLiteral("A directive stands inside of a statement"),
            QStringLiteral("Move it to a line before the statement."));
        return;
    }
    qsizetype end = wordAt;
    while (end < text.size() && !isBlankChar(text[end]))
        ++end;
    const QString word = QString::fromUtf8(text.sliced(wordAt, end - wordAt));
    if (word.isEmpty()) {
        problem(QStringLiteral("The name of the directive is missing"),
            QStringLiteral("The name follows the colon without a blank: “-- strandline:no-transaction”."));
        return;
    }
    if (!directiveNames().contains(word)) {
        problem(QStringLiteral("Unknown directive “%1”").arg(word),
            base::nearestWordHint(word, directiveNames()), columnOf(text, wordAt));
        return;
    }
    apply(word, text, end);
}

void Reader::apply(const QString& word, QByteArrayView text, qsizetype argumentsAt)
{
    migration::Directives& directives = m_head.directives;
    const QString arguments = QString::fromUtf8(trimmedBlanks(text.sliced(argumentsAt)));
    if (word == QLatin1String("no-transaction")) {
        if (!arguments.isEmpty())
            problem(QStringLiteral("“no-transaction” takes no argument"),
                QStringLiteral("Put the explanation on a comment line of its own."),
                splitArguments(text, argumentsAt).constFirst().column);
        else if (directives.noTransaction)
            problem(
                QStringLiteral("“no-transaction” stands twice in this file"), QStringLiteral("Remove one."));
        directives.noTransaction = true; // also with a wrong argument: the careful reading of the intention
    } else if (word == QLatin1String("lock-timeout")) {
        readTimeout(&directives.lockTimeoutMs, word, text, argumentsAt);
    } else if (word == QLatin1String("statement-timeout")) {
        readTimeout(&directives.statementTimeoutMs, word, text, argumentsAt);
    } else if (word == QLatin1String("batch")) {
        readBatch(text, argumentsAt);
    } else if (word == QLatin1String("allow")) {
        readAllow(text, argumentsAt);
    } else if (word == QLatin1String("irreversible")) {
        readIrreversible(arguments);
    } else if (word == QLatin1String("renamed")) {
        readRenamed(text, argumentsAt);
    } else if (arguments.isEmpty()) {
        problem(QStringLiteral("“breaking” needs a text"),
            QStringLiteral("Say what stops working: “-- strandline:breaking Reports of release 4.1 fail.”"));
    } else {
        directives.breaking.append(arguments);
    }
}

void Reader::readTimeout(std::optional<int>* target, const QString& word, QByteArrayView text, qsizetype from)
{
    const QList<Argument> arguments = splitArguments(text, from);
    if (arguments.size() != 1) {
        problem(QStringLiteral("“%1” needs one duration").arg(word),
            QStringLiteral("Write it like “-- strandline:%1 5s”.").arg(word),
            arguments.size() > 1 ? arguments[1].column : 0);
        return;
    }
    const auto duration = parseDuration(arguments[0].text);
    if (!duration) {
        const Error& error = duration.error();
        problem(error.summary, error.hint, arguments[0].column, error.detail);
        return;
    }
    if (*target)
        problem(QStringLiteral("“%1” stands twice in this file").arg(word), QStringLiteral("Remove one."));
    else
        *target = *duration;
}

bool Reader::readBatchValue(
    migration::BatchDirective* batch, const QString& name, const QString& value, int column)
{
    if (value.isEmpty() || !quotesAreClosed(value)) {
        problem(value.isEmpty() ? QStringLiteral("“%1=” has no value").arg(name)
                                : QStringLiteral("A quote in “%1=” is not closed").arg(name),
            QStringLiteral("Write it like “table=users key=id size=1000 pause=50ms”."), column);
        return false;
    }
    if (name == QLatin1String("table")) {
        batch->table = value;
    } else if (name == QLatin1String("key")) {
        batch->key = splitKey(value);
        if (batch->key.contains(QString())) {
            problem(QStringLiteral("A column of “key=” has no name"),
                QStringLiteral("Write the columns with one comma between them: key=tenant_id,id"), column);
            return false;
        }
    } else if (name == QLatin1String("size")) {
        bool isNumber = false;
        const int size = value.toInt(&isNumber);
        if (!isNumber || size < 1 || size > kMaxBatch) {
            problem(QStringLiteral("“%1” is not a batch size").arg(value),
                QStringLiteral("Write a whole number from 1 to 1000000."), column);
            return false;
        }
        batch->size = size;
    } else {
        const auto pause = parseDuration(value);
        if (!pause || *pause > kMaxPauseMs) {
            problem(QStringLiteral("“%1” is not a pause between batches").arg(value),
                QStringLiteral("Write a duration of at most one hour, such as 50ms or 2s."), column);
            return false;
        }
        batch->pauseMs = *pause;
    }
    return true;
}

void Reader::readBatch(QByteArrayView text, qsizetype from)
{
    static const QStringList kNames {
        QStringLiteral("table"), QStringLiteral("key"), QStringLiteral("size"), QStringLiteral("pause")};
    migration::BatchDirective batch;
    batch.size = kDefaultBatch;
    batch.line = m_line;
    QStringList seen;
    bool good = true;
    for (const Argument& argument : splitArguments(text, from)) {
        const qsizetype equals = argument.text.indexOf(QLatin1Char('='));
        const QString name = argument.text.first(std::max<qsizetype>(equals, 0));
        if (equals < 0 || !kNames.contains(name)) {
            const QString word = equals < 0 ? argument.text : name;
            problem(QStringLiteral("“batch” does not know “%1”").arg(word),
                base::nearestWordHint(word, kNames), argument.column);
            good = false;
        } else if (seen.contains(name)) {
            problem(QStringLiteral("“%1=” stands twice").arg(name), QStringLiteral("Remove one."),
                argument.column);
            good = false;
        } else {
            seen.append(name);
            good = readBatchValue(&batch, name, argument.text.sliced(equals + 1), argument.column) && good;
        }
    }
    for (const QString& required : {QStringLiteral("table"), QStringLiteral("key")}) {
        if (good && !seen.contains(required)) {
            problem(QStringLiteral("“batch” needs “%1=”").arg(required),
                QStringLiteral("Write it like “table=users key=id size=1000 pause=50ms”."));
            good = false;
        }
    }
    if (good)
        m_head.directives.batches.append(batch);
}

void Reader::readAllow(QByteArrayView text, qsizetype from)
{
    const QList<Argument> arguments = splitArguments(text, from);
    const auto isRuleChar = [](QChar c) {
        return c == QLatin1Char('-') || (c.unicode() < 128 && c.isLetterOrNumber());
    };
    if (arguments.size() < 2) {
        problem(QStringLiteral("“allow” needs a rule and a reason"),
            QStringLiteral("Write it like “-- strandline:allow drop-column Nobody reads it since 4.0”."));
        return;
    }
    const QString rule = arguments[0].text;
    if (!std::all_of(rule.begin(), rule.end(), isRuleChar)) {
        problem(QStringLiteral("“%1” is not the name of a rule").arg(rule),
            QStringLiteral("Write its code or its name, such as DL103 or drop-column."), arguments[0].column);
        return;
    }
    const QString all = QString::fromUtf8(trimmedBlanks(text.sliced(from)));
    m_head.directives.allows.append({rule, all.sliced(rule.size()).trimmed(), m_line});
}

void Reader::readIrreversible(const QString& reason)
{
    if (m_role != ScriptRole::Up) {
        problem(QStringLiteral("“irreversible” has no meaning here"),
            m_role == ScriptRole::Down
                ? QStringLiteral("It belongs into the up script; a down script is the way back.")
                : QStringLiteral("A repeatable migration has no way back of its own."));
        return;
    }
    if (reason.isEmpty()) {
        problem(QStringLiteral("“irreversible” needs a reason"),
            QStringLiteral("Say why: “-- strandline:irreversible The old values are not kept.”"));
        return;
    }
    if (m_head.directives.irreversible)
        problem(QStringLiteral("“irreversible” stands twice in this file"), QStringLiteral("Remove one."));
    else
        m_head.directives.irreversible = reason;
}

void Reader::readRenamed(QByteArrayView text, qsizetype from)
{
    if (m_role != ScriptRole::Up) {
        problem(QStringLiteral("“renamed” has no meaning here"),
            m_role == ScriptRole::Down
                ? QStringLiteral("It belongs into the up script; the way back is the same rename reversed.")
                : QStringLiteral("A repeatable migration replaces an object and renames none."));
        return;
    }
    QList<Argument> arguments = splitArguments(text, from);
    const auto isOpen = [](const Argument& argument) { return !quotesAreClosed(argument.text); };
    const bool isBroken = std::any_of(arguments.begin(), arguments.end(), isOpen);
    if (arguments.size() < 2 || arguments.size() > 3 || isBroken) {
        problem(QStringLiteral("“renamed” needs the old name and the new one"),
            QStringLiteral(
                "Write it like “-- strandline:renamed users.name users.full_name”, with the kind before "
                "the names where they do not say it; quote names that hold blanks."));
        return;
    }
    const QString kind = arguments.size() == 3 ? arguments.takeFirst().text : QString();
    m_head.directives.renames.append({kind, arguments[0].text, arguments[1].text, m_line});
}

/// Whether a search of the whole file for directives is worth it.
bool mentionsUs(QByteArrayView bytes)
{
    static const QByteArrayMatcher kLower("trandline");
    static const QByteArrayMatcher kUpper("TRANDLINE");
    return kLower.indexIn(bytes.data(), bytes.size()) >= 0 || kUpper.indexIn(bytes.data(), bytes.size()) >= 0;
}

QString readDescription(QByteArrayView bytes)
{
    QStringList lines;
    LineReader reader(bytes, byteOrderMarkLength(bytes));
    TextLine line;
    while (lines.size() < kMaxDescriptionLines && reader.next(&line)) {
        QByteArrayView text = trimmedBlanks(line.text);
        if (!text.isEmpty() && !text.startsWith(QByteArrayView("--")))
            break;
        text = text.sliced(std::min<qsizetype>(2, text.size()));
        if (trimmedBlanks(text).startsWith(kMark))
            continue;
        if (!text.isEmpty() && isBlankChar(text.front()))
            text = text.sliced(1);
        lines.append(QString::fromUtf8(text));
    }
    while (!lines.isEmpty() && lines.constFirst().trimmed().isEmpty())
        lines.removeFirst();
    while (!lines.isEmpty() && lines.constLast().trimmed().isEmpty())
        lines.removeLast();
    return lines.join(QLatin1Char('\n'));
}

ScriptHead headOf(Reader& reader, QByteArrayView beginning)
{
    ScriptHead head = reader.take();
    std::stable_sort(head.problems.begin(), head.problems.end(),
        [](const Error& a, const Error& b) { return a.position.line < b.position.line; });
    head.description = readDescription(beginning);
    return head;
}

} // namespace

Error blankScript(const QString& path, ScriptRole role)
{
    Error error;
    error.code = ErrorCode::Invalid;
    error.summary = QStringLiteral("“%1” is empty").arg(path);
    error.detail = QStringLiteral("A script without any text is mostly an interrupted copy.");
    error.hint = role == ScriptRole::Down
        ? QStringLiteral("Write the way back, or remove the file if there is none.")
        : QStringLiteral("Write the script; a comment alone is enough for one that does nothing.");
    error.position.file = path;
    return error;
}

bool mayBeDirective(QByteArrayView line)
{
    QByteArrayView text = line.sliced(blanksAt(line, 0));
    if (text.startsWith(QByteArrayView("--")) || text.startsWith(QByteArrayView("/*")))
        text = text.sliced(2);
    else if (text.startsWith('#'))
        text = text.sliced(1);
    else
        return false;
    text = text.sliced(blanksAt(text, 0));
    constexpr QByteArrayView word("strandline");
    return text.size() >= word.size() && qstrnicmp(text.data(), word.data(), size_t(word.size())) == 0;
}

ScriptHead readComments(
    QByteArrayView bytes, const sql::SplitResult& split, ScriptRole role, const QString& path)
{
    Reader reader([bytes](const sql::Statement& statement) { return statement.textIn(bytes).toByteArray(); },
        split, role, path);
    if (mentionsUs(bytes)) {
        LineReader lines(bytes, byteOrderMarkLength(bytes));
        TextLine line;
        while (lines.next(&line)) {
            if (mayBeDirective(line.text))
                reader.readLine(line);
        }
        reader.checkTrailing();
        reader.checkFollowers();
    }
    return headOf(reader, bytes);
}

ScriptHead readComments(const ScriptComments& comments, ScriptRole role, const QString& path)
{
    Reader reader(
        [&comments](const sql::Statement& statement) { return comments.texts.value(statement.begin); },
        comments.split, role, path);
    for (const CommentLine& line : comments.lines)
        reader.readLine({line.text, qsizetype(line.offset), line.number});
    reader.checkTrailing();
    reader.checkFollowers();
    return headOf(reader, comments.beginning);
}

} // namespace strandline::migration
