// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/compare_backend.h"
#include "ui/controllers/schema_backend.h"

#include <functional>

namespace strandline::test {

/// A shop on PostgreSQL with something of every kind, a table for every finding, and names that hurt.
schema::Database shopSchema();
/// The shop as staging has it: a table less, a column more, one renamed.
schema::Database olderShopSchema();
/// Tables with ten columns each, spread over `schemas` schemas.
std::shared_ptr<const schema::Database> manyTables(int tables, int schemas = 1);

/// Answers from values, at once or when told to.
class FakeSchemaBackend final : public ui::SchemaBackend, public ui::CompareBackend
{
public:
    QHash<QString, base::Result<schema::Database>> schemas; ///< by environment
    QDateTime readAt;
    /// What compare() answers; null: nothing differs, and nothing is asked.
    std::function<ui::ComparisonAnswer(const ui::ComparisonQuestion&)> comparison;
    QList<ui::ComparisonQuestion> compared;
    bool hold = false; ///< readSchema() does not answer until answer()
    QStringList asked;
    QList<base::CancelToken> tokens;

    FakeSchemaBackend();
    void answer(); ///< what was asked first
    int waiting() const { return int(m_held.size()); }

    QFuture<base::Result<usecase::SchemaReading>> readSchema(
        const ui::EnvironmentQuestion& question, const base::CancelToken& cancel) override;
    QFuture<ui::ComparisonAnswer> compare(const ui::ComparisonQuestion& question) override;
    QString definition(const schema::Database& database, const schema::ObjectId& object) const override;

private:
    QList<std::function<void()>> m_held;
};

} // namespace strandline::test
