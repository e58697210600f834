// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/statement_source.h"

namespace strandline::runner {

using base::ErrorCode;

base::Error SourceStatement::placed(base::Error error, const migration::Script& script) const
{
    const base::SourcePosition within = error.position;
    base::SourcePosition place {script.path, number, line, 0};
    if (within.line > 0) {
        place.line = line + within.line - 1;
        place.column = within.line == 1 ? column + qMax(1, within.column) - 1 : within.column;
    }
    error.position = place;
    return error;
}

StatementSource::StatementSource(const migration::Script& script, sql::Dialect dialect)
    : m_script(script)
    , m_dialect(dialect)
{
    if (!script.isLarge)
        m_split = sql::split(script.bytes, dialect);
}

base::Result<const SourceStatement*> StatementSource::at(int number)
{
    if (m_script.isLarge)
        return streamedAt(number);
    if (!m_split.problems.isEmpty())
        return base::fail(m_split.problems.first().at({m_script.path, 0,
            m_split.problems.first().position.line, m_split.problems.first().position.column}));
    if (number > count())
        return nullptr;
    const sql::Statement& found = m_split.statements.at(std::size_t(number - 1));
    m_current = {found.number, found.line, found.column, found.textIn(m_script.bytes), {}};
    if (found.kind == sql::StatementKind::CopyFromStdin)
        m_current.copyData = found.dataIn(m_script.bytes);
    return &m_current;
}

base::Result<void> StatementSource::reopen()
{
    m_file = std::make_unique<QFile>(m_script.absolutePath);
    m_digest = std::make_unique<base::Sha256>();
    m_ended = false;
    m_streamed.reset();
    if (!m_file->open(QIODevice::ReadOnly)) {
        return base::fail(ErrorCode::Io, QStringLiteral("Could not read “%1”").arg(m_script.path),
            m_file->errorString(), QStringLiteral("Check that the file is there and may be read."));
    }
    m_stream = std::make_unique<sql::StatementStream>(
        [this](qint64 wanted) { return readPiece(wanted); }, m_dialect);
    return {};
}

base::Result<QByteArray> StatementSource::readPiece(qint64 wanted)
{
    QByteArray piece = m_file->read(wanted);
    if (piece.isEmpty() && m_file->error() != QFileDevice::NoError) {
        return base::fail(
            ErrorCode::Io, QStringLiteral("Could not read “%1”").arg(m_script.path), m_file->errorString());
    }
    m_ended = m_ended || piece.isEmpty();
    m_digest->add(piece);
    return piece;
}

base::Result<const SourceStatement*> StatementSource::streamedAt(int number)
{
    if (!m_stream || (m_streamed && number < m_streamed->number)) {
        if (const auto opened = reopen(); !opened)
            return base::forward(opened);
    }
    while (!m_streamed || m_streamed->number < number) {
        auto next = m_stream->next();
        if (!next) {
            base::Error error = next.error();
            if (error.position.file.isEmpty())
                error.position.file = m_script.path;
            return base::fail(error);
        }
        if (!*next)
            return nullptr;
        m_streamed = std::move(**next);
    }
    m_current = {m_streamed->number, m_streamed->line, m_streamed->column, m_streamed->text, {}};
    if (m_streamed->copyData)
        m_current.copyData = *m_streamed->copyData;
    return &m_current;
}

base::Result<void> StatementSource::checkDigest()
{
    if (!m_script.isLarge)
        return {}; // the bytes that run are those that were hashed
    if (!m_file) {
        if (const auto opened = reopen(); !opened)
            return opened;
    }
    while (!m_ended) {
        if (const auto piece = readPiece(1 << 20); !piece)
            return base::forward(piece);
    }
    m_stream.reset(); // whoever asks for a statement now starts again
    if (m_digest->hex() == m_script.sha256)
        return {};
    return base::fail(ErrorCode::Conflict,
        QStringLiteral("“%1” was changed while it was being run").arg(m_script.path),
        QStringLiteral("The file is not the one that was planned."),
        QStringLiteral("Look at the change, and plan again."));
}

const migration::BatchDirective* StatementSource::batchOf(int number) const
{
    if (number < 1 || number > count())
        return nullptr;
    const int line = m_split.statements.at(std::size_t(number - 1)).line;
    const int before = number > 1 ? m_split.statements.at(std::size_t(number - 2)).line : 0;
    const migration::BatchDirective* found = nullptr;
    for (const migration::BatchDirective& batch : m_script.directives.batches) {
        if (batch.line >= before && batch.line < line)
            found = &batch;
    }
    return found;
}

} // namespace strandline::runner
