// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema_json.h"

#include "core/schema/changed_fields.h"

#include <QJsonArray>
#include <QSet>

namespace strandline::schema {

namespace {

constexpr int kFormat = 1;

// ---- writing

template <typename T> QJsonObject writeObject(const T& object);

QJsonValue write(const QString& text)
{
    return text;
}
QJsonValue write(bool value)
{
    return value;
}
QJsonValue write(int value)
{
    return value;
}
QJsonValue write(const QStringList& texts)
{
    return QJsonArray::fromStringList(texts);
}
QJsonValue write(const Options& options)
{
    QJsonObject object;
    for (auto it = options.begin(); it != options.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}
template <typename T> QJsonValue write(const T& value)
{
    if constexpr (std::is_enum_v<T>)
        return enumWord(value);
    else
        return writeObject(value);
}
template <typename T> QJsonValue write(const QList<T>& list)
{
    QJsonArray array;
    for (const T& item : list)
        array.append(write(item));
    return array;
}

/// Leaves out what is as in a fresh object, which is what a reader begins with.
struct Writer
{
    QJsonObject& to;
    const QList<const void*>& usual;
    qsizetype place = 0;

    template <typename T> void operator()(const char* name, const T& field, bool = false)
    {
        if (!detail::areSame(field, *static_cast<const T*>(usual.at(place++))))
            to.insert(QLatin1String(name), write(field));
    }
    template <typename T> void operator()(const char* name, const std::optional<T>& field)
    {
        ++place;
        if (field)
            to.insert(QLatin1String(name), write(*field));
    }
};

template <typename T> QJsonObject writeObject(const T& object)
{
    const T fresh {};
    detail::AddressCollector usual;
    T::fields(fresh, usual);
    QJsonObject json;
    Writer writer {json, usual.addresses};
    T::fields(object, writer);
    return json;
}

// ---- reading

/// Where reading stands, and the first thing that was wrong.
struct Reading
{
    QStringList path;
    QString problem;

    bool isOk() const { return problem.isEmpty(); }
    void fail(const QString& what)
    {
        if (isOk())
            problem = QStringLiteral("%1: %2").arg(path.join(QLatin1Char('.')), what);
    }
};

template <typename T> void readObject(const QJsonObject& json, T& object, Reading& reading);

void read(const QJsonValue& json, QString& text, Reading& reading)
{
    if (!json.isString())
        return reading.fail(QStringLiteral("a text is expected"));
    text = json.toString();
}
void read(const QJsonValue& json, bool& value, Reading& reading)
{
    if (!json.isBool())
        return reading.fail(QStringLiteral("true or false is expected"));
    value = json.toBool();
}
void read(const QJsonValue& json, int& value, Reading& reading)
{
    if (!json.isDouble())
        return reading.fail(QStringLiteral("a number is expected"));
    value = json.toInt();
}
void read(const QJsonValue& json, Options& options, Reading& reading)
{
    if (!json.isObject())
        return reading.fail(QStringLiteral("an object is expected"));
    const QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->isString())
            return reading.fail(QStringLiteral("“%1” has to be a text").arg(it.key()));
        options.insert(it.key(), it->toString());
    }
}
template <typename T> void read(const QJsonValue& json, T& value, Reading& reading)
{
    if constexpr (std::is_enum_v<T>) {
        if (!json.isString() || !readEnumWord(json.toString(), value))
            reading.fail(QStringLiteral("“%1” is none of the known words").arg(json.toString()));
    } else {
        if (!json.isObject())
            return reading.fail(QStringLiteral("an object is expected"));
        readObject(json.toObject(), value, reading);
    }
}
template <typename T> void read(const QJsonValue& json, QList<T>& list, Reading& reading)
{
    if (!json.isArray())
        return reading.fail(QStringLiteral("a list is expected"));
    const QJsonArray array = json.toArray();
    for (qsizetype i = 0; i < array.size() && reading.isOk(); ++i) {
        reading.path.append(QString::number(i));
        T item {};
        read(array.at(i), item, reading);
        list.append(std::move(item));
        reading.path.removeLast();
    }
}

struct Reader
{
    const QJsonObject& from;
    Reading& reading;
    QSet<QString>& known;

    template <typename T> void operator()(const char* name, T& field, bool = false)
    {
        take(name, [&](const QJsonValue& json) { read(json, field, reading); });
    }
    template <typename T> void operator()(const char* name, std::optional<T>& field)
    {
        take(name, [&](const QJsonValue& json) {
            field.emplace();
            read(json, *field, reading);
        });
    }
    template <typename Take> void take(const char* name, Take take)
    {
        const QString key = QLatin1String(name);
        known.insert(key);
        const auto found = from.constFind(key);
        if (found == from.constEnd() || !reading.isOk())
            return;
        reading.path.append(key);
        take(*found);
        reading.path.removeLast();
    }
};

template <typename T> void readObject(const QJsonObject& json, T& object, Reading& reading)
{
    QSet<QString> known;
    Reader reader {json, reading, known};
    T::fields(object, reader);
    for (auto it = json.begin(); it != json.end() && reading.isOk(); ++it) {
        if (!known.contains(it.key()))
            reading.fail(QStringLiteral("“%1” is not a field of this version").arg(it.key()));
    }
}

} // namespace

QJsonObject toJson(const Database& database)
{
    QJsonObject json = writeObject(database);
    json.insert(QStringLiteral("strandlineSchema"), kFormat);
    json.insert(QStringLiteral("dialect"), enumWord(database.dialect)); // also when it is the first one
    return json;
}

base::Result<Database> databaseFromJson(const QJsonObject& json)
{
    const auto invalid = [](const QString& detail) {
        return base::fail(base::ErrorCode::Invalid,
            QStringLiteral("This is not a schema that Strandline saved"), detail,
            QStringLiteral("Save it anew with “schema inspect --json”."));
    };
    if (json.value(QLatin1String("strandlineSchema")).toInt() != kFormat)
        return invalid(QStringLiteral("“strandlineSchema” is not %1.").arg(kFormat));
    QJsonObject fields = json;
    fields.remove(QStringLiteral("strandlineSchema"));
    Database database;
    Reading reading;
    readObject(fields, database, reading);
    if (!reading.isOk())
        return invalid(reading.problem);
    return database;
}

QJsonObject toJson(const Table& table)
{
    return writeObject(table);
}

QJsonObject toJson(const View& view)
{
    return writeObject(view);
}

QJsonObject toJson(const Column& column)
{
    return writeObject(column);
}

} // namespace strandline::schema
