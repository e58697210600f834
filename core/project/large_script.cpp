// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/large_script.h"

#include "core/base/digest.h"
#include "core/migration/script_text.h"
#include "core/sql/meaning_digest.h"
#include "core/sql/statement_kind.h"
#include "core/sql/statement_stream.h"

#include <QFile>

#include <algorithm>
#include <cstring>
#include <optional>

namespace strandline::project {

using base::Error;
using base::ErrorCode;
using base::Result;
using migration::CommentLine;

namespace {

constexpr qsizetype kKeptOfLine = 64 * 1024; ///< of a line that may be a directive
constexpr qsizetype kKeptBeginning = 256 * 1024; ///< of the script, for the description
constexpr qsizetype kKeptOfStatement = 4096;

/// Finds the lines that may be directives in a text that comes piece by piece.
class LineScanner
{
public:
    void add(QByteArrayView piece);
    void finish();
    QList<CommentLine>& lines() { return m_lines; }
    int number() const { return m_number; } ///< of the line that is being read

private:
    void addToLine(QByteArrayView part);
    void endLine(qint64 nextOffset);

    QList<CommentLine> m_lines;
    QByteArray m_line; ///< the beginning of the line that is being read
    qint64 m_lineOffset = 0;
    qint64 m_offset = 0; ///< of the next piece
    int m_number = 1;
    bool m_afterReturn = false; ///< the last byte was a CR: an LF belongs to it
};

/// A line is only copied when it can matter, which its first byte tells nearly always.
void LineScanner::addToLine(QByteArrayView part)
{
    constexpr char other = 'x'; // stands for a line that begins no comment
    if (part.isEmpty() || m_line.startsWith(other))
        return;
    if (m_line.isEmpty() && !QByteArrayView("-#/ \t\xEF").contains(part.front()))
        m_line.append(other);
    else
        m_line.append(part.first(std::min(part.size(), kKeptOfLine - m_line.size())));
}

void LineScanner::endLine(qint64 nextOffset)
{
    if (m_number == 1 && m_line.startsWith("\xEF\xBB\xBF")) {
        m_line.remove(0, 3);
        m_lineOffset += 3;
    }
    if (migration::mayBeDirective(m_line))
        m_lines.append({m_line, m_lineOffset, m_number});
    m_line.clear();
    m_lineOffset = nextOffset;
    ++m_number;
}

void LineScanner::add(QByteArrayView piece)
{
    qsizetype from = 0;
    if (m_afterReturn && !piece.isEmpty()) {
        m_afterReturn = false;
        if (piece.front() == '\n')
            m_lineOffset = m_offset + (from = 1);
    }
    const char* begin = piece.data() + from;
    const char* const end = piece.data() + piece.size();
    const auto feedFrom = [end](const char* at) {
        return at == end ? nullptr : static_cast<const char*>(std::memchr(at, '\n', size_t(end - at)));
    };
    // The next LF is remembered: with lone CRs as line ends it would be looked for once per line.
    const char* feed = feedFrom(begin);
    while (begin != end) {
        const char* const stop = feed ? feed : end;
        const void* const found = std::memchr(begin, '\r', size_t(stop - begin));
        const char* const lineEnd = found ? static_cast<const char*>(found) : stop;
        addToLine(QByteArrayView(begin, lineEnd));
        if (lineEnd == end)
            break;
        begin = lineEnd + 1;
        if (found && begin == end)
            m_afterReturn = true;
        if (found && begin == feed)
            ++begin;
        if (feed && begin > feed)
            feed = feedFrom(begin);
        endLine(m_offset + (begin - piece.data()));
    }
    m_offset += piece.size();
}

void LineScanner::finish()
{
    if (!m_line.isEmpty())
        endLine(m_offset);
}

/// The file as a source for the stream, that looks at everything that passes.
class Reader
{
public:
    Reader(const LargeScriptRequest& request, const base::JobContext& context)
        : m_request(request)
        , m_context(context)
        , m_file(request.absolutePath)
        , m_meaning(request.dialect)
    { }

    Result<migration::Script> read(QList<Error>* problems);

private:
    Result<QByteArray> piece(qint64 wanted);
    Result<void> readStatements(sql::StatementStream& stream, QList<Error>* problems);
    void note(const sql::StreamedStatement& statement);
    Error cannotRead(const QString& why) const;
    std::optional<Error> checkText(const QByteArray& bytes);

    const LargeScriptRequest& m_request;
    const base::JobContext& m_context;
    QFile m_file;
    base::Sha256 m_sha256;
    sql::MeaningHasher m_meaning;
    LineScanner m_lines;
    migration::ScriptComments m_comments;
    qsizetype m_around = 0; ///< the first line that no statement lies behind
    qsizetype m_behind = 0; ///< the first line that has no next statement yet
    qint64 m_size = 0;
    bool m_restIsBlank = true;
    QByteArray m_cutCharacter; ///< the beginning of a character that the last piece ended in
    bool m_cannotRunInTransaction = false;
};

Error Reader::cannotRead(const QString& why) const
{
    Error error;
    error.code = ErrorCode::Io;
    error.summary = QStringLiteral("Could not read “%1”").arg(m_request.path);
    error.detail = why;
    error.hint = QStringLiteral("Check that the file is there and may be read.");
    error.position.file = m_request.path;
    return error;
}

Result<QByteArray> Reader::piece(qint64 wanted)
{
    if (m_context.cancel.isCancelled())
        return base::fail(ErrorCode::Cancelled, QStringLiteral("Reading the migrations was cancelled"));
    const QByteArray bytes = m_file.read(wanted);
    if (bytes.isEmpty() && m_file.error() != QFileDevice::NoError)
        return base::fail(cannotRead(m_file.errorString()));
    m_sha256.add(bytes);
    if (const auto problem = checkText(bytes))
        return base::fail(*problem);
    // The first bytes may be a mark that is cut; they are looked at in the end.
    m_restIsBlank =
        m_restIsBlank && migration::isBlank(bytes.mid(qsizetype(std::max<qint64>(3 - m_size, 0))));
    m_lines.add(bytes);
    if (m_comments.beginning.size() < kKeptBeginning)
        m_comments.beginning += bytes.left(kKeptBeginning - m_comments.beginning.size());
    m_size += bytes.size();
    m_context.report(
        {QStringLiteral("Reading a large migration"), m_size >> 20, m_file.size() >> 20, m_request.path});
    return bytes;
}

/// As migration::textProblem() for the whole. At once and not in the end: in a file that is no text nothing
/// ends a statement, and the stream would gather all of it.
std::optional<Error> Reader::checkText(const QByteArray& bytes)
{
    QByteArray text = m_cutCharacter + bytes;
    m_cutCharacter.clear();
    // A character has up to three bytes behind its first one.
    for (qsizetype back = 1; !bytes.isEmpty() && back <= std::min<qsizetype>(3, text.size()); ++back) {
        const uchar c = uchar(text[text.size() - back]);
        if ((c & 0xC0) == 0x80)
            continue;
        const qsizetype length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        if (length > back) {
            m_cutCharacter = text.last(back);
            text.chop(back);
        }
        break;
    }
    auto problem = migration::textProblem(text, m_request.path);
    if (!problem)
        return std::nullopt;
    // Where the piece begins in its line is not known any more.
    if (problem->position.line == 1 && m_lines.number() > 1)
        problem->position.column = 0;
    problem->position.line += m_lines.number() - 1;
    return problem;
}

/// Keeps the statements that the comments have to do with. Their lines were met before them: the stream reads
/// ahead.
void Reader::note(const sql::StreamedStatement& statement)
{
    const QList<CommentLine>& lines = m_lines.lines();
    bool matters = false;
    for (; m_around < lines.size() && lines[m_around].offset < statement.end; ++m_around)
        matters = matters || lines[m_around].offset + lines[m_around].text.size() > statement.begin;
    for (; m_behind < lines.size() && lines[m_behind].number < statement.line; ++m_behind)
        matters = true;
    if (!matters)
        return;
    sql::Statement kept;
    kept.number = statement.number;
    kept.kind = statement.kind;
    kept.line = statement.line;
    kept.column = statement.column;
    kept.begin = qsizetype(statement.begin);
    kept.end = qsizetype(statement.begin) + statement.text.size();
    kept.dataEnd = qsizetype(statement.end);
    m_comments.split.statements.push_back(kept);
    QByteArray text = statement.text.left(kKeptOfStatement);
    if (text.size() < statement.text.size()
        && (statement.text.contains("{batch}") || statement.text.contains("{batch:")))
        text += " {batch}";
    m_comments.texts.insert(statement.begin, text);
}

Result<void> Reader::readStatements(sql::StatementStream& stream, QList<Error>* problems)
{
    for (;;) {
        const auto next = stream.next();
        if (!next && next.error().code == ErrorCode::Unsupported) {
            // Too large a statement: the rest is still part of the file's digest.
            problems->append(next.error());
            for (auto rest = piece(m_request.window); !rest || !rest->isEmpty();
                 rest = piece(m_request.window)) {
                if (!rest)
                    return base::forward(rest);
            }
            return {};
        }
        if (!next)
            return base::forward(next);
        if (!*next)
            return {};
        note(**next);
        m_meaning.add(**next, stream.directives());
        m_cannotRunInTransaction =
            m_cannotRunInTransaction || sql::cannotRunInTransaction((*next)->text, m_request.dialect);
    }
}

Result<migration::Script> Reader::read(QList<Error>* problems)
{
    if (!m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return base::fail(cannotRead(m_file.errorString()));
    sql::StatementStream stream([this](qint64 wanted) { return piece(wanted); }, m_request.dialect);
    stream.setWindow(m_request.window);
    stream.collectProblems();
    QList<Error> ofText;
    if (const auto done = readStatements(stream, &ofText); !done)
        return base::forward(done);
    m_lines.finish();
    m_comments.lines = std::move(m_lines.lines());
    for (const auto& directive : stream.directives())
        m_comments.split.directives.push_back(
            {directive.name, directive.argument, qsizetype(directive.begin), directive.line});
    migration::ScriptHead head = migration::readComments(m_comments, m_request.role, m_request.path);

    migration::Script script;
    script.path = m_request.path;
    script.absolutePath = m_request.absolutePath;
    script.isLarge = true;
    script.size = m_size;
    script.sha256 = m_sha256.hex();
    script.meaning = m_meaning.finish(stream.directives());
    script.description = std::move(head.description);
    script.directives = std::move(head.directives);
    script.cannotRunInTransaction = script.directives.noTransaction || m_cannotRunInTransaction;
    if (m_restIsBlank && migration::isBlank(m_comments.beginning.left(3)))
        problems->append(migration::blankScript(m_request.path, m_request.role));
    problems->append(head.problems);
    for (Error error : stream.problems() + ofText) {
        error.position.file = m_request.path;
        problems->append(error);
    }
    return script;
}

} // namespace

Result<migration::Script> readLargeScript(
    const LargeScriptRequest& request, QList<Error>* problems, const base::JobContext& context)
{
    return Reader(request, context).read(problems);
}

} // namespace strandline::project
