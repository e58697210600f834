// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/corpora/corpus.h"
#include "tests/support/temp_project.h"

#include <optional>

namespace strandline::corpora {

struct CorpusScript
{
    QString id; ///< as the corpus calls it
    QString name;
    QString version; ///< 14 digits by order; empty: repeatable
    QByteArray up;
    std::optional<QByteArray> down;
    bool noTransaction = false;

    QString fileName() const; ///< without direction and suffix
};

/// The scripts in their order, taken out of the format of their tool: one file per direction, one file with
/// sections, a folder per migration, or up only.
QList<CorpusScript> readScripts(const CorpusProject& project, QString& problem);

/// As native migrations.
void writeScripts(const test::TempProject& project, const QList<CorpusScript>& scripts);

} // namespace strandline::corpora
