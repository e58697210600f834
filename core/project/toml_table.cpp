// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/toml_table.h"

#include "core/base/suggestion.h"
#include "core/migration/duration.h"

#include <algorithm>

namespace strandline::project {

namespace {

QString typeName(const toml::node& node)
{
    switch (node.type()) {
    case toml::node_type::table:
        return QStringLiteral("a table");
    case toml::node_type::array:
        return QStringLiteral("a list");
    case toml::node_type::string:
        return QStringLiteral("a text");
    case toml::node_type::integer:
        return QStringLiteral("a whole number");
    case toml::node_type::floating_point:
        return QStringLiteral("a number with a fraction");
    case toml::node_type::boolean:
        return QStringLiteral("true or false");
    default:
        return QStringLiteral("a date or time");
    }
}

/// A value that may be repeated in a message: a word, and not a URL that landed under the wrong key.
bool isHarmless(const QString& value)
{
    constexpr qsizetype kMaxLength = 30;
    return value.size() <= kMaxLength && !value.contains(QLatin1Char(':'))
        && !value.contains(QLatin1Char('@'));
}

bool isEarlier(const base::Error& a, const base::Error& b)
{
    return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
}

} // namespace

QString fromToml(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

base::Error TomlProblems::make(
    const toml::source_region& where, const QString& summary, const QString& detail, const QString& hint)
{
    base::Error error;
    error.code = base::ErrorCode::Invalid;
    error.summary = summary;
    error.detail = detail;
    error.hint = hint;
    error.position = {m_file, 0, int(where.begin.line), int(where.begin.column)};
    return error;
}

void TomlProblems::add(
    const toml::source_region& where, const QString& summary, const QString& detail, const QString& hint)
{
    m_errors.append(make(where, summary, detail, hint));
    std::stable_sort(m_errors.begin(), m_errors.end(), isEarlier);
}

void TomlProblems::warn(
    const toml::source_region& where, const QString& summary, const QString& detail, const QString& hint)
{
    m_warnings.append(make(where, summary, detail, hint));
    std::stable_sort(m_warnings.begin(), m_warnings.end(), isEarlier);
}

base::Error TomlProblems::combined() const
{
    base::Error first = m_errors.constFirst();
    constexpr qsizetype kMaxShown = 10; // a screen full; the next reading shows the rest
    QStringList others;
    for (qsizetype i = 1; i < m_errors.size() && i <= kMaxShown; ++i) {
        const base::Error& other = m_errors[i];
        QStringList parts {QStringLiteral("line %1: %2.").arg(other.position.line).arg(other.summary)};
        for (const QString& more : {other.detail, other.hint}) {
            if (!more.isEmpty())
                parts.append(more);
        }
        others.append(parts.join(QLatin1Char(' ')));
    }
    if (m_errors.size() > kMaxShown + 1)
        others.append(QStringLiteral("and %1 more").arg(m_errors.size() - 1 - kMaxShown));
    if (!others.isEmpty()) {
        if (!first.detail.isEmpty())
            first.detail += QLatin1Char('\n');
        first.detail += QStringLiteral("Also\n") + others.join(QLatin1Char('\n'));
    }
    return first;
}

TomlTable::TomlTable(const toml::table& table, QString path, const QStringList& known, TomlProblems& problems)
    : m_table(table)
    , m_path(std::move(path))
    , m_problems(problems)
{
    for (const auto& [key, value] : m_table) {
        const QString name = fromToml(key.str());
        if (known.contains(name))
            continue;
        m_problems.add(key.source(),
            m_path.isEmpty() ? QStringLiteral("Unknown section or key “%1”").arg(name)
                             : QStringLiteral("Unknown key “%1” in [%2]").arg(name, m_path),
            {}, base::nearestWordHint(name, known));
    }
}

const toml::node* TomlTable::node(const char* key) const
{
    return m_table.get(key);
}

toml::source_region TomlTable::place(const char* key) const
{
    for (const auto& [name, value] : m_table) {
        if (name.str() == key)
            return value.source();
    }
    return m_table.source();
}

QString TomlTable::pathOf(const char* key) const
{
    const QString name = QString::fromLatin1(key);
    return m_path.isEmpty() ? name : m_path + QLatin1Char('.') + name;
}

void TomlTable::wrongType(const char* key, const QString& wanted) const
{
    m_problems.add(place(key), QStringLiteral("“%1” must be %2").arg(pathOf(key), wanted),
        QStringLiteral("It is %1.").arg(typeName(*node(key))));
}

std::optional<QString> TomlTable::text(const char* key) const
{
    const toml::node* value = node(key);
    if (!value)
        return std::nullopt;
    const auto* string = value->as_string();
    if (!string) {
        wrongType(key, QStringLiteral("a text in quotes"));
        return std::nullopt;
    }
    if (string->get().empty()) {
        m_problems.add(place(key), QStringLiteral("“%1” is empty").arg(pathOf(key)), {},
            QStringLiteral("Give it a value, or leave the key out."));
        return std::nullopt;
    }
    return fromToml(string->get());
}

std::optional<bool> TomlTable::boolean(const char* key) const
{
    const toml::node* value = node(key);
    if (!value)
        return std::nullopt;
    if (const auto* boolean = value->as_boolean())
        return boolean->get();
    wrongType(key, QStringLiteral("true or false, without quotes"));
    return std::nullopt;
}

std::optional<int> TomlTable::number(const char* key, int least, int most) const
{
    const toml::node* value = node(key);
    if (!value)
        return std::nullopt;
    const QString wanted = QStringLiteral("a whole number from %1 to %2").arg(least).arg(most);
    const auto* integer = value->as_integer();
    if (!integer) {
        wrongType(key, wanted);
        return std::nullopt;
    }
    if (integer->get() < least || integer->get() > most) {
        m_problems.add(place(key), QStringLiteral("“%1” must be %2").arg(pathOf(key), wanted),
            QStringLiteral("It is %1.").arg(integer->get()));
        return std::nullopt;
    }
    return int(integer->get());
}

std::optional<QStringList> TomlTable::textList(const char* key) const
{
    const toml::node* value = node(key);
    if (!value)
        return std::nullopt;
    const auto* array = value->as_array();
    const QString wanted = QStringLiteral("a list of texts");
    if (!array) {
        wrongType(key, wanted);
        return std::nullopt;
    }
    QStringList list;
    for (const toml::node& entry : *array) {
        const auto* string = entry.as_string();
        if (!string || string->get().empty()) {
            m_problems.add(entry.source(), QStringLiteral("“%1” must be %2").arg(pathOf(key), wanted),
                string ? QStringLiteral("One of them is empty.")
                       : QStringLiteral("One of them is %1.").arg(typeName(entry)));
            return std::nullopt;
        }
        list.append(fromToml(string->get()));
    }
    if (list.isEmpty()) {
        m_problems.add(place(key), QStringLiteral("“%1” is an empty list").arg(pathOf(key)), {},
            QStringLiteral("Name at least one, or leave the key out."));
        return std::nullopt;
    }
    return list;
}

std::optional<int> TomlTable::duration(const char* key) const
{
    const toml::node* value = node(key);
    if (!value)
        return std::nullopt;
    const auto* string = value->as_string();
    if (!string) {
        wrongType(key, QStringLiteral("a duration in quotes, such as \"5s\""));
        return std::nullopt;
    }
    const auto parsed = migration::parseDuration(fromToml(string->get()));
    if (parsed)
        return *parsed;
    const base::Error& error = parsed.error();
    const QString summary = isHarmless(fromToml(string->get()))
        ? QStringLiteral("“%1”: %2").arg(pathOf(key), error.summary)
        : QStringLiteral("“%1” is not a duration").arg(pathOf(key));
    m_problems.add(place(key), summary, error.detail, error.hint);
    return std::nullopt;
}

std::optional<int> TomlTable::choice(const char* key, const QStringList& allowed) const
{
    const toml::node* value = node(key);
    if (!value)
        return std::nullopt;
    const auto* string = value->as_string();
    if (!string) {
        wrongType(key, QStringLiteral("one of “%1”").arg(allowed.join(QStringLiteral("\", \""))));
        return std::nullopt;
    }
    const QString word = fromToml(string->get());
    const qsizetype index = allowed.indexOf(word);
    if (index >= 0)
        return int(index);
    const QString near = base::nearestWord(word, allowed);
    m_problems.add(place(key),
        isHarmless(word) ? QStringLiteral("“%1” cannot be “%2”").arg(pathOf(key), word)
                         : QStringLiteral("“%1” cannot have this value").arg(pathOf(key)),
        QStringLiteral("Allowed are %1.").arg(allowed.join(QStringLiteral(", "))),
        near.isEmpty() ? QString() : QStringLiteral("Did you mean “%1”?").arg(near));
    return std::nullopt;
}

const toml::table* TomlTable::table(const char* key) const
{
    const toml::node* value = node(key);
    if (!value)
        return nullptr;
    if (const auto* table = value->as_table())
        return table;
    m_problems.add(place(key), QStringLiteral("“%1” must be a section").arg(pathOf(key)),
        QStringLiteral("It is %1.").arg(typeName(*value)),
        QStringLiteral("Write it as [%1] with its keys below.").arg(pathOf(key)));
    return nullptr;
}

} // namespace strandline::project
