// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>

#include <optional>

/// The grammar of "scheme://user:password@host:port,…/database?name=value&…", without a meaning. It follows
/// libpq to the letter rather than RFC 3986 (and rather than QUrl): users' URLs must mean here what they mean
/// to psql, also those with unencoded characters in the password or several hosts.
namespace strandline::connection {

/// A stretch of the URL, still encoded.
struct UrlPiece
{
    qsizetype start = 0;
    QString text;

    qsizetype end() const { return start + text.size(); }
};

struct UrlHost
{
    UrlPiece host;
    std::optional<UrlPiece> port;
};

struct UrlParameter
{
    UrlPiece name;
    UrlPiece value;
};

struct UrlParts
{
    std::optional<UrlPiece> user;
    std::optional<UrlPiece> password;
    QList<UrlHost> hosts;
    std::optional<UrlPiece> path; ///< without the leading slash
    QList<UrlParameter> parameters;
    /// False when a raw "@" stands behind the credentials: then any piece may be the rest of a password with
    /// reserved characters, and no message may repeat one.
    bool quotable = true;
};

/// `start` is the offset behind "://".
base::Result<UrlParts> splitUrl(const QString& url, qsizetype start);
/// The part behind "?"; used by URLs without an authority too.
base::Result<QList<UrlParameter>> splitParameters(const QString& url, qsizetype start);

/// Percent-decoding; the error names the position in the URL and `what` ("password"), never the text.
base::Result<QString> decodePiece(const UrlPiece& piece, const QString& what);
/// Everything but unreserved characters is encoded; `keep` names further characters to leave alone.
QString encodePiece(const QString& text, const QByteArray& keep = {});

/// "The connection URL cannot be read", with the reason and the advice on reserved characters.
base::Error urlError(const QString& detail, const QString& hint = {});
QString atCharacter(qsizetype offset);
QString encodingAdvice();

} // namespace strandline::connection
