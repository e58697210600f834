// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/statement_stream.h"

#include "core/sql/window_splitter.h"

#include <algorithm>

namespace strandline::sql {

using base::Error;
using base::Result;

struct StatementStream::State
{
    State(ByteSource bytes, Dialect scriptDialect)
        : source(std::move(bytes))
        , dialect(scriptDialect)
    { }

    Result<void> fill(qint64 wanted);
    Result<void> readOn();
    void take(SplitWindow found, qsizetype size);
    void lookAtBytes(const WindowStart& from, qsizetype size);
    std::optional<Error> problemBefore(qint64 offset) const;
    Result<StreamedStatement> handOut();

    ByteSource source;
    Dialect dialect;
    qint64 windowBytes = 1 << 20;
    bool collects = false;

    QByteArray window; ///< begins at windowStart
    qint64 windowStart = 0;
    bool ended = false; ///< the source has no more
    bool done = false; ///< the last window was split
    WindowStart start; ///< where the next window begins
    qint64 checkedTo = 0; ///< for bad bytes

    std::vector<Statement> found; ///< of the window, views into it
    size_t given = 0;
    QList<StreamedDirective> directives;
    std::vector<ProblemEntry> problems; ///< offsets in the script
    qsizetype dropped = 0;
    BadBytes bad;
    Error nulPlace, badPlace; ///< only their positions
    std::optional<Error> failure;
};

namespace {

Error tooLarge(LineColumn at)
{
    return Error {base::ErrorCode::Unsupported, QStringLiteral("The data of this COPY are too large"),
        QStringLiteral("They have more than %1 MiB and would have to be in memory at once.")
            .arg(StatementStream::maxCopyBytes >> 20),
        QStringLiteral("Divide them: end the data with \\. and begin another COPY for the rest."), {}, {}}
        .at({{}, 0, at.line, at.column});
}

Error statementTooLarge(LineColumn at)
{
    return Error {base::ErrorCode::Unsupported, QStringLiteral("A statement is too large"),
        QStringLiteral("From here on more than %1 MiB were read without finding the end of a statement.")
            .arg(StatementStream::maxStatementBytes >> 20),
        QStringLiteral("Look for a quote or comment that is not closed, or divide the statement."), {}, {}}
        .at({{}, 0, at.line, at.column});
}

} // namespace

Result<void> StatementStream::State::fill(qint64 wanted)
{
    while (!ended && window.size() < wanted) {
        const auto piece = source(wanted - window.size());
        if (!piece)
            return base::forward(piece);
        ended = piece->isEmpty();
        window += *piece;
    }
    return {};
}

/// Splits one more window. Afterwards there are statements to give, or it is done.
Result<void> StatementStream::State::readOn()
{
    found.clear();
    given = 0;
    while (found.empty() && !done) {
        const qsizetype used = qsizetype(start.offset - windowStart);
        const qsizetype rest = window.size() - used;
        // Twice what could not be used: a statement of any length is read in a number of attempts that
        // grows with its logarithm, which keeps the whole linear.
        const qint64 wanted = std::max<qint64>(windowBytes, 2 * qint64(rest));
        if (window.capacity() > 4 * wanted)
            window = QByteArray(window.constData() + used, rest);
        else
            window.remove(0, used);
        windowStart = start.offset;
        if (const auto filled = fill(wanted); !filled)
            return filled;
        SplitWindow split = splitWindow(window, dialect, start, ended);
        if (split.openData >= 0 && window.size() - split.openData > maxCopyBytes)
            return base::fail(tooLarge(split.openDataAt));
        if (split.next.offset == start.offset && !ended && window.size() > maxStatementBytes)
            return base::fail(statementTooLarge(start.at));
        take(std::move(split), window.size());
    }
    return {};
}

void StatementStream::State::take(SplitWindow split, qsizetype size)
{
    const WindowStart before = std::exchange(start, std::move(split.next));
    done = ended;
    found = std::move(split.statements);
    for (const Directive& directive : split.directives)
        directives.append({directive.name.toByteArray(), directive.argument.toByteArray(), directive.line,
            windowStart + directive.begin});
    for (ProblemEntry& entry : split.problems) {
        entry.offset += qsizetype(windowStart);
        problems.push_back(std::move(entry));
    }
    dropped += split.dropped;
    lookAtBytes(before, done ? size : qsizetype(start.offset - windowStart));
}

/// Only what will not be read again, so that no byte is counted twice.
void StatementStream::State::lookAtBytes(const WindowStart& from, qsizetype size)
{
    const bool hadNul = bad.firstNul() >= 0, hadBad = bad.firstBad() >= 0;
    const qsizetype begin = std::max(qsizetype(0), qsizetype(checkedTo - windowStart));
    checkedTo = windowStart + bad.look(window, begin, std::max(begin, size), windowStart);
    const auto placeOf = [&](qint64 offset) {
        LineCursor cursor = from.offset == 0 ? LineCursor(window) : LineCursor(window, from.at);
        const LineColumn at = cursor.advanceTo(qsizetype(offset - windowStart));
        return base::SourcePosition {{}, 0, at.line, at.column};
    };
    if (!hadNul && bad.firstNul() >= 0)
        nulPlace.position = placeOf(bad.firstNul());
    if (!hadBad && bad.firstBad() >= 0)
        badPlace.position = placeOf(bad.firstBad());
}

QList<Error> StatementStream::problems() const
{
    const State& state = *m_state;
    std::vector<ProblemEntry> entries = state.bad.problems();
    for (ProblemEntry& entry : entries) {
        const bool isNul = entry.offset == state.bad.firstNul();
        entry.error.position = isNul ? state.nulPlace.position : state.badPlace.position;
    }
    // split() knows of the bad bytes first, and they count for its limit.
    qsizetype dropped = state.dropped;
    for (const ProblemEntry& entry : state.problems) {
        if (entry.mayBeDropped && entries.size() >= size_t(SplitResult::maxProblems) - 1)
            ++dropped;
        else
            entries.push_back(entry);
    }
    return inOrder(std::move(entries), dropped);
}

std::optional<Error> StatementStream::State::problemBefore(qint64 offset) const
{
    std::optional<Error> first;
    for (const ProblemEntry& entry : bad.problems()) {
        if (entry.offset < offset) {
            offset = entry.offset;
            first = entry.error.at(entry.offset == bad.firstNul() ? nulPlace.position : badPlace.position);
        }
    }
    for (const ProblemEntry& entry : problems) {
        if (entry.offset < offset) {
            offset = entry.offset;
            first = entry.error;
        }
    }
    return first;
}

Result<StreamedStatement> StatementStream::State::handOut()
{
    const Statement& statement = found[given];
    const bool isCopy = statement.kind == StatementKind::CopyFromStdin;
    if (!collects) {
        if (auto problem = problemBefore(windowStart + std::max(statement.end, statement.dataEnd)))
            return base::fail(*problem);
    }
    if (isCopy && statement.dataEnd - statement.dataBegin > maxCopyBytes)
        return base::fail(tooLarge({statement.line, statement.column}));
    StreamedStatement result {statement.number, statement.kind, statement.line, statement.column,
        statement.textIn(window).toByteArray(), {}, windowStart + statement.begin,
        windowStart + std::max(statement.end, statement.dataEnd)};
    if (isCopy)
        result.copyData = statement.dataIn(window).toByteArray();
    ++given;
    return result;
}

StatementStream::StatementStream(ByteSource source, Dialect dialect)
    : m_state(std::make_unique<State>(std::move(source), dialect))
{ }

StatementStream::StatementStream(QByteArray script, Dialect dialect)
    : StatementStream(
        [script = std::move(script), position = qsizetype(0)](qint64 wanted) mutable -> Result<QByteArray> {
            QByteArray piece = script.mid(position, qsizetype(wanted));
            position += piece.size();
            return piece;
        },
        dialect)
{ }

StatementStream::StatementStream(StatementStream&&) noexcept = default;
StatementStream& StatementStream::operator=(StatementStream&&) noexcept = default;
StatementStream::~StatementStream() = default;

void StatementStream::setWindow(qint64 bytes)
{
    m_state->windowBytes = std::max<qint64>(bytes, 1);
}

void StatementStream::collectProblems()
{
    m_state->collects = true;
}

Result<std::optional<StreamedStatement>> StatementStream::next()
{
    State& state = *m_state;
    if (state.failure)
        return base::fail(*state.failure);
    if (state.given >= state.found.size()) {
        if (const auto read = state.readOn(); !read) {
            state.failure = read.error();
            return base::fail(*state.failure);
        }
    }
    if (state.given < state.found.size()) {
        auto statement = state.handOut();
        if (!statement) {
            state.failure = statement.error();
            return base::fail(*state.failure);
        }
        return std::optional(std::move(*statement));
    }
    if (!state.collects) {
        const QList<Error> wrong = problems();
        if (!wrong.isEmpty()) {
            state.failure = wrong.first();
            return base::fail(*state.failure);
        }
    }
    return std::optional<StreamedStatement>();
}

const QList<StatementStream::StreamedDirective>& StatementStream::directives() const
{
    return m_state->directives;
}

} // namespace strandline::sql
