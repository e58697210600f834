// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QHashFunctions>
#include <QString>

namespace strandline::sql {

/// The name of a database object as the catalogue holds it: unquoted, case as stored. Not a QString, so that
/// a name cannot be put into SQL text without quoteIdentifier().
class Identifier
{
public:
    Identifier() = default;
    explicit Identifier(QString name)
        : m_name(std::move(name))
    { }

    const QString& name() const { return m_name; }
    bool isEmpty() const { return m_name.isEmpty(); }
    bool operator==(const Identifier&) const = default;
    auto operator<=>(const Identifier& other) const { return m_name.compare(other.m_name) <=> 0; }

private:
    QString m_name;
};

inline size_t qHash(const Identifier& identifier, size_t seed = 0)
{
    return qHash(identifier.name(), seed);
}

/// Always quoted: which words are reserved changes with the server's version, quotes never hurt.
/// A NUL cannot be part of a name on any engine and becomes U+FFFD, so that the server answers "does not
/// exist" instead of seeing a shorter name.
QString quoteIdentifier(const Identifier& identifier, Dialect dialect);
QString quoteIdentifier(const QString& name, Dialect dialect);
/// schema.table, each part quoted; an empty schema is left out.
QString quoteQualified(const Identifier& schema, const Identifier& name, Dialect dialect);

/// A string literal that reads the same whatever the settings of the session are on PostgreSQL and SQLite. On
/// MySQL it supposes backslash escapes (no NO_BACKSLASH_ESCAPES), which our connections see to. NUL as in
/// quoteIdentifier, except on MySQL, which can hold it.
QString quoteLiteral(const QString& text, Dialect dialect);

/// True when the name means the same without quotes on all three engines: lower-case ASCII letters, digits
/// and underscores, no digit first, not a reserved word anywhere. For display only; SQL is always quoted.
bool isPlainName(QStringView name);

} // namespace strandline::sql
