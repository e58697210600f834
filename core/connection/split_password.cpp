// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/connection_url.h"
#include "core/connection/environment_variables.h"
#include "core/connection/parameters.h"
#include "core/connection/url_parts.h"
#include "core/connection/url_scheme.h"

#include <algorithm>

namespace strandline::connection {

namespace {

using base::Result;

struct Span
{
    qsizetype start = 0;
    qsizetype length = 0;
};

/// The piece found in the masked text, as it was written.
UrlPiece original(const QString& url, const UrlPiece& masked)
{
    return {masked.start, url.mid(masked.start, masked.text.size())};
}

/// "${DB_PASSWORD}" and nothing else. A default inside the braces is literal text, so it does not count.
bool isOnlyReference(const QString& text)
{
    return !text.isEmpty() && variableReferenceLength(text, 0) == text.size()
        && !text.contains(QLatin1Char('-'));
}

QString withoutSpans(QString url, QList<Span> spans)
{
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.start > b.start; });
    for (const Span& span : spans)
        url.remove(span.start, span.length);
    return url;
}

/// Takes the "&" in front along, or the one behind when the parameter is the first.
Span parameterSpan(const QString& url, const UrlParameter& parameter, bool isFirst)
{
    const qsizetype end = parameter.value.end();
    if (!isFirst)
        return {parameter.name.start - 1, end - parameter.name.start + 1};
    return {parameter.name.start, end - parameter.name.start + (end < url.size() ? 1 : 0)};
}

} // namespace

Result<SplitUrl> splitPassword(const QString& pasted)
{
    SplitUrl split;
    split.url = pasted.trimmed();
    // The whole URL, or its beginning, is a variable: there is nothing to take out of it here.
    if (variableReferenceLength(split.url, 0) > 0)
        return split;
    const QString masked = maskReferences(split.url);
    auto scheme = readScheme(masked);
    if (!scheme)
        return base::forward(scheme);
    if (scheme->dialect == sql::Dialect::Sqlite)
        return split;
    auto parts = splitUrl(masked, scheme->rest);
    if (!parts)
        return base::forward(parts);

    const QString url = split.url;
    QList<Span> spans;
    if (parts->password) {
        const UrlPiece piece = original(url, *parts->password);
        auto text = decodePiece(piece, QStringLiteral("password"));
        if (!text)
            return base::forward(text);
        if (!text->isEmpty() && !isOnlyReference(piece.text)) {
            split.password = base::Secret(*text);
            spans << Span {piece.start - 1, piece.text.size() + 1};
        }
    }
    bool isFirst = true;
    for (const UrlParameter& each : parts->parameters) {
        auto name = decodePiece(original(url, each.name), QStringLiteral("name of a parameter"));
        const UrlPiece value = original(url, each.value);
        if (!name)
            return base::forward(name);
        if (isSecretParameter(*name) && !value.text.isEmpty() && !isOnlyReference(value.text)) {
            auto text = decodePiece(value, QStringLiteral("value of a parameter"));
            if (!text)
                return base::forward(text);
            if (name->compare(QLatin1String("password"), Qt::CaseInsensitive) == 0)
                split.password = base::Secret(*text);
            else
                split.secretOptions.insert(*name, base::Secret(*text));
            spans << parameterSpan(url, each, isFirst);
            continue; // the next one becomes the first
        }
        isFirst = false;
    }
    split.url = withoutSpans(url, spans);
    if (split.url.endsWith(QLatin1Char('?')))
        split.url.chop(1);
    return split;
}

} // namespace strandline::connection
