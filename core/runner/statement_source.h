// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/db/script_statement.h"
#include "core/migration/script.h"
#include "core/sql/statement_splitter.h"
#include "core/sql/statement_stream.h"

#include <QFile>

#include <memory>

namespace strandline::runner {

/// One statement of a script. The views live until the next one is asked for.
struct SourceStatement
{
    int number = 0;
    int line = 1;
    int column = 1;
    QByteArrayView text;
    std::optional<QByteArrayView> copyData;

    db::ScriptStatement forServer() const { return {text, copyData}; }
    /// An error's position within the statement as one within the file.
    base::Error placed(base::Error error, const migration::Script& script) const;
};

/// The statements of a script by their number, from memory or, of a large one, piece by piece from its file.
class StatementSource
{
public:
    StatementSource(const migration::Script& script, sql::Dialect dialect);

    /// 0: not known before the end.
    int count() const { return int(m_split.statements.size()); }
    /// Null behind the last one. Going back is possible (a large file is read again from its beginning).
    base::Result<const SourceStatement*> at(int number);
    /// Reads a large file to its end; Conflict when it is not the one that was planned.
    base::Result<void> checkDigest();
    /// The directive that makes this statement a batch; null when there is none.
    const migration::BatchDirective* batchOf(int number) const;

private:
    base::Result<void> reopen();
    base::Result<QByteArray> readPiece(qint64 wanted);
    base::Result<const SourceStatement*> streamedAt(int number);

    const migration::Script& m_script;
    sql::Dialect m_dialect;
    sql::SplitResult m_split; // of a script in memory
    std::unique_ptr<sql::StatementStream> m_stream; // of a large one
    std::unique_ptr<QFile> m_file;
    std::unique_ptr<base::Sha256> m_digest;
    bool m_ended = false;
    std::optional<sql::StreamedStatement> m_streamed;
    SourceStatement m_current;
};

} // namespace strandline::runner
