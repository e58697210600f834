// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/access_list.h"

#include "core/engine/postgresql/introspect/array_text.h"

#include <algorithm>
#include <array>

namespace strandline::engine::postgresql {

using schema::Grant;

namespace {

struct Privilege
{
    char letter;
    const char* word;
};
constexpr std::array privileges {
    Privilege {'a', "INSERT"},
    Privilege {'r', "SELECT"},
    Privilege {'w', "UPDATE"},
    Privilege {'d', "DELETE"},
    Privilege {'D', "TRUNCATE"},
    Privilege {'x', "REFERENCES"},
    Privilege {'t', "TRIGGER"},
    Privilege {'m', "MAINTAIN"},
    Privilege {'X', "EXECUTE"},
    Privilege {'U', "USAGE"},
    Privilege {'C', "CREATE"},
    Privilege {'T', "TEMPORARY"},
    Privilege {'c', "CONNECT"},
};

QString privilegeWord(QChar letter)
{
    for (const Privilege& privilege : privileges) {
        if (QLatin1Char(privilege.letter) == letter)
            return QLatin1String(privilege.word);
    }
    return letter;
}

/// How many privileges there are for an object of this kind.
qsizetype privilegeCount(char kind, int serverVersion)
{
    switch (kind) {
    case 'r':
        return serverVersion >= 170000 ? 8 : 7;
    case 's':
        return 3;
    case 'n':
        return 2;
    default:
        return 1;
    }
}

/// "name=arw*/grantor"; the name is quoted where it is not plain.
void addGrants(QList<Grant>& grants, const QString& item)
{
    QString grantee;
    qsizetype at = 0;
    bool quoted = false;
    for (; at < item.size() && (quoted || item.at(at) != QLatin1Char('=')); ++at) {
        if (item.at(at) != QLatin1Char('"'))
            grantee += item.at(at);
        else if (quoted && item.mid(at + 1, 1) == QLatin1String("\""))
            grantee += item.at(at++);
        else
            quoted = !quoted;
    }
    for (++at; at < item.size() && item.at(at) != QLatin1Char('/'); ++at) {
        const bool grantable = item.mid(at + 1, 1) == QLatin1String("*");
        const QString word = privilegeWord(item.at(at));
        at += grantable ? 1 : 0;
        const auto same = std::find_if(grants.begin(), grants.end(),
            [&](const Grant& grant) { return grant.grantee == grantee && grant.privilege == word; });
        if (same == grants.end())
            grants.append({grantee, word, grantable});
        else
            same->grantable = same->grantable || grantable;
    }
}

} // namespace

QList<Grant> grantsFrom(const QString& printedList)
{
    QList<Grant> grants;
    for (const QString& item : textArray(printedList))
        addGrants(grants, item);
    return grants;
}

schema::Access accessFrom(const QString& owner, const QString& printedList, char kind, int serverVersion)
{
    schema::Access access;
    access.owner = owner;
    if (printedList.isEmpty())
        return access;
    access.isExplicit = true;
    access.grants = grantsFrom(printedList);
    const auto isOwners = [&](const Grant& grant) { return grant.grantee == owner; };
    const auto ofOwner = std::count_if(access.grants.begin(), access.grants.end(), isOwners);
    if (ofOwner == privilegeCount(kind, serverVersion))
        access.grants.removeIf(isOwners);
    else if (ofOwner == 0)
        access.grants.append({owner, QStringLiteral("NONE"), false});
    return access;
}

} // namespace strandline::engine::postgresql
