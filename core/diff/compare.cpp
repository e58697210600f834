// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/compare.h"

#include "core/diff/comparison.h"

namespace strandline::diff {

QList<Difference> compare(const schema::Database& from, const schema::Database& to,
    const QList<Rename>& renames, const CompareOptions& options)
{
    return Comparison(from, to, renames, options).run();
}

} // namespace strandline::diff
