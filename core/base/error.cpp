// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <QStringList>

namespace strandline::base {

QString errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled:
        return QStringLiteral("cancelled");
    case ErrorCode::NotFound:
        return QStringLiteral("not-found");
    case ErrorCode::Invalid:
        return QStringLiteral("invalid");
    case ErrorCode::Conflict:
        return QStringLiteral("conflict");
    case ErrorCode::Precondition:
        return QStringLiteral("precondition");
    case ErrorCode::Connection:
        return QStringLiteral("connection");
    case ErrorCode::Sql:
        return QStringLiteral("sql");
    case ErrorCode::Io:
        return QStringLiteral("io");
    case ErrorCode::Unsupported:
        return QStringLiteral("unsupported");
    case ErrorCode::Internal:
        return QStringLiteral("internal");
    }
    return QStringLiteral("internal");
}

QString SourcePosition::toString() const
{
    QString text = file;
    if (line > 0) {
        text += text.isEmpty() ? QStringLiteral("line %1").arg(line) : QStringLiteral(":%1").arg(line);
        if (column > 0)
            text += QStringLiteral(":%1").arg(column);
    } else if (statement > 0) {
        if (!text.isEmpty())
            text += QStringLiteral(", ");
        text += QStringLiteral("statement %1").arg(statement);
    }
    return text;
}

Error Error::withContext(const QString& outerSummary) const
{
    Error outer = *this;
    outer.summary = outerSummary;
    outer.detail = detail.isEmpty() ? summary : summary + QStringLiteral(": ") + detail;
    return outer;
}

Error Error::at(SourcePosition where) const
{
    Error placed = *this;
    placed.position = std::move(where);
    return placed;
}

QString Error::toText() const
{
    QStringList lines;
    const QString where = position.toString();
    lines << (where.isEmpty() ? summary : summary + QStringLiteral(" (%1)").arg(where));
    if (!detail.isEmpty())
        lines << detail + (nativeCode.isEmpty() ? QString() : QStringLiteral(" [%1]").arg(nativeCode));
    else if (!nativeCode.isEmpty())
        lines << QStringLiteral("[%1]").arg(nativeCode);
    if (!hint.isEmpty())
        lines << hint;
    return lines.join(QLatin1Char('\n'));
}

} // namespace strandline::base
