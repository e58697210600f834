// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace strandline::project {

enum class Tier { Development, Test, Staging, Production, Custom };

QString tierName(Tier tier); ///< "development": the spelling of the project file
std::optional<Tier> tierFromName(const QString& name);

enum class Level { Allow, Note, Warn, Confirm, Block };
enum class BackupPolicy { None, Touched, Schema, Full };
enum class OnFailure { Stop, Restore };

/// What an environment demands before, during and after a run; defaults follow from the tier.
struct Policy
{
    BackupPolicy backup = BackupPolicy::None;
    bool requireReview = false;
    bool requireRehearsal = false;
    Level outOfOrder = Level::Allow;
    Level drift = Level::Warn;
    Level dataLoss = Level::Confirm;
    OnFailure onFailure = OnFailure::Stop;

    static Policy forTier(Tier tier);
    bool operator==(const Policy&) const = default;
};

struct Environment
{
    QString name;
    Tier tier = Tier::Development;
    QString customTier; ///< the tier's own name when tier is Custom
    QString url; ///< with its ${VARIABLES} as written; empty when url_env or the surroundings give it
    QString urlEnv; ///< name of the variable that holds the URL
    QString origin; ///< "strandline.toml", "DATABASE_URL", ".env": why this environment exists
    bool enabled = true;
    std::optional<int> lockTimeoutMs;
    std::optional<int> statementTimeoutMs;
    QString historySchema; ///< schema of the bookkeeping tables; empty: the engine's default
    Policy policy;
};

enum class DesiredKind { None, Sql, Environment, Command };

struct Desired
{
    DesiredKind kind = DesiredKind::None;
    QString value; ///< path or environment name
    QStringList command;
};

enum class Format { Unknown, Native };

/// What `verify` and comparisons can leave out, as the project file spells it: "owner", "comments", …
QStringList compareIgnoreNames();

/// A project as its file, or the lack of one, describes it. Values only; nothing is opened yet.
struct Project
{
    QString root; ///< absolute folder
    QString configPath; ///< absolute path of strandline.toml; empty: recognised by its files
    QString name;
    QStringList migrationFolders; ///< absolute
    Format format = Format::Native;
    bool perTable = true;
    QString backupFolder; ///< absolute
    int keepBackups = 5;
    Desired desired;
    QString scratchUrl;
    QStringList compareIgnore; ///< [compare] ignore: names of compareIgnoreNames()
    QList<Environment> environments;
    QMap<QString, QString> hooks;
    QMap<QString, Level> lint;
    QList<base::Error> warnings; ///< for example a password inside a URL

    const Environment* environment(const QString& environmentName) const;
};

} // namespace strandline::project
