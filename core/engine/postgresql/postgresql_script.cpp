// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the session that runs scripts: users' statements one by one, our own ones in one message.
#include "core/db/statement_text.h"
#include "core/engine/postgresql/postgresql_errors.h"
#include "core/engine/postgresql/postgresql_session.h"
#include "core/sql/lexer.h"

#include <algorithm>
#include <cstring>
#include <libpq-fe.h>
#include <vector>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

/// So small that a request to stop is honoured soon, so large that calls cost nothing.
constexpr qsizetype copyPiece = 256 * 1024;
/// A longer text than this is not kept as a buffer for the next statement.
constexpr qsizetype keptBuffer = 1024 * 1024;
/// The line end closes a comment at the end of a statement.
constexpr char ownSeparator[] = "\n;\n";

db::ServerNotice noticeOf(const PGresult* result)
{
    const auto field = [result](int which) { return QString::fromUtf8(PQresultErrorField(result, which)); };
    db::ServerNotice notice {
        field(PG_DIAG_SEVERITY_NONLOCALIZED), field(PG_DIAG_SQLSTATE), field(PG_DIAG_MESSAGE_PRIMARY), {}};
    QStringList more;
    for (const int which : {PG_DIAG_MESSAGE_DETAIL, PG_DIAG_MESSAGE_HINT, PG_DIAG_CONTEXT}) {
        if (const QString text = field(which); !text.isEmpty())
            more << text;
    }
    notice.detail = more.join(QLatin1Char('\n'));
    return notice;
}

/// COMMIT or END, as the server reads it.
bool isCommit(QByteArrayView sql)
{
    sql::Lexer lexer(sql, sql::Dialect::PostgreSql);
    const QByteArray word = lexer.textOf(lexer.nextSignificant()).toByteArray().toUpper();
    return word == "COMMIT" || word == "END";
}

base::Error commitRolledBack()
{
    // The server answers COMMIT of a failed transaction with success and the word ROLLBACK.
    return {ErrorCode::Sql, QStringLiteral("The transaction was rolled back instead of committed"),
        QStringLiteral("A statement in it had failed."),
        QStringLiteral("Nothing of it was kept; look at the first error."), QStringLiteral("25P02"), {}};
}

} // namespace

/// Notices go to this sink while it lives.
class PostgresqlSession::NoticeScope
{
public:
    NoticeScope(pg_conn* handle, const db::NoticeSink& sink)
        : m_handle(sink ? handle : nullptr)
    {
        if (!m_handle)
            return;
        const auto receive = [](void* to, const PGresult* result) {
            (*static_cast<const db::NoticeSink*>(to))(noticeOf(result));
        };
        PQsetNoticeReceiver(m_handle, receive, const_cast<db::NoticeSink*>(&sink));
    }
    ~NoticeScope()
    {
        if (m_handle)
            PQsetNoticeReceiver(
                m_handle, [](void*, const PGresult*) {}, nullptr);
    }
    NoticeScope(const NoticeScope&) = delete;
    NoticeScope& operator=(const NoticeScope&) = delete;

private:
    pg_conn* m_handle;
};

void PostgresqlSession::drain() const
{
    while (const ResultPtr rest {PQgetResult(m_handle)}) {
        if (PQresultStatus(rest.get()) == PGRES_COPY_IN)
            PQputCopyEnd(m_handle, "no data");
    }
}

/// Streams the data and gives the server's verdict. Errors of rows come when all is sent: the server reads
/// and drops what follows a bad row.
PostgresqlSession::ResultPtr PostgresqlSession::copyIn(const db::ScriptStatement& statement)
{
    QByteArrayView rest = *statement.copyData;
    bool sent = true;
    while (sent && !rest.isEmpty() && !m_stopAsked->load()) {
        const QByteArrayView piece = rest.first(qMin(rest.size(), copyPiece));
        sent = PQputCopyData(m_handle, piece.data(), int(piece.size())) == 1;
        rest = rest.sliced(piece.size());
    }
    PQputCopyEnd(m_handle, rest.isEmpty() ? nullptr : "stopped on request");
    ResultPtr verdict(PQgetResult(m_handle));
    drain();
    return verdict;
}

/// The extended protocol, because the server itself then refuses a second statement. With small statements
/// over a local socket it costs as much as the simple one (measured: within 3 %).
base::Result<qint64> PostgresqlSession::sendOne(const db::ScriptStatement& statement)
{
    m_stopAsked->store(false);
    m_text.resize(0);
    m_text.append(statement.text);
    ResultPtr result(PQexecParams(m_handle, m_text.constData(), 0, nullptr, nullptr, nullptr, nullptr, 0));
    if (m_text.capacity() > keptBuffer)
        m_text = {};

    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COPY_OUT) {
        char* row = nullptr;
        while (PQgetCopyData(m_handle, &row, 0) > 0)
            PQfreemem(row);
        drain();
        return -1;
    }
    if (status == PGRES_COPY_IN && !statement.copyData) {
        PQputCopyEnd(m_handle, "no data");
        drain();
        return base::fail(ErrorCode::Unsupported,
            QStringLiteral("“%1” waits for data that is not here")
                .arg(db::statementExcerpt(QString::fromUtf8(statement.text))),
            QStringLiteral("COPY … FROM STDIN takes its rows from the program that runs it."),
            QStringLiteral(
                "Write the rows on the lines below the statement and end them with a line “\\.”, or "
                "write them as INSERT statements."));
    }
    if (status == PGRES_COPY_IN) {
        result = copyIn(statement);
        auto outcome = outcomeOf(result.get(), statement.text);
        const qint64 row = outcome
            ? 0
            : lineOfCopyData(QString::fromUtf8(PQresultErrorField(result.get(), PG_DIAG_CONTEXT)));
        if (row <= 0)
            return outcome;
        const auto lines = std::count(statement.text.begin(), statement.text.end(), '\n') + 1;
        base::SourcePosition at;
        at.line = int(lines + row);
        return base::fail(outcome.error().at(at));
    }
    auto outcome = outcomeOf(result.get(), statement.text);
    if (outcome && qstrcmp(PQcmdStatus(result.get()), "ROLLBACK") == 0 && isCommit(statement.text))
        return base::fail(commitRolledBack());
    return outcome;
}

base::Result<qint64> PostgresqlSession::executeScript(
    const db::ScriptStatement& statement, const db::NoticeSink& notices)
{
    if (const auto nul = statement.text.indexOf('\0'); nul >= 0) {
        // The words and the place are those for our own texts.
        const auto refused = db::checkStatementText(QString::fromUtf8(statement.text.first(nul + 1)));
        return base::forward(refused);
    }
    const NoticeScope scope(m_handle, notices);
    return guarded(statement);
}

base::Error PostgresqlSession::ownFailure(
    const pg_result* result, const QList<QByteArray>& statements, int completed) const
{
    // An error of syntax is found before anything runs, so its place tells more than what was completed.
    const QByteArray place(PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION));
    const qint64 position = place.toLongLong();
    int index = qMin(completed, int(statements.size()) - 1);
    qint64 begin = 1; // of the statement, counted like the position
    if (position > 0) {
        const auto length = [](const QByteArray& text) {
            return std::count_if(text.begin(), text.end(), [](char c) { return (uchar(c) & 0xC0) != 0x80; });
        };
        for (index = 0; index + 1 < statements.size(); ++index) {
            const qint64 next = begin + length(statements.at(index)) + qint64(std::strlen(ownSeparator));
            if (next > position)
                break;
            begin = next;
        }
    }
    base::Error error = failure(result, statements.at(index));
    error.position =
        position > 0 ? positionInUtf8(statements.at(index), position - begin + 1) : base::SourcePosition {};
    if (statements.size() > 1) {
        error.position.statement = index + 1;
        error.detail += QStringLiteral("\nIt was statement %1 of %2 sent together.")
                            .arg(index + 1)
                            .arg(statements.size());
    }
    return error;
}

base::Result<void> PostgresqlSession::executeOwn(const QList<QByteArray>& statements)
{
    if (statements.isEmpty())
        return {};
    // Whatever follows such a COMMIT would be run as if it had gone well.
    if (statements.size() > 1 && PQtransactionStatus(m_handle) == PQTRANS_INERROR
        && isCommit(statements.first()))
        return executeOwn({statements.first()});
    const QByteArray text = statements.join(ownSeparator);
    if (text.contains('\0'))
        return base::fail(
            ErrorCode::Internal, QStringLiteral("A statement of our own contains a NUL character"));

    if (PQsendQuery(m_handle, text.constData()) != 1)
        return base::fail(ownFailure(nullptr, statements, 0));
    std::optional<base::Error> failed;
    int completed = 0;
    while (const ResultPtr result {PQgetResult(m_handle)}) {
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_COPY_IN) {
            PQputCopyEnd(m_handle, "no data");
        } else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
            const char* tag = PQcmdStatus(result.get());
            noteTag(tag);
            if (qstrcmp(tag, "ROLLBACK") == 0 && !failed && isCommit(statements.value(completed)))
                failed = commitRolledBack();
            ++completed;
        } else if (status != PGRES_EMPTY_QUERY && !failed) {
            failed = ownFailure(result.get(), statements, completed);
            if (PQstatus(m_handle) == CONNECTION_BAD)
                break;
        }
    }
    if (failed)
        return base::fail(*failed);
    return {};
}

/// True when the shape has to be prepared on the way, which has an answer of its own.
bool PostgresqlSession::sendShape(const db::OwnStatement& statement)
{
    OwnShape& shape = m_shapes[statement.shape];
    const bool isNew = !shape.isPrepared;
    if (isNew) {
        shape.name = "strandline_own_" + QByteArray::number(++m_lastShape);
        PQsendPrepare(m_handle, shape.name.constData(), statement.shape.constData(), 0, nullptr);
    }
    std::vector<const char*> values;
    values.reserve(std::size_t(statement.values.size()));
    for (const QByteArray& value : statement.values)
        values.push_back(value.constData());
    PQsendQueryPrepared(
        m_handle, shape.name.constData(), int(values.size()), values.data(), nullptr, nullptr, 0);
    return isNew;
}

base::Result<void> PostgresqlSession::answersOfPipeline(
    const db::OwnStatements& statements, const QList<int>& owners)
{
    std::optional<base::Error> failed;
    for (qsizetype answer = 0;;) {
        const ResultPtr result {PQgetResult(m_handle)};
        if (!result) {
            if (PQstatus(m_handle) == CONNECTION_BAD)
                break;
            continue; // the end of one answer
        }
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_PIPELINE_SYNC)
            break;
        const int owner = owners.value(answer++, int(statements.size()) - 1);
        const db::OwnStatement& statement = statements.at(owner);
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
            const char* tag = PQcmdStatus(result.get());
            if (*tag == '\0') {
                m_shapes[statement.shape].isPrepared = true;
                continue;
            }
            noteTag(tag);
            if (qstrcmp(tag, "ROLLBACK") == 0 && !failed && isCommit(statement.text))
                failed = commitRolledBack();
        } else if (status == PGRES_FATAL_ERROR && !failed) {
            failed = failure(result.get(), statement.complete());
            failed->position = {};
            failed->position.statement = owner + 1;
            failed->detail += QStringLiteral("\nIt was statement %1 of %2 sent together.")
                                  .arg(owner + 1)
                                  .arg(statements.size());
        }
    }
    if (!failed && PQstatus(m_handle) == CONNECTION_BAD)
        failed = failure(nullptr, statements.last().complete());
    if (failed)
        return base::fail(*failed);
    return {};
}

base::Result<void> PostgresqlSession::executeOwnShapes(const db::OwnStatements& statements)
{
    const bool hasShapes = std::any_of(statements.begin(), statements.end(),
        [](const db::OwnStatement& statement) { return !statement.shape.isEmpty(); });
    if (!hasShapes || PQtransactionStatus(m_handle) == PQTRANS_INERROR)
        return Session::executeOwnShapes(statements);
    QList<int> owners; // of each answer
    PQenterPipelineMode(m_handle);
    for (int i = 0; i < statements.size(); ++i) {
        const db::OwnStatement& statement = statements.at(i);
        if (statement.shape.isEmpty())
            PQsendQueryParams(m_handle, statement.text.constData(), 0, nullptr, nullptr, nullptr, nullptr, 0);
        else if (sendShape(statement))
            owners.append(i);
        owners.append(i);
    }
    PQpipelineSync(m_handle);
    const auto outcome = answersOfPipeline(statements, owners);
    PQexitPipelineMode(m_handle);
    return outcome;
}

} // namespace strandline::engine::postgresql
