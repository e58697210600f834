// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QDebug;

namespace strandline::base {

/// A password on its way to a driver. It has no implicit conversion and prints as dots, so that it cannot
/// slip into a log, an error or a report unnoticed; reveal() is what a reviewer searches for.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QString text);

    bool isEmpty() const { return m_text.isEmpty(); }
    const QString& reveal() const { return m_text; }
    bool operator==(const Secret&) const = default;

private:
    QString m_text;
};

QDebug operator<<(QDebug debug, const Secret& secret);

/// Replaces every occurrence of the secret, plain or percent-encoded, by dots: for texts of drivers and
/// libraries, which sometimes repeat what they were given.
QString redacted(QString text, const Secret& secret);

} // namespace strandline::base
