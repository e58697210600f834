// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace strandline::migration {

/// `-- strandline:allow <rule> <reason>`: valid for the statement that follows the line.
struct AllowDirective
{
    QString rule;
    QString reason;
    int line = 0;
};

/// `-- strandline:batch table=… key=… size=… pause=…`: the next statement runs in keyset batches.
struct BatchDirective
{
    QString table;
    QStringList key;
    int size = 0;
    int pauseMs = 0;
    int line = 0;
};

/// `-- strandline:renamed [kind] old new`: what is called new behind this migration was called old before it.
/// The answer to a question that was asked when the migration was made; diff::renameFromTexts() reads the
/// names.
struct RenamedDirective
{
    QString kind; ///< "column", "index", …; empty: the names say it
    QString before;
    QString after;
    int line = 0;
};

/// What the comments of a script tell the runner; docs/formats/native-migrations.md has the grammar.
struct Directives
{
    bool noTransaction = false;
    std::optional<int> lockTimeoutMs;
    std::optional<int> statementTimeoutMs;
    std::optional<QString> irreversible; ///< the reason
    QStringList breaking; ///< breaking-change notes
    QList<AllowDirective> allows;
    QList<BatchDirective> batches;
    QList<RenamedDirective> renames;
};

/// One file as it lies on the disk. The bytes are kept as they are: hashing and running use the same value.
struct Script
{
    QString path; ///< relative to the project folder, with forward slashes: what messages show
    QString absolutePath;
    QByteArray bytes;
    QByteArray sha256; ///< of the bytes
    QByteArray meaning; ///< sql::meaningDigest: equal for texts that differ only in layout and comments
    QString description; ///< the comment lines at the head of the file, without directives
    Directives directives;
    bool cannotRunInTransaction = false; ///< by directive, or because a statement of it cannot
    /// Too large to be held: bytes is empty, and whoever runs it reads absolutePath piece by piece
    /// (sql::StatementStream). Digests, description and directives are known all the same.
    bool isLarge = false;
    qint64 size = 0; ///< of the file in bytes
};

} // namespace strandline::migration
