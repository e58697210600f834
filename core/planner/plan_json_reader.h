// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/migration/plan.h"

#include <QJsonObject>

namespace strandline::planner {

inline const QString kPlanFormat = QStringLiteral("strandline-plan");
inline constexpr int kPlanFormatVersion = 1;

/// Reads one plan file; docs/formats/plan.md, "Reading rules". Remembers the first thing that is wrong.
class PlanJsonReader
{
public:
    PlanJsonReader(const migration::MigrationSet& set, const QHash<QByteArray, QByteArray>& recordedScripts);

    base::Result<migration::Plan> read(const QJsonObject& json);

private:
    QJsonValue value(const QJsonObject& json, const char* key, QJsonValue::Type type);
    QString text(const QJsonObject& json, const char* key)
    {
        return value(json, key, QJsonValue::String).toString();
    }
    QString textOrNull(const QJsonObject& json, const char* key);
    int number(const QJsonObject& json, const char* key);
    bool flag(const QJsonObject& json, const char* key)
    {
        return value(json, key, QJsonValue::Bool).toBool();
    }
    template <typename T> T named(const std::optional<T>& found, const QString& key, const QString& name);
    void wrong(const QString& what, const QString& detail = {});
    void conflict(const QString& summary, const QString& detail, const QString& file);

    migration::PlanTarget target(const QJsonObject& json);
    migration::PlanStep step(const QJsonObject& json);
    void fillScripts(migration::PlanStep* step, const QJsonObject& json);
    std::optional<migration::Script> fileOf(const migration::PlanStep& step, bool isUp) const;
    QList<migration::Segment> segments(const QJsonObject& json);
    migration::PlanObstacle obstacle(const QJsonObject& json);

    const migration::MigrationSet& m_set;
    const QHash<QByteArray, QByteArray>& m_recorded;
    QHash<QString, qsizetype> m_byKey;
    sql::Dialect m_dialect = sql::Dialect::Sqlite;
    std::optional<base::Error> m_error;
};

} // namespace strandline::planner
