// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/url_template.h"

#include "core/connection/url_parts.h"
#include "core/connection/url_scheme.h"

#include <QRegularExpression>

namespace strandline::connection {

namespace {

class Origins
{
public:
    Origins(const QString& text, const VariableLookup& lookup)
        : m_text(text)
        , m_lookup(lookup)
    { }

    QString of(qsizetype start, qsizetype end) const
    {
        QStringList found;
        for (const VariableReference& reference : variableReferences(m_text)) {
            if (reference.start < start || reference.start >= end)
                continue;
            static const QRegularExpression name(QStringLiteral("^\\$\\{([A-Za-z_][A-Za-z0-9_]*)"));
            const QString inside = m_text.mid(reference.start, reference.length);
            const auto value = m_lookup.find(name.match(inside).captured(1));
            found << (value && value->isSet() ? value->origin : QStringLiteral("its default"));
        }
        found.removeDuplicates();
        return found.join(QStringLiteral(", "));
    }
    QString of(const UrlPiece& piece) const { return of(piece.start, piece.end()); }

private:
    const QString& m_text;
    const VariableLookup& m_lookup;
};

void add(QMap<QString, QString>& origins, const QString& field, const QString& origin)
{
    if (!origin.isEmpty())
        origins.insert(field, origin);
}

void extend(QString& origin, const QString& addition)
{
    if (!addition.isEmpty() && !origin.isEmpty())
        origin += QStringLiteral(", ") + addition;
}

} // namespace

base::Result<FilledUrl> fillUrl(const QString& text, const QString& where, const VariableLookup& lookup)
{
    auto url = substitute(text, where, lookup, Substitution::Url);
    if (!url)
        return base::forward(url);
    FilledUrl filled {*url, {}};
    const Origins origins(text, lookup);
    const QString masked = maskReferences(text);
    const auto scheme = readScheme(masked);
    // A variable that holds the scheme holds the rest too.
    if (!scheme || scheme->dialect == sql::Dialect::Sqlite) {
        add(filled.origins, {}, origins.of(0, text.size()));
        return filled;
    }
    const auto parts = splitUrl(masked, scheme->rest);
    if (!parts)
        return filled;
    if (parts->user)
        add(filled.origins, QStringLiteral("user"), origins.of(*parts->user));
    if (parts->password)
        add(filled.origins, QStringLiteral("password"), origins.of(*parts->password));
    if (parts->path)
        add(filled.origins, QStringLiteral("database"), origins.of(*parts->path));
    for (const UrlHost& host : parts->hosts) {
        add(filled.origins, QStringLiteral("host"), origins.of(host.host));
        if (host.port)
            add(filled.origins, QStringLiteral("port"), origins.of(*host.port));
    }
    for (const UrlParameter& each : parts->parameters)
        add(filled.origins, each.name.text, origins.of(each.value));
    return filled;
}

void addVariableOrigins(ConnectionSettings& settings, const FilledUrl& filled)
{
    const QString all = filled.origins.value({});
    const auto extendField = [&](QString& origin, const QString& field) {
        extend(origin, all.isEmpty() ? filled.origins.value(field) : all);
    };
    extendField(settings.host.origin, QStringLiteral("host"));
    extendField(settings.port.origin, QStringLiteral("port"));
    extendField(settings.socket.origin, QStringLiteral("socket"));
    extendField(settings.user.origin, QStringLiteral("user"));
    extendField(settings.database.origin, QStringLiteral("database"));
    extendField(settings.passwordOrigin, QStringLiteral("password"));
    extendField(settings.tlsOrigin, QStringLiteral("sslmode"));
    for (auto it = settings.options.begin(); it != settings.options.end(); ++it)
        extendField(it->origin, it.key());
}

} // namespace strandline::connection
