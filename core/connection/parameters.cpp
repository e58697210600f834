// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/parameters.h"

#include <QList>

#include <algorithm>

namespace strandline::connection {

namespace {

/// Edit distance with swapped neighbours as one step; names are short, so the plain table will do.
int distance(const QString& a, const QString& b)
{
    QList<QList<int>> cost(a.size() + 1, QList<int>(b.size() + 1, 0));
    for (int i = 0; i <= a.size(); ++i)
        cost[i][0] = i;
    for (int j = 0; j <= b.size(); ++j)
        cost[0][j] = j;
    for (int i = 1; i <= a.size(); ++i) {
        for (int j = 1; j <= b.size(); ++j) {
            const int change = a.at(i - 1) == b.at(j - 1) ? 0 : 1;
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a.at(i - 1) == b.at(j - 2) && a.at(i - 2) == b.at(j - 1))
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[a.size()][b.size()];
}

QString folded(const QString& name)
{
    QString text = name.toLower();
    text.remove(QLatin1Char('-')).remove(QLatin1Char('_'));
    return text;
}

} // namespace

QString nearestName(const QString& name, const QStringList& candidates)
{
    const QString wanted = folded(name).left(64);
    QString best;
    int bestDistance = std::max(1, int(wanted.size()) / 3) + 1;
    for (const QString& candidate : candidates) {
        const int d = distance(wanted, folded(candidate));
        if (d < bestDistance) {
            bestDistance = d;
            best = candidate;
        }
    }
    return best;
}

bool isSecretParameter(const QString& name)
{
    static const QStringList secrets {
        QStringLiteral("password"), QStringLiteral("pass"), QStringLiteral("pwd"), QStringLiteral("passwd"),
        QStringLiteral("sslpassword"), QStringLiteral("sslpassphrase"), QStringLiteral("oauthclientsecret"),
        QStringLiteral("scramclientkey"), QStringLiteral("scramserverkey"), QStringLiteral("password1"),
        QStringLiteral("password2"), QStringLiteral("password3"),
        QStringLiteral("key"), // SQLite with encryption, elsewhere
    };
    return secrets.contains(folded(name));
}

base::Error parameterError(const Parameter& parameter, const QString& detail, const QString& hint)
{
    const QString where = parameter.where.isEmpty() ? QString() : QStringLiteral(", ") + parameter.where;
    return {base::ErrorCode::Invalid,
        QStringLiteral("The connection parameter “%1” cannot be used").arg(parameter.name),
        detail + QStringLiteral(" (%1%2)").arg(parameter.origin, where), hint, {}, {}};
}

base::Result<void> setTls(ConnectionSettings& settings, TlsMode mode, const Parameter& parameter)
{
    if (settings.tls != TlsMode::Unspecified && settings.tls != mode)
        return base::fail(parameterError(parameter,
            QStringLiteral("It asks for TLS mode “%1”, but another parameter asked for “%2”.")
                .arg(tlsModeName(mode), tlsModeName(settings.tls)),
            QStringLiteral("Leave only the one that is meant.")));
    settings.tls = mode;
    settings.tlsOrigin = parameter.origin;
    return {};
}

base::Result<void> checkPorts(const QString& ports, const QString& where)
{
    for (const QString& port : ports.split(QLatin1Char(','))) {
        if (port.isEmpty())
            continue;
        bool isNumber = false;
        const int number = port.toInt(&isNumber);
        const bool onlyDigits = std::all_of(port.cbegin(), port.cend(),
            [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); });
        if (!isNumber || !onlyDigits || number < 1 || number > 65535)
            return base::fail(base::ErrorCode::Invalid, QStringLiteral("The port cannot be used"),
                QStringLiteral("%1 is not a number from 1 to 65535.")
                    .arg(where.isEmpty() ? QStringLiteral("It") : QStringLiteral("The port %1").arg(where)));
    }
    return {};
}

} // namespace strandline::connection
