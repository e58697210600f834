// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace strandline::project {

inline constexpr qsizetype kVersionDigits = 14;
inline constexpr qsizetype kMaxNameLength = 200;

enum class Direction { Up, Down };

/// What a file name of the native format says. docs/formats/native-migrations.md, "Names".
struct MigrationFileName
{
    QString version; ///< empty: repeatable
    QString name;
    Direction direction = Direction::Up;
};

/// "20260101120000_add_points", Up -> "20260101120000_add_points.up.sql".
QString versionedFileName(const QString& version, const QString& name, Direction direction);

std::optional<MigrationFileName> parseVersionedFileName(QStringView fileName);
std::optional<MigrationFileName> parseRepeatableFileName(QStringView fileName);

/// Why a file name is not one of a versioned migration, in words, and the name it should have if one can be
/// given. For names for which parseVersionedFileName() gives nothing.
struct NameProblem
{
    QString reason;
    QString suggestion;
};
NameProblem explainVersionedFileName(const QString& fileName);
NameProblem explainRepeatableFileName(const QString& fileName);

/// The time a version stands for, or nothing when there is no such time.
std::optional<QDateTime> versionTime(const QString& version);
QString versionAt(const QDateTime& utc);

/// "Add Loyalty Points to Users" or "AddLoyaltyPointsToUsers" -> "add_loyalty_points_to_users". Latin letters
/// with marks lose them; letters of other scripts are refused, with what would be left as a suggestion.
base::Result<QString> normaliseName(const QString& words);

} // namespace strandline::project
