// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/recent_projects.h"

#include "core/settings/settings_file.h"

#include <QDir>
#include <QJsonArray>

namespace strandline::settings {

namespace {

const QLatin1String kKey("projects");

RecentProject fromJson(const QJsonObject& object)
{
    RecentProject project;
    project.folder = object.value(QLatin1String("folder")).toString();
    project.name = object.value(QLatin1String("name")).toString();
    project.environment = object.value(QLatin1String("environment")).toString();
    project.openedAt =
        QDateTime::fromString(object.value(QLatin1String("opened_at")).toString(), Qt::ISODateWithMs);
    return project;
}

QJsonObject toJson(const RecentProject& project)
{
    return {{QStringLiteral("folder"), project.folder}, {QStringLiteral("name"), project.name},
        {QStringLiteral("environment"), project.environment},
        {QStringLiteral("opened_at"), project.openedAt.toUTC().toString(Qt::ISODateWithMs)}};
}

QList<RecentProject> listOf(const QJsonObject& object)
{
    QList<RecentProject> projects;
    const QJsonArray array = object.value(kKey).toArray();
    for (const QJsonValue& value : array) {
        const RecentProject project = fromJson(value.toObject());
        if (!project.folder.isEmpty())
            projects.append(project);
    }
    return projects;
}

void setList(QJsonObject& object, const QList<RecentProject>& projects)
{
    QJsonArray array;
    for (const RecentProject& project : projects)
        array.append(toJson(project));
    object.insert(kKey, array);
}

void removeFolder(QList<RecentProject>& projects, const QString& folder)
{
    const QString clean = QDir::cleanPath(folder);
    projects.removeIf(
        [&clean](const RecentProject& other) { return QDir::cleanPath(other.folder) == clean; });
}

} // namespace

RecentProjects::RecentProjects(QString stateFolder)
    : m_path(std::move(stateFolder) + QStringLiteral("/recent-projects.json"))
{ }

base::Result<QList<RecentProject>> RecentProjects::read() const
{
    auto object = SettingsFile(m_path).read();
    if (!object)
        return base::forward(object);
    return listOf(*object);
}

base::Result<void> RecentProjects::remember(const RecentProject& project) const
{
    return SettingsFile(m_path).update([&project](QJsonObject& object) {
        QList<RecentProject> projects = listOf(object);
        removeFolder(projects, project.folder);
        projects.prepend(project);
        projects = projects.mid(0, kLimit);
        setList(object, projects);
    });
}

base::Result<void> RecentProjects::forget(const QString& folder) const
{
    return SettingsFile(m_path).update([&folder](QJsonObject& object) {
        QList<RecentProject> projects = listOf(object);
        removeFolder(projects, folder);
        setList(object, projects);
    });
}

} // namespace strandline::settings
