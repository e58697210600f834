// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/sql_highlighter.h"
#include "ui/theme/editor_theme.h"

#include <Qsci/qscilexersql.h>
#include <Qsci/qsciscintilla.h>

#include <array>
#include <utility>

namespace strandline::ui {

namespace {

using Sci = QsciScintillaBase;

/// QScintilla's styles in the vocabulary of the theme files.
constexpr std::array<std::pair<int, const char*>, 20> styleNames {{
    {QsciLexerSQL::Default, "Normal"},
    {QsciLexerSQL::Comment, "Comment"},
    {QsciLexerSQL::CommentLine, "Comment"},
    {QsciLexerSQL::CommentDoc, "Documentation"},
    {QsciLexerSQL::Number, "DecVal"},
    {QsciLexerSQL::Keyword, "Keyword"},
    {QsciLexerSQL::DoubleQuotedString, "Variable"},
    {QsciLexerSQL::SingleQuotedString, "String"},
    {QsciLexerSQL::PlusKeyword, "Keyword"},
    {QsciLexerSQL::PlusPrompt, "Normal"},
    {QsciLexerSQL::Operator, "Operator"},
    {QsciLexerSQL::Identifier, "Normal"},
    {QsciLexerSQL::PlusComment, "Comment"},
    {QsciLexerSQL::CommentLineHash, "Comment"},
    {QsciLexerSQL::CommentDocKeyword, "Annotation"},
    {QsciLexerSQL::CommentDocKeywordError, "Annotation"},
    {QsciLexerSQL::KeywordSet5, "DataType"},
    {QsciLexerSQL::KeywordSet6, "Function"},
    {QsciLexerSQL::QuotedIdentifier, "Variable"},
    {QsciLexerSQL::QuotedOperator, "Operator"},
}};

long bgr(const QColor& colour)
{
    return colour.red() | (colour.green() << 8) | (colour.blue() << 16);
}

class PlainHighlighter : public SqlHighlighter
{
public:
    explicit PlainHighlighter(QsciScintilla* editor)
        : m_editor(editor)
        , m_lexer(new QsciLexerSQL(editor))
    {
        m_lexer->setFoldCompact(false);
    }

    QsciLexer* lexer() override { return m_lexer; }

    void setDialect(sql::Dialect dialect) override
    {
        m_lexer->setBackslashEscapes(dialect == sql::Dialect::MySql);
        m_lexer->setHashComments(dialect == sql::Dialect::MySql);
        m_lexer->setQuotedIdentifiers(dialect == sql::Dialect::MySql);
    }

    void setTheme(const EditorTheme& theme) override
    {
        for (const auto& [number, name] : styleNames) {
            const TextStyle style = theme.styles.value(QLatin1String(name));
            const auto n = static_cast<unsigned long>(number);
            m_editor->SendScintilla(
                Sci::SCI_STYLESETFORE, n, bgr(style.ink.isValid() ? style.ink : theme.ink));
            m_editor->SendScintilla(Sci::SCI_STYLESETBACK, n, bgr(theme.background));
            m_editor->SendScintilla(Sci::SCI_STYLESETBOLD, n, static_cast<long>(style.bold));
            m_editor->SendScintilla(Sci::SCI_STYLESETITALIC, n, static_cast<long>(style.italic));
            m_editor->SendScintilla(Sci::SCI_STYLESETEOLFILLED, n, 0L);
        }
    }

    QString styleNameAt(int bytePosition) const override
    {
        const long style =
            m_editor->SendScintilla(Sci::SCI_GETSTYLEAT, static_cast<unsigned long>(bytePosition));
        for (const auto& [number, name] : styleNames) {
            if (number == style)
                return QLatin1String(name);
        }
        return QStringLiteral("Normal");
    }

private:
    QsciScintilla* m_editor;
    QsciLexerSQL* m_lexer; ///< child of the editor
};

class PlainFactory : public HighlighterFactory
{
public:
    std::unique_ptr<SqlHighlighter> create(QsciScintilla* editor) override
    {
        return std::make_unique<PlainHighlighter>(editor);
    }
    QString description() const override { return QStringLiteral("QScintilla"); }
};

} // namespace

std::shared_ptr<HighlighterFactory> makePlainHighlighterFactory()
{
    return std::make_shared<PlainFactory>();
}

#ifndef STRANDLINE_HAVE_KSYNTAX
std::shared_ptr<HighlighterFactory> makeHighlighterFactory()
{
    return makePlainHighlighterFactory();
}
#endif

} // namespace strandline::ui
