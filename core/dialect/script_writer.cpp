// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/script_writer.h"

#include "core/sql/lexer.h"

namespace strandline::dialect {

namespace {

struct TextFacts
{
    bool holdsSemicolon = false;
    bool endsInLineComment = false;
};

TextFacts lookAt(const QByteArray& text, sql::Dialect dialect)
{
    TextFacts facts;
    sql::Lexer lexer(text, dialect);
    for (sql::Token token = lexer.next(); token.kind != sql::TokenKind::End; token = lexer.next()) {
        facts.holdsSemicolon = facts.holdsSemicolon || token.kind == sql::TokenKind::Semicolon;
        if (!token.isSpace())
            facts.endsInLineComment = token.kind == sql::TokenKind::LineComment;
    }
    return facts;
}

/// One that the text does not hold anywhere: the client looks for it without regard to quotes of its own.
QByteArray delimiterFor(const QByteArray& text)
{
    for (const char* candidate : {"//", "$$", ";;", "%%", "||", "~~"}) {
        if (!text.contains(candidate))
            return candidate;
    }
    QByteArray delimiter = "//";
    while (text.contains(delimiter))
        delimiter += '/';
    return delimiter;
}

void writeStatement(QByteArray& script, const RenderedStatement& statement, sql::Dialect dialect)
{
    if (!statement.note.isEmpty())
        script += commentLines(statement.note);
    const QByteArray text = statement.text.trimmed().toUtf8();
    const TextFacts facts = lookAt(text, dialect);
    const char* const lineEnd = facts.endsInLineComment ? "\n" : "";
    // psql and sqlite3 know bodies by themselves.
    if (sql::switchesFor(dialect).delimiterCommand && facts.holdsSemicolon) {
        const QByteArray delimiter = delimiterFor(text);
        script += "DELIMITER " + delimiter + '\n' + text + lineEnd + delimiter + "\nDELIMITER ;\n";
        return;
    }
    script += text + lineEnd + ";\n";
}

} // namespace

QByteArray commentLines(const QString& text)
{
    QByteArray comment;
    for (const QByteArray& line : text.toUtf8().split('\n'))
        comment += (line.trimmed().isEmpty() ? QByteArray("--") : "-- " + line.trimmed()) + '\n';
    return comment;
}

QByteArray writeScript(const QList<RenderedStatement>& statements, sql::Dialect dialect)
{
    QByteArray script;
    for (const RenderedStatement& statement : statements) {
        if (!statement.note.isEmpty() && !script.isEmpty())
            script += '\n';
        writeStatement(script, statement, dialect);
    }
    return script;
}

QByteArray writeScript(const Rendered& rendered, sql::Dialect dialect)
{
    QByteArray script = writeScript(rendered.statements, dialect);
    for (const base::Error& error : rendered.impossible)
        script += "\n-- NOT WRITTEN:\n" + commentLines(error.toText());
    return script;
}

} // namespace strandline::dialect
