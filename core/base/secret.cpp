// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/secret.h"

#include <QDebug>
#include <QUrl>

namespace strandline::base {

namespace {
const QString dots = QStringLiteral("•••");
}

Secret::Secret(QString text)
    : m_text(std::move(text))
{ }

QDebug operator<<(QDebug debug, const Secret& secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace().noquote() << (secret.isEmpty() ? QStringLiteral("(none)") : dots);
    return debug;
}

QString redacted(QString text, const Secret& secret)
{
    if (secret.isEmpty())
        return text;
    text.replace(secret.reveal(), dots);
    const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(secret.reveal()));
    if (encoded != secret.reveal())
        text.replace(encoded, dots);
    return text;
}

} // namespace strandline::base
