// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/compare.h"

#include <QFuture>

#include <memory>

namespace strandline::ui {

struct ComparisonQuestion
{
    std::shared_ptr<const schema::Database> from;
    std::shared_ptr<const schema::Database> to;
    QList<diff::Rename> renames; ///< confirmed
    QList<diff::Rename> refused; ///< asked, and denied
    diff::CompareOptions options;
};

struct ComparisonAnswer
{
    QList<diff::Difference> differences;
    QList<diff::RenameQuestion> questions;
};

/// What the Compare page needs of the core beside the schemas: returns at once, touches no database.
class CompareBackend
{
public:
    virtual ~CompareBackend() = default;

    virtual QFuture<ComparisonAnswer> compare(const ComparisonQuestion& question) = 0;
};

} // namespace strandline::ui
