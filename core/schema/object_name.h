// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>

namespace strandline::schema {

/// The schema is empty where the engine has none (SQLite's main file, the one database of MariaDB).
struct ObjectName
{
    QString schema;
    QString name;

    bool isEmpty() const { return name.isEmpty(); }
    /// For people: schema.name, unquoted.
    QString display() const { return schema.isEmpty() ? name : schema + QLatin1Char('.') + name; }

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("schema", self.schema);
        visit("name", self.name);
    }
    friend bool operator==(const ObjectName& a, const ObjectName& b)
    {
        return a.name == b.name && a.schema == b.schema;
    }
    friend bool operator!=(const ObjectName& a, const ObjectName& b) { return !(a == b); }
    friend bool operator<(const ObjectName& a, const ObjectName& b)
    {
        return a.schema != b.schema ? a.schema < b.schema : a.name < b.name;
    }
    friend size_t qHash(const ObjectName& name, size_t seed = 0)
    {
        return qHashMulti(seed, name.schema, name.name);
    }
};

} // namespace strandline::schema
