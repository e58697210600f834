// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/environment_variables.h"

#include <QProcessEnvironment>

namespace strandline::connection {

Variables Variables::fromEnvironment(const QProcessEnvironment& environment)
{
    Variables variables(QStringLiteral("the environment"));
    const QStringList names = environment.keys();
    for (const QString& name : names)
        variables.insert(name, environment.value(name));
    return variables;
}

std::optional<QString> Variables::value(const QString& name) const
{
    const auto found = m_values.constFind(name);
    if (found == m_values.cend())
        return std::nullopt;
    return *found;
}

std::optional<base::Error> Variables::problem(const QString& name) const
{
    const auto found = m_broken.constFind(name);
    if (found == m_broken.cend())
        return std::nullopt;
    return *found;
}

std::optional<Setting> VariableLookup::find(const QString& name) const
{
    for (const Variables& place : m_places) {
        if (place.problem(name))
            return std::nullopt;
        if (const auto value = place.value(name))
            return Setting {*value, QStringLiteral("%1 in %2").arg(name, place.place())};
    }
    return std::nullopt;
}

base::Result<Setting> VariableLookup::require(const QString& name, const QString& user) const
{
    for (const Variables& place : m_places) {
        if (const auto problem = place.problem(name))
            return base::fail(*problem);
        if (const auto value = place.value(name))
            return Setting {*value, QStringLiteral("%1 in %2").arg(name, place.place())};
    }
    return base::fail(base::ErrorCode::NotFound, QStringLiteral("The variable “%1” is not set").arg(name),
        QStringLiteral("It is needed for the %1. Looked in %2.").arg(user, searched()),
        QStringLiteral("Set it in the environment or in the .env file, then try again."));
}

QString VariableLookup::searched() const
{
    QStringList names;
    for (const Variables& place : m_places)
        if (!place.place().isEmpty())
            names << place.place();
    return names.join(QStringLiteral(", "));
}

} // namespace strandline::connection
