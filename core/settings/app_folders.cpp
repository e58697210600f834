// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/app_folders.h"

#include <QDir>
#include <QProcessEnvironment>

namespace strandline::settings {

namespace {

QString folder(
    const QProcessEnvironment& environment, const char* variable, const QString& home, const char* otherwise)
{
    QString base = environment.value(QString::fromLatin1(variable));
    if (base.isEmpty() || QDir::isRelativePath(base))
        base = home + QLatin1Char('/') + QString::fromLatin1(otherwise);
    return QDir::cleanPath(base + QStringLiteral("/strandline"));
}

} // namespace

AppFolders appFolders(const QProcessEnvironment& environment, const QString& home)
{
    return {folder(environment, "XDG_CONFIG_HOME", home, ".config"),
        folder(environment, "XDG_DATA_HOME", home, ".local/share"),
        folder(environment, "XDG_STATE_HOME", home, ".local/state"),
        folder(environment, "XDG_CACHE_HOME", home, ".cache")};
}

AppFolders appFolders()
{
    return appFolders(QProcessEnvironment::systemEnvironment(), QDir::homePath());
}

} // namespace strandline::settings
