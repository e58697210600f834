// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/mysql_option_file.h"

#include "core/connection/config_file.h"
#include "core/connection/parameters.h"

#include <QDir>
#include <QFileInfo>
#include <QMap>
#include <QSet>

#include <algorithm>

namespace strandline::connection {

namespace {

using base::ErrorCode;
using base::Result;

// The client stops at ten as well.
constexpr int includeDepthLimit = 10;

bool isQuote(QChar c)
{
    return c == QLatin1Char('"') || c == QLatin1Char('\'');
}

/// Cuts off a comment that begins outside quotes.
QString withoutComment(const QString& line)
{
    QChar quote;
    bool isEscaped = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line.at(i);
        if (isQuote(c) && !isEscaped) {
            if (quote.isNull())
                quote = c;
            else if (quote == c)
                quote = QChar();
        }
        if (quote.isNull() && c == QLatin1Char('#'))
            return line.left(i);
        isEscaped = !quote.isNull() && c == QLatin1Char('\\') && !isEscaped;
    }
    return line;
}

QString unquoted(QString value)
{
    if (value.size() >= 2 && isQuote(value.front()) && value.front() == value.back())
        value = value.mid(1, value.size() - 2);
    static const QString letters = QStringLiteral("ntrbs\"'\\");
    static const QString meanings = QStringLiteral("\n\t\r\b \"'\\");
    QString text;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const qsizetype known =
            value.at(i) == QLatin1Char('\\') && i + 1 < value.size() ? letters.indexOf(value.at(i + 1)) : -1;
        if (known < 0) {
            text += value.at(i);
            continue;
        }
        text += meanings.at(known);
        ++i;
    }
    return text;
}

class Reader
{
public:
    Result<MysqlOptions> run(const QString& path)
    {
        if (auto read = readFile(path, 0); !read)
            return base::forward(read);
        return m_result;
    }

private:
    static base::Failure failAt(
        const QString& path, int line, const QString& detail, const QString& hint = {})
    {
        const base::Error error {ErrorCode::Invalid,
            QStringLiteral("The option file “%1” cannot be read").arg(path), detail, hint, {}, {}};
        return base::fail(error.at({path, 0, line, 0}));
    }

    void note(const QString& path, const QString& detail, const QString& hint = {})
    {
        m_result.notes << base::Error {ErrorCode::Precondition,
            QStringLiteral("The option file “%1” is not used").arg(path), detail, hint, {}, {}};
    }

    Result<void> readFile(const QString& path, int depth)
    {
        const QString canonical = QFileInfo(path).canonicalFilePath();
        if (m_open.contains(canonical) || depth > includeDepthLimit) {
            note(path, QStringLiteral("It includes itself, or includes too deeply."));
            return {};
        }
        auto bytes = readConfigFile(path);
        if (!bytes)
            return base::forward(bytes);
        if (!*bytes)
            return {};
        if (QFileInfo(path).permissions() & QFileDevice::WriteOther) {
            note(path, QStringLiteral("Anyone can write to it, and then the client ignores it."),
                QStringLiteral("Run: chmod o-w “%1”").arg(path));
            return {};
        }
        auto text = configText(**bytes, path);
        if (!text)
            return base::forward(text);
        m_result.read << path;
        m_open.insert(canonical);
        auto done = readLines(*text, path, depth);
        m_open.remove(canonical);
        return done;
    }

    Result<void> readLines(const QString& text, const QString& path, int depth)
    {
        QString group;
        int number = 0;
        for (const QString& raw : text.split(QLatin1Char('\n'))) {
            ++number;
            const QString line = raw.trimmed();
            if (line.isEmpty() || line.startsWith(QLatin1Char('#')) || line.startsWith(QLatin1Char(';')))
                continue;
            if (line.startsWith(QLatin1Char('!'))) {
                if (auto done = include(line, path, number, depth); !done)
                    return done;
                continue;
            }
            if (line.startsWith(QLatin1Char('['))) {
                const qsizetype close = line.indexOf(QLatin1Char(']'));
                if (close < 0)
                    return failAt(path, number, QStringLiteral("The name of the group has no “]”."));
                group = line.mid(1, close - 1).trimmed();
                continue;
            }
            if (group.isEmpty())
                return failAt(path, number, QStringLiteral("An option stands before the first [group]."),
                    QStringLiteral("Write [client] above it."));
            addOption(withoutComment(line).trimmed(), {group, {}, {}, false, path, number});
        }
        return {};
    }

    void addOption(const QString& line, MysqlOption option)
    {
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        option.hasValue = equals >= 0;
        option.name = (option.hasValue ? line.left(equals) : line).trimmed();
        if (option.hasValue)
            option.value = unquoted(line.mid(equals + 1).trimmed());
        if (option.name.startsWith(QLatin1String("loose-"))
            || option.name.startsWith(QLatin1String("loose_")))
            option.name.remove(0, 6);
        for (const auto& prefix : {QStringLiteral("skip"), QStringLiteral("disable")}) {
            const bool isOff = option.name.startsWith(prefix + QLatin1Char('-'))
                || option.name.startsWith(prefix + QLatin1Char('_'));
            if (!isOff || option.hasValue)
                continue;
            option.name.remove(0, prefix.size() + 1);
            option.value = QStringLiteral("0");
            option.hasValue = true;
        }
        m_result.options << option;
    }

    Result<void> include(const QString& line, const QString& path, int number, int depth)
    {
        const QString word = line.section(QLatin1Char(' '), 0, 0);
        const QString given = line.mid(word.size()).trimmed();
        const QString target = QDir::isAbsolutePath(given)
            ? given
            : QDir::cleanPath(QFileInfo(path).absolutePath() + QLatin1Char('/') + given);
        if (given.isEmpty())
            return failAt(path, number, QStringLiteral("The line includes nothing."));
        if (word == QLatin1String("!include"))
            return readFile(target, depth + 1);
        if (word != QLatin1String("!includedir"))
            return failAt(path, number, QStringLiteral("The line is neither !include nor !includedir."));
        const QStringList names = QDir(target).entryList({QStringLiteral("*.cnf")}, QDir::Files, QDir::Name);
        for (const QString& name : names)
            if (auto done = readFile(target + QLatin1Char('/') + name, depth + 1); !done)
                return done;
        return {};
    }

    MysqlOptions m_result;
    QSet<QString> m_open;
};

/// Name of ours -> the line that counts.
QMap<QString, MysqlOption> lastOfEach(const QList<MysqlOption>& options, const QStringList& groups)
{
    QMap<QString, MysqlOption> last;
    for (const MysqlOption& option : options) {
        const QString name = canonicalMysqlParameter(option.name);
        if (name.isEmpty() || !groups.contains(option.group))
            continue;
        // A bare "password" tells the client to ask; the value is not "nothing".
        if (name == QLatin1String("password") && !option.hasValue)
            continue;
        last.insert(name, option);
    }
    return last;
}

bool isAboutFiles(const QString& name)
{
    return name == QLatin1String("group") || name.startsWith(QLatin1String("defaults_"));
}

} // namespace

Result<MysqlOptions> readMysqlOptionFile(const QString& path)
{
    return Reader().run(path);
}

MysqlOptionPlaces mysqlOptionPlaces(const MysqlPlacesRequest& request)
{
    MysqlOptionPlaces places;
    if (!request.onlyFile.isEmpty())
        places.files << request.onlyFile;
    else {
        if (!request.etcFolder.isEmpty())
            places.files << request.etcFolder + QStringLiteral("/my.cnf")
                         << request.etcFolder + QStringLiteral("/mysql/my.cnf");
        if (!request.mysqlHome.isEmpty())
            places.files << request.mysqlHome + QStringLiteral("/my.cnf");
        if (!request.extraFile.isEmpty())
            places.files << request.extraFile;
        if (!request.home.isEmpty())
            places.files << request.home + QStringLiteral("/.my.cnf");
    }
    places.groups << QStringLiteral("client") << QStringLiteral("client-server")
                  << QStringLiteral("client-mariadb");
    if (!request.extraGroup.isEmpty())
        places.groups << request.extraGroup;
    if (!request.groupSuffix.isEmpty()) {
        const QStringList plain = places.groups;
        for (const QString& group : plain)
            places.groups << group + request.groupSuffix;
    }
    return places;
}

Result<MysqlFileSettings> readMysqlSettings(const MysqlOptionPlaces& places)
{
    MysqlFileSettings result;
    result.settings.dialect = sql::Dialect::MySql;
    QList<MysqlOption> options;
    QSet<QString> seen;
    for (const QString& path : places.files) {
        // Debian links /etc/my.cnf and /etc/mysql/my.cnf to one file.
        const QString canonical = QFileInfo(path).canonicalFilePath();
        if (!canonical.isEmpty() && seen.contains(canonical))
            continue;
        seen.insert(canonical);
        auto file = readMysqlOptionFile(path);
        if (!file)
            return base::forward(file);
        options << file->options;
        result.notes << file->notes;
        result.read << file->read;
    }
    const QMap<QString, MysqlOption> last = lastOfEach(options, places.groups);
    QStringList names = last.keys();
    std::stable_sort(names.begin(), names.end(),
        [](const QString& a, const QString& b) { return mysqlParameterRank(a) < mysqlParameterRank(b); });
    for (const QString& name : names) {
        if (isAboutFiles(name))
            continue;
        const MysqlOption option = last.value(name);
        const QString origin = QStringLiteral("[%1] in %2").arg(option.group, option.path);
        auto set = setMysqlParameter(result.settings, {option.name, option.value, origin, {}, {}});
        if (set)
            continue;
        const base::Error error = set.error().at({option.path, 0, option.line, 0});
        // For other clients on this machine another character set is a matter of taste; we just do not
        // follow.
        if (name != QLatin1String("charset"))
            return base::fail(error);
        result.notes << error;
    }
    return result;
}

} // namespace strandline::connection
