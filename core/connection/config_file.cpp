// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/config_file.h"

#include "core/base/file.h"

#include <QFileInfo>
#include <QStringDecoder>

namespace strandline::connection {

namespace {

// Real ones hold a few kilobytes; a megabyte is a mistake, such as a dump under the wrong name.
constexpr qint64 sizeLimit = 1024 * 1024;

int lineOfFirstBadByte(const QByteArray& bytes)
{
    const QList<QByteArray> lines = bytes.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString text = utf8(lines.at(i));
        if (utf8.hasError() || text.contains(QChar(0)))
            return int(i) + 1;
    }
    return 0;
}

} // namespace

base::Result<std::optional<QByteArray>> readConfigFile(const QString& path)
{
    const QFileInfo info(path);
    // A common way to say "no such file" to a client.
    if (!info.exists() || path == QLatin1String("/dev/null"))
        return std::optional<QByteArray>();
    if (!info.isFile())
        return base::fail(base::ErrorCode::Invalid, QStringLiteral("Could not read “%1”").arg(path),
            QStringLiteral("It is not a plain file."));
    auto bytes = base::readFile(path, sizeLimit);
    if (!bytes)
        return base::forward(bytes);
    return std::optional<QByteArray>(std::move(*bytes));
}

base::Result<QString> configText(const QByteArray& bytes, const QString& path)
{
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = utf8(bytes);
    if (utf8.hasError() || text.contains(QChar(0))) {
        const base::Error error {base::ErrorCode::Invalid, QStringLiteral("Could not read “%1”").arg(path),
            QStringLiteral("It is not UTF-8 text."), QStringLiteral("Save the file as UTF-8."), {}, {}};
        return base::fail(error.at({path, 0, lineOfFirstBadByte(bytes), 0}));
    }
    if (text.startsWith(QChar(0xFEFF)))
        text.remove(0, 1);
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    return text;
}

} // namespace strandline::connection
