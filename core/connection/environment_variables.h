// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/connection/connection_settings.h"

#include <QMap>
#include <QStringList>

#include <optional>

class QProcessEnvironment;

namespace strandline::connection {

/// Named values of one place. A value that is handed in, so that nothing below the edge of the program reads
/// the process environment.
class Variables
{
public:
    Variables() = default;
    explicit Variables(QString place)
        : m_place(std::move(place))
    { }
    static Variables fromEnvironment(const QProcessEnvironment& environment);

    /// "the environment", "/home/x/shop/.env": what messages name. May add that the file does not exist.
    const QString& place() const { return m_place; }
    void insert(const QString& name, const QString& value) { m_values.insert(name, value); }
    std::optional<QString> value(const QString& name) const;
    /// A variable whose value could not be made, with the reason; using it is an error, having it is not.
    void insertBroken(const QString& name, const base::Error& reason) { m_broken.insert(name, reason); }
    std::optional<base::Error> problem(const QString& name) const;
    QStringList names() const { return m_values.keys(); }
    bool isEmpty() const { return m_values.isEmpty(); }

private:
    QString m_place;
    QMap<QString, QString> m_values;
    QMap<QString, base::Error> m_broken;
};

/// Several places, the strongest first.
class VariableLookup
{
public:
    explicit VariableLookup(QList<Variables> places)
        : m_places(std::move(places))
    { }

    /// The value and "NAME in <place>"; a variable that is set but empty counts as found.
    std::optional<Setting> find(const QString& name) const;
    /// The same for a variable that must be there; `user` says what needs it ("url in strandline.toml").
    base::Result<Setting> require(const QString& name, const QString& user) const;
    /// "the environment, /home/x/shop/.env": for the message that something was not found.
    QString searched() const;

private:
    QList<Variables> m_places;
};

/// How a value is written into the text around it.
enum class Substitution {
    Plain, ///< as it is
    Url, ///< percent-encoded where the text is a URL and the value stands for one of its parts
};

/// Replaces ${NAME}, ${NAME:-default}, ${NAME-default} and $$. In a URL a variable that stands for the user,
/// the password, the database or the value of a parameter is data and may hold any character; anywhere else
/// it is URL text. A missing variable is NotFound and names the variable and the places looked at.
/// `where` says whose text it is ("url in strandline.toml").
base::Result<QString> substitute(
    const QString& text, const QString& where, const VariableLookup& lookup, Substitution mode);

/// Offsets and lengths of the variable references of a text, for those who must not look inside.
struct VariableReference
{
    qsizetype start = 0;
    qsizetype length = 0;
};
QList<VariableReference> variableReferences(const QString& text);
/// The text with every reference replaced by as many x, so that its parts can be found by offset.
QString maskReferences(const QString& text);
/// Length of the "${…}" that begins at the offset; 0 when none does, or when it does not end on its line.
qsizetype variableReferenceLength(const QString& text, qsizetype at);

} // namespace strandline::connection
