// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/compare.h"
#include "core/diff/field_values.h"
#include "core/diff/matching.h"
#include "core/diff/rename_index.h"
#include "core/diff/sql_likeness.h"
#include "core/diff/wording.h"

namespace strandline::diff {

/// One run of compare().
class Comparison
{
public:
    Comparison(const schema::Database& from, const schema::Database& to, const QList<Rename>& renames,
        const CompareOptions& options);
    QList<Difference> run();

private:
    template <typename T> void objects(const QList<T>& from, const QList<T>& to);
    template <typename T> void compareObject(const T& from, const T& to);
    template <typename T> void compareParts(const T& from, const T& to);

    template <typename T>
    void parts(const schema::ObjectName& owner, const std::vector<Match<T>>& matches, QStringList* reported = nullptr);
    template <typename T>
    void named(const schema::ObjectName& owner, const QList<T>& from, const QList<T>& to)
    {
        parts(owner, matchBy(from, to, [](const T& part) { return part.name; }));
    }
    void indexes(const schema::ObjectName& owner, const QList<schema::Index>& from,
        const QList<schema::Index>& to, const QStringList& reportedConstraints);
    void databaseOptions();

    template <typename T> void onlyOne(const T* from, const T* to, const schema::ObjectId& id);
    /// Adds a difference when there is one.
    template <typename T> bool both(
        const T& from, const T& to, const schema::ObjectId& id, QList<FieldDifference> more = {});
    void enumValues(const schema::UserType& from, const schema::UserType& to);

    template <typename T> QList<FieldDifference> fieldDifferences(const T& from, const T& to) const;
    template <typename T> bool isSameText(const T& from, const T& to, const FieldValue& a, const FieldValue& b) const;
    QString columnOrder(const schema::Table& table, const schema::Table& other) const;

    CompareOptions m_options;
    RenameIndex m_renames;
    schema::Database m_from; ///< in the names of m_to
    schema::Database m_to;
    SqlLikeness m_sql;
    Wording m_fromWords;
    Wording m_toWords;
    QList<Difference> m_differences;
};

} // namespace strandline::diff
