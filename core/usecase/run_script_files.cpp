// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/run_script_files.h"

#include "core/analysis/statement_view.h"
#include "core/base/file.h"
#include "core/migration/script_text.h"
#include "core/sql/identifier.h"
#include "core/sql/statement_stream.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace strandline::usecase {

using base::ErrorCode;

namespace {

struct ScriptFile
{
    QString absolutePath;
    QString shown;
};

base::Result<QList<ScriptFile>> filesOf(const QString& path)
{
    const QFileInfo info(path);
    if (info.isFile())
        return QList<ScriptFile> {{path, info.fileName()}};
    QList<ScriptFile> files;
    QDirIterator entries(path, {QStringLiteral("*.sql")}, QDir::Files, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QString file = entries.next();
        files.append({file, QDir(path).relativeFilePath(file)});
    }
    std::sort(files.begin(), files.end(),
        [](const ScriptFile& a, const ScriptFile& b) { return a.shown < b.shown; });
    if (files.isEmpty()) {
        return base::fail(ErrorCode::NotFound, QStringLiteral("“%1” holds no .sql file").arg(path), {},
            QStringLiteral("Put the CREATE statements there, in files that end with .sql."));
    }
    return files;
}

base::SourcePosition placeOf(
    const sql::StreamedStatement& statement, const QString& file, const base::SourcePosition& within)
{
    base::SourcePosition place {file, statement.number, statement.line, statement.column};
    if (within.line > 1) {
        place.line += within.line - 1;
        place.column = within.column;
    } else if (within.line == 1 && within.column > 0) {
        place.column += within.column - 1;
    }
    return place;
}

/// "role "app" does not exist", in the words of a server that speaks English.
QString missingRole(const base::Error& error)
{
    constexpr QLatin1String undefinedObject("42704");
    if (error.nativeCode != undefinedObject)
        return {};
    static const QRegularExpression pattern(QStringLiteral("role \"(.*)\" does not exist"));
    const auto match = pattern.match(error.summary + QLatin1Char('\n') + error.detail);
    return match.captured(1);
}

/// COPY … FROM or TO a file or program of the server.
bool copiesFile(const analysis::StatementView& view)
{
    for (size_t i = 1; i + 1 < view.size(); ++i) {
        if (view.isOneOf(i, {"FROM", "TO"}))
            return view.kind(i + 1) == sql::TokenKind::String || view.is(i + 1, "PROGRAM");
    }
    return false;
}

class FileRunner
{
public:
    FileRunner(db::Connection& connection, bool isPrivate, const base::JobContext& context)
        : m_connection(connection)
        , m_isPrivate(isPrivate)
        , m_context(context)
    { }

    base::Result<void> run(const ScriptFile& file)
    {
        const auto bytes = base::readFile(file.absolutePath);
        if (!bytes)
            return base::forward(bytes);
        if (const auto problem = migration::textProblem(*bytes, file.shown))
            return base::fail(*problem);
        sql::StatementStream statements(
            bytes->mid(migration::byteOrderMarkLength(*bytes)), m_connection.info().dialect);
        for (;;) {
            const auto statement = statements.next();
            if (!statement) {
                base::Error error = statement.error();
                error.position.file = file.shown;
                return base::fail(error);
            }
            if (!*statement)
                break;
            if (const auto done = run(**statement, file.shown); !done)
                return done;
        }
        if (!m_connection.isInTransaction())
            return {};
        return base::fail(ErrorCode::Precondition,
            QStringLiteral("“%1” leaves a transaction open").arg(file.shown), {},
            QStringLiteral("End it with COMMIT."));
    }

private:
    base::Result<void> run(const sql::StreamedStatement& statement, const QString& file)
    {
        if (m_context.cancel.isCancelled())
            return base::fail(ErrorCode::Cancelled, QStringLiteral("Stopped on request"));
        const sql::Dialect dialect = m_connection.info().dialect;
        // A temporary file is private, and still not a reason to touch other files.
        const bool isGuarded = !m_isPrivate || dialect == sql::Dialect::Sqlite;
        if (isGuarded && reachesBeyondDatabase(statement.text, dialect)) {
            return base::fail(base::Error {ErrorCode::Precondition,
                QStringLiteral("A statement reaches beyond the scratch database, so it is not run"),
                QStringLiteral("Other databases, roles and files belong to somebody else."),
                QStringLiteral("Leave them out of the script that describes a schema."), {},
                {}}.at(placeOf(statement, file, {})));
        }
        std::optional<QByteArrayView> data;
        if (statement.copyData)
            data = *statement.copyData;
        auto done = m_connection.executeScript({statement.text, data});
        // One statement may name several; each is made once.
        for (QString role; !done && m_isPrivate && !(role = missingRole(done.error())).isEmpty();) {
            const QString made =
                QStringLiteral("CREATE ROLE ") + sql::quoteIdentifier(role, sql::Dialect::PostgreSql);
            if (m_connection.isInTransaction() || !m_connection.execute(made))
                break;
            done = m_connection.executeScript({statement.text, data});
        }
        if (done)
            return {};
        const base::Error& error = done.error();
        return base::fail(error.at(placeOf(statement, file, error.position)));
    }

    db::Connection& m_connection;
    bool m_isPrivate;
    const base::JobContext& m_context;
};

} // namespace

bool reachesBeyondDatabase(QByteArrayView statement, sql::Dialect dialect)
{
    constexpr size_t enough = 64;
    const analysis::StatementView view(statement, dialect, enough);
    const bool defines = view.isOneOf(0, {"CREATE", "ALTER", "DROP"});
    switch (dialect) {
    case sql::Dialect::PostgreSql:
        if (defines && view.is(1, "USER") && view.is(2, "MAPPING"))
            return false;
        if (defines)
            return view.isOneOf(1, {"DATABASE", "ROLE", "USER", "GROUP", "TABLESPACE", "SYSTEM"});
        return view.is(0, "COPY") && copiesFile(view);
    case sql::Dialect::MySql:
        if (view.is(0, "USE") || view.isOneOf(0, {"GRANT", "REVOKE", "SHUTDOWN", "KILL", "PURGE"}))
            return true;
        if (view.is(0, "SET"))
            return view.is(1, "GLOBAL") || view.is(1, "PASSWORD");
        return defines
            && (view.isOneOf(1, {"DATABASE", "SCHEMA", "USER", "ROLE", "SERVER", "TABLESPACE"})
                || (view.is(1, "OR") && view.isOneOf(3, {"DATABASE", "SCHEMA", "USER", "ROLE", "SERVER"})));
    case sql::Dialect::Sqlite:
        return view.is(0, "ATTACH") || (view.is(0, "VACUUM") && view.size() > 1);
    }
    return false;
}

base::Result<void> runScriptFiles(
    db::Connection& connection, const ScriptFilesRequest& request, const base::JobContext& context)
{
    const auto files = filesOf(request.path);
    if (!files)
        return base::forward(files);
    FileRunner runner(connection, request.onPrivateServer, context);
    for (qsizetype i = 0; i < files->size(); ++i) {
        context.report(
            {QStringLiteral("Building the schema in scratch"), i, files->size(), files->at(i).shown});
        if (const auto done = runner.run(files->at(i)); !done)
            return done;
    }
    return {};
}

} // namespace strandline::usecase
