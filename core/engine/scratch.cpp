// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/scratch.h"

#include "core/engine/engine.h"

#include <QRandomGenerator>
#include <QRegularExpression>

namespace strandline::engine {

namespace {

constexpr QLatin1String kPrefix("strandline_scratch_");
constexpr int kRandomLength = 20;

} // namespace

QString newScratchName()
{
    static constexpr QLatin1String kAlphabet("abcdefghijklmnopqrstuvwxyz0123456789");
    QString name = kPrefix;
    for (int i = 0; i < kRandomLength; ++i)
        name += kAlphabet[QRandomGenerator::system()->bounded(int(kAlphabet.size()))];
    return name;
}

bool isScratchName(const QString& name)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A%1[a-z0-9]{%2}\\z").arg(kPrefix).arg(kRandomLength));
    return pattern.match(name).hasMatch();
}

base::Result<std::unique_ptr<db::Connection>> openScratch(
    const Engine& engine, const connection::ConnectionSettings& settings, const base::JobContext& context)
{
    const auto token = grantWrites({QStringLiteral("scratch"), true, false, QStringLiteral("scratch"),
        QStringLiteral("scratch database")});
    if (!token)
        return base::forward(token);
    OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    options.writeToken = *token;
    options.createIfMissing = true;
    options.applicationName = QStringLiteral("strandline scratch");
    return engine.open(settings, options, context);
}

} // namespace strandline::engine
