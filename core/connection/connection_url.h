// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/connection/connection_settings.h"

namespace strandline::connection {

/// Reads a connection URL. Only what the URL says is set; defaults and weaker sources are added by resolve().
/// `origin` becomes the origin of every value ("URL in strandline.toml"); relative file names (SQLite
/// databases, certificates) are taken from `baseFolder`. No error text holds any part of a password.
base::Result<ConnectionSettings> parseUrl(
    const QString& url, const QString& origin, const QString& baseFolder = {});

/// The URL of these settings without any secret; parseUrl() of it gives the same settings again.
QString toDisplayUrl(const ConnectionSettings& settings);

/// A pasted URL, taken apart so that the password can go to a safe place and the rest to a file.
struct SplitUrl
{
    QString url; ///< as written, but without secrets
    base::Secret password; ///< decoded
    QMap<QString, base::Secret> secretOptions; ///< sslpassword and the like, decoded
    bool hadPassword() const { return !password.isEmpty() || !secretOptions.isEmpty(); }
};

/// A password that is a reference to a variable ("${DB_PASSWORD}") is no secret and stays where it is.
base::Result<SplitUrl> splitPassword(const QString& url);

} // namespace strandline::connection
