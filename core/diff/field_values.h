// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/identity.h"
#include "core/schema/changed_fields.h"

namespace strandline::diff {

/// A field as a text, for comparing and for people.
struct FieldValue
{
    QString name; ///< as in the JSON form, with a dot for a field within a field: "access.owner"
    QString key; ///< equal texts, equal values
    QString shown;
};

namespace detail {

class FieldCollector
{
public:
    explicit FieldCollector(QList<FieldValue>& values)
        : m_values(values)
    { }

    template <typename T> void operator()(const char* name, const T& field, bool = false)
    {
        if (qstrcmp(name, "source") != 0) // as somebody wrote it, beside what it means
            visit(m_prefix + QLatin1String(name), field);
    }

private:
    void add(const QString& name, const QString& key, const QString& shown)
    {
        m_values.append({name, key, shown});
    }
    static QString orNone(const QString& text) { return text.isEmpty() ? QStringLiteral("none") : text; }

    void visit(const QString& name, const QString& text) { add(name, text, orNone(text)); }
    void visit(const QString& name, bool value)
    {
        add(name, value ? QStringLiteral("1") : QString(),
            value ? QStringLiteral("yes") : QStringLiteral("no"));
    }
    void visit(const QString& name, int value) { add(name, QString::number(value), QString::number(value)); }
    void visit(const QString& name, const QStringList& list)
    {
        add(name, list.join(QChar(u'\x1f')), orNone(list.join(QStringLiteral(", "))));
    }
    void visit(const QString& name, const schema::ObjectName& object)
    {
        add(name, object.schema + QChar(u'\x1f') + object.name, orNone(object.display()));
    }
    void visit(const QString& name, const QList<schema::ObjectName>& objects);
    void visit(const QString& name, const QList<schema::Grant>& grants);
    void visit(const QString& name, const QList<schema::IndexElement>& elements)
    {
        const QString text = elementsText(elements);
        add(name, text, text);
    }
    void visit(const QString& name, const schema::Options& options);
    void visit(const QString& name, const std::optional<QString>& text)
    {
        add(name, text ? u'=' + *text : QString(),
            !text                 ? QStringLiteral("none")
                : text->isEmpty() ? QStringLiteral("empty")
                                  : *text);
    }
    template <typename T> void visit(const QString& name, const std::optional<T>& object)
    {
        visit(name, object.value_or(T {}));
    }
    /// Parts are compared one by one, not as a field of their table.
    template <typename T> void visit(const QString&, const QList<T>&) { }
    template <typename T> void visit(const QString& name, const T& value)
    {
        if constexpr (std::is_enum_v<T>) {
            add(name, schema::enumWord(value), schema::enumWord(value));
        } else {
            const QString outer = m_prefix;
            m_prefix = name + u'.';
            T::fields(value, *this);
            m_prefix = outer;
        }
    }

    QList<FieldValue>& m_values;
    QString m_prefix;
};

} // namespace detail

/// All fields in the order of the model; only those that an object of this type always has.
template <typename T> QList<FieldValue> fieldValues(const T& object)
{
    QList<FieldValue> values;
    detail::FieldCollector collector(values);
    T::fields(object, collector);
    return values;
}

} // namespace strandline::diff
