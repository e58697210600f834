// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMap>
#include <QString>

namespace strandline::schema {

/// Settings of an object that only one engine knows, by the engine's own word, with the engine's own text.
using Options = QMap<QString, QString>;

/// One privilege of one grantee. Privileges of the owner by right are not listed.
struct Grant
{
    QString grantee; ///< empty: PUBLIC
    QString privilege; ///< "SELECT", "USAGE", …
    bool grantable = false;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("grantee", self.grantee);
        visit("privilege", self.privilege);
        visit("grantable", self.grantable);
    }
};

/// What of an object belongs to whom. An empty owner: the engine has none, or it was not read.
struct Access
{
    QString owner;
    /// False: the engine's default rights, which differ from an empty list.
    bool isExplicit = false;
    QList<Grant> grants;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("owner", self.owner);
        visit("explicit", self.isExplicit);
        visit("grants", self.grants);
    }
};

} // namespace strandline::schema
