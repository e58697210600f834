// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/environment_variables.h"
#include "core/connection/url_parts.h"

#include <QRegularExpression>

#include <algorithm>

namespace strandline::connection {

namespace {

using base::Result;

// A default may hold further variables; deeper than this is a mistake rather than a need.
constexpr int depthLimit = 8;
// Bound the search for a closing brace, which would be quadratic over a line of opening ones.
constexpr qsizetype lengthLimit = 4096;
constexpr int openLimit = 32;

base::Error templateError(const QString& where, const QString& detail)
{
    return {base::ErrorCode::Invalid,
        QStringLiteral("The variables in the %1 cannot be filled in").arg(where), detail,
        QStringLiteral("Write ${NAME} or ${NAME:-default}; a dollar sign that is meant as itself is $$."), {},
        {}};
}

/// Which characters a value must not bring into the URL unencoded. No entry: the value is URL text.
class DataPlaces
{
public:
    explicit DataPlaces(const QString& text)
    {
        const QString masked = maskReferences(text);
        static const QRegularExpression network(QStringLiteral("^\\s*[A-Za-z][A-Za-z0-9+.-]*://"));
        static const QRegularExpression sqlite(QStringLiteral("^\\s*sqlite3?:"));
        if (const auto match = sqlite.match(masked); match.hasMatch()) {
            const qsizetype question = masked.indexOf(QLatin1Char('?'));
            const qsizetype end = question < 0 ? masked.size() : question;
            m_places << Place {match.capturedEnd(), end, "/:"};
            if (question >= 0)
                addParameters(splitParameters(masked, question + 1));
        } else if (const auto found = network.match(masked); found.hasMatch())
            addParts(splitUrl(masked, found.capturedEnd()));
    }

    QString written(qsizetype at, const QString& value) const
    {
        for (const Place& place : m_places)
            if (at >= place.start && at < place.end)
                return encodePiece(value, place.keep);
        return value;
    }

private:
    struct Place
    {
        qsizetype start = 0;
        qsizetype end = 0;
        QByteArray keep;
    };

    void add(const std::optional<UrlPiece>& piece)
    {
        if (piece)
            m_places << Place {piece->start, piece->end(), {}};
    }
    void addParameters(const Result<QList<UrlParameter>>& parameters)
    {
        if (!parameters)
            return;
        for (const UrlParameter& each : *parameters)
            add(each.value);
    }
    void addParts(const Result<UrlParts>& parts)
    {
        if (!parts)
            return;
        add(parts->user);
        add(parts->password);
        add(parts->path);
        addParameters(parts->parameters);
    }

    QList<Place> m_places;
};

struct Context
{
    QString where;
    const VariableLookup& lookup;
};

Result<QString> expand(const QString& text, const Context& context, const DataPlaces* places, int depth);

/// The inside of ${…}.
Result<QString> valueOf(const QString& inside, qsizetype at, const Context& context, int depth)
{
    static const QRegularExpression pattern(QStringLiteral("^([A-Za-z_][A-Za-z0-9_]*)(?:(:?-)(.*))?$"),
        QRegularExpression::DotMatchesEverythingOption);
    const auto match = pattern.match(inside);
    if (!match.hasMatch())
        return base::fail(templateError(
            context.where, QStringLiteral("The “${” %1 is not followed by a name.").arg(atCharacter(at))));
    const QString name = match.captured(1);
    const bool hasDefault = match.capturedLength(2) > 0;
    const auto found = context.lookup.find(name);
    const bool emptyIsMissing = match.captured(2) == QLatin1String(":-");
    if (found && !(emptyIsMissing && found->value.isEmpty()))
        return found->value;
    if (hasDefault)
        return expand(match.captured(3), context, nullptr, depth + 1);
    auto required = context.lookup.require(name, context.where);
    if (!required)
        return base::forward(required);
    return required->value;
}

Result<QString> expand(const QString& text, const Context& context, const DataPlaces* places, int depth)
{
    if (depth > depthLimit)
        return base::fail(
            templateError(context.where, QStringLiteral("The defaults are nested too deeply.")));
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar next = i + 1 < text.size() ? text.at(i + 1) : QChar();
        if (text.at(i) != QLatin1Char('$') || (next != QLatin1Char('{') && next != QLatin1Char('$'))) {
            out += text.at(i);
            continue;
        }
        if (next == QLatin1Char('$')) {
            out += QLatin1Char('$');
            ++i;
            continue;
        }
        const qsizetype length = variableReferenceLength(text, i);
        if (length == 0)
            return base::fail(
                templateError(context.where, QStringLiteral("The “${” %1 has no “}”.").arg(atCharacter(i))));
        auto value = valueOf(text.mid(i + 2, length - 3), i, context, depth);
        if (!value)
            return value;
        out += places ? places->written(i, *value) : *value;
        i += length - 1;
    }
    return out;
}

} // namespace

qsizetype variableReferenceLength(const QString& text, qsizetype at)
{
    int depth = 0;
    const qsizetype end = std::min(text.size(), at + lengthLimit);
    for (qsizetype i = at; i < end && text.at(i) != QLatin1Char('\n'); ++i) {
        if (text.at(i) == QLatin1Char('$') && i + 1 < end && text.at(i + 1) == QLatin1Char('{')) {
            if (++depth > openLimit)
                return 0;
            ++i;
        } else if (depth == 0)
            return 0;
        else if (text.at(i) == QLatin1Char('}') && --depth == 0)
            return i - at + 1;
    }
    return 0;
}

QList<VariableReference> variableReferences(const QString& text)
{
    QList<VariableReference> references;
    for (qsizetype i = 0; i + 1 < text.size(); ++i) {
        if (text.at(i) != QLatin1Char('$'))
            continue;
        if (text.at(i + 1) == QLatin1Char('$')) {
            ++i;
            continue;
        }
        if (const qsizetype length = variableReferenceLength(text, i); length > 0) {
            references << VariableReference {i, length};
            i += length - 1;
        }
    }
    return references;
}

QString maskReferences(const QString& text)
{
    QString masked = text;
    for (const VariableReference& reference : variableReferences(text))
        masked.replace(reference.start, reference.length, QString(reference.length, QLatin1Char('x')));
    return masked;
}

Result<QString> substitute(
    const QString& text, const QString& where, const VariableLookup& lookup, Substitution mode)
{
    const Context context {where, lookup};
    if (mode == Substitution::Plain)
        return expand(text, context, nullptr, 0);
    const DataPlaces places(text);
    return expand(text, context, &places, 0);
}

} // namespace strandline::connection
