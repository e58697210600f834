// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/dotenv.h"

#include "core/connection/config_file.h"

namespace strandline::connection {

namespace {

using base::ErrorCode;
using base::Result;

bool isNameStart(QChar c)
{
    return c == QLatin1Char('_') || (c >= QLatin1Char('A') && c <= QLatin1Char('Z'))
        || (c >= QLatin1Char('a') && c <= QLatin1Char('z'));
}

bool isNamePart(QChar c)
{
    return isNameStart(c) || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || c == QLatin1Char('.')
        || c == QLatin1Char('-');
}

class Reader
{
public:
    Reader(QString text, const QString& path, const Variables& environment)
        : m_text(std::move(text))
        , m_path(path)
        , m_environment(environment)
        , m_variables(path)
    { }

    Result<Variables> run()
    {
        while (m_at < m_text.size()) {
            skipBlanks();
            if (peek() == QLatin1Char('#'))
                skipLine();
            else if (!atLineEnd())
                if (auto read = readAssignment(); !read)
                    return base::forward(read);
            nextLine();
        }
        return m_variables;
    }

private:
    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar();
    }
    bool atLineEnd() const { return m_at >= m_text.size() || m_text.at(m_at) == QLatin1Char('\n'); }
    void skipBlanks()
    {
        while (peek() == QLatin1Char(' ') || peek() == QLatin1Char('\t') || peek() == QLatin1Char('\r'))
            ++m_at;
    }
    void skipLine()
    {
        while (!atLineEnd())
            ++m_at;
    }
    void nextLine()
    {
        if (m_at < m_text.size())
            ++m_at;
        ++m_line;
    }
    base::Failure failAt(int line, const QString& detail, const QString& hint = {}) const
    {
        // The content is never repeated: the line may hold a password.
        const base::Error error {
            ErrorCode::Invalid, QStringLiteral("Could not read “%1”").arg(m_path), detail, hint, {}, {}};
        return base::fail(error.at({m_path, 0, line, 0}));
    }

    QString readName()
    {
        const qsizetype start = m_at;
        if (isNameStart(peek()))
            while (isNamePart(peek()))
                ++m_at;
        return m_text.mid(start, m_at - start);
    }

    Result<void> readAssignment()
    {
        QString name = readName();
        const bool isExport =
            name == QLatin1String("export") && (peek() == QLatin1Char(' ') || peek() == QLatin1Char('\t'));
        if (isExport) {
            skipBlanks();
            name = readName();
        }
        if (name.isEmpty())
            return failAt(m_line, QStringLiteral("The line does not begin with the name of a variable."),
                QStringLiteral("Write NAME=value; a comment begins with #."));
        skipBlanks();
        if (isExport && atLineEnd())
            return {}; // "export NAME" passes on what is set elsewhere
        if (peek() != QLatin1Char('='))
            return failAt(m_line, QStringLiteral("Behind the name of the variable, “=” is missing."),
                QStringLiteral("Write NAME=value."));
        ++m_at;
        skipBlanks();
        return readValue(name);
    }

    Result<void> readValue(const QString& name)
    {
        m_value.clear();
        m_missing.clear();
        const int startLine = m_line;
        const QChar quote = peek();
        if (quote == QLatin1Char('"') || quote == QLatin1Char('\'')) {
            ++m_at;
            const bool closed = quote == QLatin1Char('"') ? readDoubleQuoted() : readSingleQuoted();
            if (!closed)
                return failAt(startLine, QStringLiteral("The quote that opens here is never closed."));
            skipBlanks();
            if (peek() == QLatin1Char('#'))
                skipLine();
            if (!atLineEnd())
                return failAt(m_line, QStringLiteral("Text follows behind the closing quote."),
                    QStringLiteral("Quote the whole value; inside double quotes write \\\"."));
        } else
            readUnquoted();
        store(name, startLine);
        return {};
    }

    void store(const QString& name, int line)
    {
        if (m_missing.isEmpty()) {
            m_variables.insert(name, m_value);
            return;
        }
        base::Error error {ErrorCode::NotFound, QStringLiteral("The variable “%1” is not set").arg(m_missing),
            QStringLiteral("It is needed for “%1”. Looked in %2 and in the lines above.")
                .arg(name, m_environment.place()),
            QStringLiteral("Set it, or give a default: ${%1:-…}.").arg(m_missing), {}, {}};
        m_variables.insertBroken(name, error.at({m_path, 0, line, 0}));
    }

    bool readSingleQuoted()
    {
        while (m_at < m_text.size() && peek() != QLatin1Char('\'')) {
            countLine();
            m_value += m_text.at(m_at++);
        }
        return closeQuote();
    }

    bool readDoubleQuoted()
    {
        while (m_at < m_text.size() && peek() != QLatin1Char('"')) {
            if (peek() == QLatin1Char('\\') && m_at + 1 < m_text.size()) {
                readEscape();
                continue;
            }
            if (readReference())
                continue;
            countLine();
            m_value += m_text.at(m_at++);
        }
        return closeQuote();
    }

    bool closeQuote()
    {
        if (m_at >= m_text.size())
            return false;
        ++m_at;
        return true;
    }

    void readEscape()
    {
        const QChar escaped = peek(1);
        m_at += 2;
        if (escaped == QLatin1Char('n'))
            m_value += QLatin1Char('\n');
        else if (escaped == QLatin1Char('r'))
            m_value += QLatin1Char('\r');
        else if (escaped == QLatin1Char('t'))
            m_value += QLatin1Char('\t');
        else if (escaped == QLatin1Char('"') || escaped == QLatin1Char('\\') || escaped == QLatin1Char('$'))
            m_value += escaped;
        else {
            m_value += QLatin1Char('\\');
            --m_at; // an unknown escape is two ordinary characters, the second of which may be a line end
        }
    }

    void readUnquoted()
    {
        while (!atLineEnd()) {
            const bool startsComment = peek() == QLatin1Char('#')
                && (m_value.isEmpty() || m_value.back() == QLatin1Char(' ')
                    || m_value.back() == QLatin1Char('\t'));
            if (startsComment) {
                skipLine();
                break;
            }
            if (!readReference())
                m_value += m_text.at(m_at++);
        }
        m_value = m_value.trimmed();
    }

    void countLine()
    {
        if (peek() == QLatin1Char('\n'))
            ++m_line;
    }

    /// ${NAME}, ${NAME:-default}. A missing one breaks only the variable that needs it, not the file: an .env
    /// has many readers, and most lines are not for us.
    bool readReference()
    {
        if (peek() != QLatin1Char('$') || peek(1) != QLatin1Char('{'))
            return false;
        const qsizetype length = variableReferenceLength(m_text, m_at);
        if (length == 0)
            return false;
        const QString reference = m_text.mid(m_at, length);
        m_at += reference.size();
        const VariableLookup lookup({m_environment, m_variables});
        auto value = substitute(reference, m_path, lookup, Substitution::Plain);
        if (value)
            m_value += *value;
        else
            m_missing = reference.mid(2).section(QLatin1Char(':'), 0, 0).remove(QLatin1Char('}'));
        return true;
    }

    const QString m_text;
    const QString m_path;
    const Variables& m_environment;
    Variables m_variables;
    qsizetype m_at = 0;
    int m_line = 1;
    QString m_value;
    QString m_missing;
};

} // namespace

Result<Variables> parseDotenv(const QByteArray& bytes, const QString& path, const Variables& environment)
{
    auto text = configText(bytes, path);
    if (!text)
        return base::forward(text);
    return Reader(*text, path, environment).run();
}

Result<Variables> readDotenv(const QString& folder, const Variables& environment)
{
    const QString path = folder + QStringLiteral("/.env");
    auto bytes = readConfigFile(path);
    if (!bytes)
        return base::forward(bytes);
    if (!*bytes)
        return Variables(QStringLiteral("%1 (no such file)").arg(path));
    return parseDotenv(**bytes, path, environment);
}

} // namespace strandline::connection
