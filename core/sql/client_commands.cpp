// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/client_commands.h"

#include "core/sql/characters.h"
#include "core/sql/lexer.h"

#include <algorithm>
#include <array>

namespace strandline::sql {

namespace {

struct Advice
{
    const char* names; ///< separated and surrounded by spaces
    const char* hint;
};

constexpr std::array<Advice, 8> psqlAdvice {
    Advice {" i ir include include_relative ",
        "Put the content of that file here, or make it a migration of its own."},
    Advice {" c connect ", "The environment chooses the database; leave the command out."},
    Advice {
        " copy ", "Write COPY … FROM stdin with the data lines behind it, or load the data by other means."},
    Advice {" g gx gset gexec gdesc crosstabview watch ", "End the statement with a semicolon instead."},
    Advice {" . ", "It ends the data of COPY … FROM stdin, and none is open here."},
    Advice {" set unset if elif else endif echo qecho warn prompt ",
        "Write the values and the choice out as SQL."},
    Advice {" restrict unrestrict ",
        "A newer pg_dump writes it around its dump; restore the dump with psql, or leave these lines out."},
    Advice {" encoding ", "Scripts are UTF-8; leave the command out."},
};

QString shown(QByteArrayView text)
{
    const QByteArrayView line = text.first(qMin(text.size(), qsizetype(60)));
    return QString::fromUtf8(line) + (line.size() < text.size() ? QStringLiteral("…") : QString());
}

} // namespace

std::optional<DirectiveText> readDirective(QByteArrayView lineComment)
{
    QByteArrayView text = lineComment;
    if (text.startsWith("--"))
        text = text.sliced(2);
    else if (text.startsWith('#'))
        text = text.sliced(1);
    text = text.trimmed();
    constexpr QByteArrayView mark("strandline:");
    if (!text.startsWith(mark))
        return std::nullopt;
    text = text.sliced(mark.size());
    const auto blank = std::find_if(text.begin(), text.end(), [](char c) { return isSpaceByte(uchar(c)); });
    const qsizetype length = blank - text.begin();
    return DirectiveText {text.first(length), text.sliced(length).trimmed()};
}

DelimiterArgument readDelimiterArgument(QByteArrayView restOfLine)
{
    QByteArrayView word = restOfLine.trimmed();
    if (word.isEmpty())
        return {{}, QStringLiteral("It has no argument.")};
    const char quote = word[0];
    if (quote == '\'' || quote == '"' || quote == '`') {
        const qsizetype close = word.sliced(1).indexOf(quote);
        word = word.sliced(1, close < 0 ? word.size() - 1 : close);
    } else {
        const auto blank =
            std::find_if(word.begin(), word.end(), [](char c) { return isSpaceByte(uchar(c)); });
        word = word.first(blank - word.begin());
    }
    if (word.isEmpty())
        return {{}, QStringLiteral("Its argument is empty.")};
    if (word.contains('\\'))
        return {{}, QStringLiteral("A delimiter cannot hold a backslash.")};
    if (word.size() > Lexer::maxDelimiterBytes)
        return {word.first(Lexer::maxDelimiterBytes),
            QStringLiteral("The mysql client takes only the first %1 bytes.").arg(Lexer::maxDelimiterBytes)};
    return {word, {}};
}

qsizetype psqlCommandEnd(QByteArrayView script, qsizetype begin)
{
    char quote = 0;
    for (qsizetype i = begin + 1; i < script.size(); ++i) {
        const char c = script[i];
        if (c == '\n' || c == '\r')
            return i;
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '\'' || c == '"' || c == '`') {
            quote = c;
        } else if (c == ';' && i == begin + 1) {
            return i + 1; // "\;" is a command of one sign
        } else if (c == '\\' && i + 1 < script.size() && script[i + 1] == '\\') {
            return i + 2;
        }
    }
    return script.size();
}

ClientCommandText describeClientCommand(QByteArrayView command, StatementKind kind)
{
    if (kind == StatementKind::ClientCommand) {
        const QString owner = command.startsWith('.') ? QStringLiteral("the sqlite3 shell")
                                                      : QStringLiteral("the mysql client");
        return {QStringLiteral("Command of %1: %2").arg(owner, shown(command)),
            QStringLiteral("Only that program knows it; the database would refuse it."),
            command.startsWith('\\') ? QStringLiteral("End the statement with a semicolon instead.")
                                     : QStringLiteral("Write what it does as SQL, or leave it out.")};
    }
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    QByteArrayView name = command.sliced(1);
    if (!name.startsWith('.'))
        name = name.first(std::find_if_not(name.begin(), name.end(), isLetter) - name.begin());
    else
        name = name.first(1);
    QString hint = QStringLiteral("Write what it does as SQL, or leave it out.");
    const QByteArray padded = ' ' + name.toByteArray() + ' ';
    for (const Advice& advice : psqlAdvice) {
        if (!name.isEmpty() && QByteArrayView(advice.names).contains(padded))
            hint = QString::fromUtf8(advice.hint);
    }
    return {QStringLiteral("Command of psql: %1").arg(shown(command)),
        QStringLiteral("Only psql knows it; PostgreSQL itself would refuse it."), hint};
}

} // namespace strandline::sql
