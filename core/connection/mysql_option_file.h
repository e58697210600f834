// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/connection/connection_settings.h"

#include <QStringList>

namespace strandline::connection {

/// One line of an option file.
struct MysqlOption
{
    QString group;
    QString name; ///< as written, without "loose-"; "skip-ssl" has become ssl with the value 0
    QString value;
    bool hasValue = false;
    QString path;
    int line = 0;
};

struct MysqlOptions
{
    QList<MysqlOption> options; ///< the last of two with the same name counts
    QList<base::Error> notes;
    QStringList read; ///< paths, in reading order
};

/// Files in the order of the client, and the groups that are read.
struct MysqlOptionPlaces
{
    QStringList files;
    QStringList groups;
};

/// etcFolder/my.cnf, etcFolder/mysql/my.cnf, homes/my.cnf (MARIADB_HOME, MYSQL_HOME), extra file, ~/.my.cnf.
struct MysqlPlacesRequest
{
    QString etcFolder;
    QString home;
    QString mysqlHome;
    QString extraFile;
    QString onlyFile; ///< defaults_file: no other is read
    QString extraGroup;
    QString groupSuffix;
};
MysqlOptionPlaces mysqlOptionPlaces(const MysqlPlacesRequest& request);

/// All lines of one file, of all groups, with !include and !includedir followed.
base::Result<MysqlOptions> readMysqlOptionFile(const QString& path);

/// The connection settings that the files give, each with its file and group as origin. Options of these
/// groups that have nothing to do with connecting are left out.
struct MysqlFileSettings
{
    ConnectionSettings settings;
    QList<base::Error> notes;
    QStringList read;
};
base::Result<MysqlFileSettings> readMysqlSettings(const MysqlOptionPlaces& places);

} // namespace strandline::connection
