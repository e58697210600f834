// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/ksyntax_lexer.h"

#include "ui/editor/utf8_line.h"

#include <QElapsedTimer>
#include <Qsci/qsciscintilla.h>

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Theme>

namespace strandline::ui {

namespace {

using Sci = QsciScintillaBase;

/// A slice of colouring may hold the window up for so long; the rest comes when it is idle again.
constexpr qint64 sliceMs = 8;

/// Colouring a line of n characters costs more than n, and nobody reads a line of this length. It is left in
/// the plain style and hands its state on unchanged, so what follows is coloured as if it were not there.
constexpr int longestLine = 20'000;

/// Scintilla keeps 32 to 39 for itself.
constexpr int firstReserved = 32;
constexpr int firstFree = 40;
constexpr int lastStyle = 239; ///< above are the editor's own margin styles

int styleNumber(int index)
{
    return index < firstReserved ? index : index - firstReserved + firstFree;
}

int tableIndex(int style)
{
    if (style < firstReserved)
        return style;
    return style < firstFree ? -1 : style - firstFree + firstReserved;
}

int bgr(const QColor& colour)
{
    return colour.red() | (colour.green() << 8) | (colour.blue() << 16);
}

} // namespace

/// Not a base of the lexer: its members are named like those of QsciLexer.
class KSyntaxLexer::Walker : public KSyntaxHighlighting::AbstractHighlighter
{
public:
    explicit Walker(KSyntaxLexer* lexer)
        : m_lexer(lexer)
    { }
    using AbstractHighlighter::highlightLine;

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format) override
    {
        m_lexer->applyFormat(offset, length, format);
    }

private:
    KSyntaxLexer* m_lexer;
};

KSyntaxLexer::KSyntaxLexer(std::shared_ptr<KSyntaxHighlighting::Repository> repository, QsciScintilla* editor)
    : QsciLexerCustom(editor)
    , m_repository(std::move(repository))
    , m_editor(editor)
    , m_walker(std::make_unique<Walker>(this))
{
    connect(editor, &QsciScintillaBase::SCN_MODIFIED, this,
        [this](int position, int kind, const char*, int, int linesAdded, int, int, int, int, int) {
            textModified(position, kind, linesAdded);
        });
}

KSyntaxLexer::~KSyntaxLexer() = default;

void KSyntaxLexer::useDefinition(const QString& name)
{
    m_walker->setDefinition(m_repository->definitionForName(name));
    m_states.clear();
    m_lastDirtyLine = -1;
    buildStyleTable();
    if (m_editor->lexer() == this)
        m_editor->SendScintilla(Sci::SCI_STARTSTYLING, 0UL);
}

QList<KSyntaxHighlighting::Format> KSyntaxLexer::formats() const
{
    QList<KSyntaxHighlighting::Format> all = m_walker->definition().formats();
    const auto included = m_walker->definition().includedDefinitions();
    for (const auto& definition : included)
        all += definition.formats();
    return all;
}

void KSyntaxLexer::buildStyleTable()
{
    m_styleOfFormat.clear();
    m_formatOfStyle = {KSyntaxHighlighting::Format()};
    const auto all = formats();
    for (const auto& format : all) {
        if (m_styleOfFormat.contains(format.id()))
            continue;
        // A definition may include half of the world (languages of function bodies). Formats beyond the table
        // share the plain style rather than wrap around into somebody else's.
        if (styleNumber(static_cast<int>(m_formatOfStyle.size())) > lastStyle)
            break;
        m_styleOfFormat.insert(format.id(), styleNumber(static_cast<int>(m_formatOfStyle.size())));
        m_formatOfStyle.append(format);
    }
}

void KSyntaxLexer::useTheme(const EditorTheme& theme)
{
    const KSyntaxHighlighting::Theme colours = m_repository->theme(theme.name);
    m_walker->setTheme(colours);
    for (int index = 0; index < m_formatOfStyle.size(); ++index) {
        const KSyntaxHighlighting::Format& format = m_formatOfStyle.at(index);
        const auto style = static_cast<unsigned long>(styleNumber(index));
        const bool own = format.isValid();
        const QColor ink = own ? format.textColor(colours) : theme.ink;
        const bool filled = own && format.hasBackgroundColor(colours);
        m_editor->SendScintilla(
            Sci::SCI_STYLESETFORE, style, static_cast<long>(bgr(ink.isValid() ? ink : theme.ink)));
        m_editor->SendScintilla(Sci::SCI_STYLESETBACK, style,
            static_cast<long>(bgr(filled ? format.backgroundColor(colours) : theme.background)));
        m_editor->SendScintilla(
            Sci::SCI_STYLESETBOLD, style, static_cast<long>(own && format.isBold(colours)));
        m_editor->SendScintilla(
            Sci::SCI_STYLESETITALIC, style, static_cast<long>(own && format.isItalic(colours)));
        m_editor->SendScintilla(
            Sci::SCI_STYLESETUNDERLINE, style, static_cast<long>(own && format.isUnderline(colours)));
    }
}

QString KSyntaxLexer::styleName(int style) const
{
    const int index = tableIndex(style);
    if (index <= 0 || index >= m_formatOfStyle.size())
        return QStringLiteral("Normal");
    return m_formatOfStyle.at(index).name();
}

const char* KSyntaxLexer::language() const
{
    return "SQL";
}

QString KSyntaxLexer::description(int style) const
{
    // One style is enough to make QScintilla use this lexer; the colours of all are set by useTheme().
    return style == 0 ? QStringLiteral("Normal") : QString();
}

KSyntaxHighlighting::State KSyntaxLexer::stateBefore(int line) const
{
    return line > 0 && line <= m_states.size() ? m_states.at(line - 1) : KSyntaxHighlighting::State();
}

void KSyntaxLexer::styleText(int start, int end)
{
    const int lineCount = static_cast<int>(m_editor->SendScintilla(Sci::SCI_GETLINECOUNT));
    const int asked = static_cast<int>(
        m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, static_cast<unsigned long>(start)));
    const int first = std::min(asked, linesColoured());
    const auto positionOf = [this](int line) {
        return static_cast<int>(
            m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, static_cast<unsigned long>(line)));
    };
    const int from = positionOf(first);

    QElapsedTimer watch;
    watch.start();
    m_styles.clear();
    int line = first;
    bool converged = false;
    while (line < lineCount && from + m_styles.size() < end && (line == first || watch.elapsed() < sliceMs)) {
        converged = colourLine(line) && line >= m_lastDirtyLine;
        ++line;
        if (converged)
            break;
    }
    m_linesVisited += line - first;
    m_lastDirtyLine = line > m_lastDirtyLine ? -1 : m_lastDirtyLine;
    m_editor->SendScintilla(Sci::SCI_STARTSTYLING, static_cast<unsigned long>(from));
    m_editor->SendScintilla(
        Sci::SCI_SETSTYLINGEX, static_cast<unsigned long>(m_styles.size()), m_styles.constData());
    if (converged) {
        // Everything behind keeps the colours it has: tell the editor that it is done up to there.
        const int done = linesColoured() >= lineCount
            ? static_cast<int>(m_editor->SendScintilla(Sci::SCI_GETLENGTH))
            : positionOf(linesColoured());
        m_editor->SendScintilla(Sci::SCI_STARTSTYLING, static_cast<unsigned long>(done));
    }
}

bool KSyntaxLexer::colourLine(int line)
{
    const auto number = static_cast<unsigned long>(line);
    const auto begin = m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, number);
    const auto contentEnd = m_editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, number);
    const auto lineLength = m_editor->SendScintilla(Sci::SCI_LINELENGTH, number);
    m_lineOffset = m_styles.size();
    m_styles.append(lineLength, '\0');

    KSyntaxHighlighting::State state = stateBefore(line);
    const long contentLength = contentEnd - begin;
    if (contentLength <= longestLine) {
        // The pointer is valid until the text changes, which nothing here does.
        const auto* text =
            static_cast<const char*>(m_editor->SendScintillaPtrResult(Sci::SCI_GETCHARACTERPOINTER));
        Utf8Line decoded(QByteArrayView(text + begin, contentLength));
        m_line = &decoded;
        state = m_walker->highlightLine(QStringView(decoded.text()), state);
        m_line = nullptr;
    }
    if (line < m_states.size()) {
        const bool same = m_states.at(line) == state;
        m_states[line] = state;
        return same;
    }
    m_states.append(state);
    return false;
}

void KSyntaxLexer::applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format)
{
    const int style = m_styleOfFormat.value(format.id(), 0);
    if (style == 0 || length <= 0)
        return;
    const qsizetype from = m_line->byteOf(offset);
    const qsizetype to = m_line->byteOf(offset + length);
    std::fill(m_styles.begin() + m_lineOffset + from, m_styles.begin() + m_lineOffset + to,
        static_cast<char>(style));
}

void KSyntaxLexer::textModified(int position, int kind, int linesAdded)
{
    if ((kind & (Sci::SC_MOD_INSERTTEXT | Sci::SC_MOD_DELETETEXT)) == 0)
        return;
    const int line = static_cast<int>(
        m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, static_cast<unsigned long>(position)));
    if (line >= m_states.size())
        return;
    // The last of the touched lines keeps the end state of the old one: that is what has to come out again
    // for the rest to keep its colours.
    if (linesAdded > 0)
        m_states.insert(line, linesAdded, KSyntaxHighlighting::State());
    else if (linesAdded < 0)
        m_states.remove(line, std::min<qsizetype>(-linesAdded, m_states.size() - line));
    const int earlier = m_lastDirtyLine > line ? m_lastDirtyLine + linesAdded : -1;
    m_lastDirtyLine = std::max(earlier, line + std::max(0, linesAdded));
}

namespace {

QString definitionName(sql::Dialect dialect)
{
    switch (dialect) {
    case sql::Dialect::PostgreSql:
        return QStringLiteral("SQL (PostgreSQL)");
    case sql::Dialect::MySql:
        return QStringLiteral("SQL (MySQL)");
    case sql::Dialect::Sqlite:
        return QStringLiteral("SQL (SQLite)");
    }
    return QStringLiteral("SQL");
}

class KSyntaxHighlighter : public SqlHighlighter
{
public:
    KSyntaxHighlighter(std::shared_ptr<KSyntaxHighlighting::Repository> repository, QsciScintilla* editor)
        : m_editor(editor)
        , m_lexer(new KSyntaxLexer(std::move(repository), editor))
    { }

    QsciLexer* lexer() override { return m_lexer; }
    void setDialect(sql::Dialect dialect) override { m_lexer->useDefinition(definitionName(dialect)); }
    void setTheme(const EditorTheme& theme) override { m_lexer->useTheme(theme); }

    QString styleNameAt(int bytePosition) const override
    {
        const long style =
            m_editor->SendScintilla(Sci::SCI_GETSTYLEAT, static_cast<unsigned long>(bytePosition));
        return m_lexer->styleName(static_cast<int>(style) & 0xff);
    }

private:
    QsciScintilla* m_editor;
    KSyntaxLexer* m_lexer; ///< child of the editor
};

class KSyntaxFactory : public HighlighterFactory
{
public:
    std::unique_ptr<SqlHighlighter> create(QsciScintilla* editor) override
    {
        // Loading the list of 400 definitions takes a while, so not before the first editor needs it.
        if (!m_repository) {
            m_repository = std::make_shared<KSyntaxHighlighting::Repository>();
            m_repository->addCustomSearchPath(QStringLiteral(":/strandline"));
        }
        return std::make_unique<KSyntaxHighlighter>(m_repository, editor);
    }

    QString description() const override { return QStringLiteral("KSyntaxHighlighting"); }

private:
    std::shared_ptr<KSyntaxHighlighting::Repository> m_repository;
};

} // namespace

std::shared_ptr<HighlighterFactory> makeHighlighterFactory()
{
    return std::make_shared<KSyntaxFactory>();
}

} // namespace strandline::ui
