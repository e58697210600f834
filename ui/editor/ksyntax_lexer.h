// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/sql_highlighter.h"
#include "ui/theme/editor_theme.h"

#include <QHash>
#include <QList>
#include <Qsci/qscilexercustom.h>

#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>

namespace strandline::ui {

class Utf8Line;

/// Bridge between an editor that asks "colour these bytes" and a highlighter that takes one line and a state.
///
/// m_states[i] is the state at the end of line i; its size is how far the text has been coloured. An edit
/// keeps the states behind it, so that colouring stops as soon as a line ends in the state it ended in
/// before.
class KSyntaxLexer : public QsciLexerCustom
{
    Q_OBJECT
public:
    KSyntaxLexer(std::shared_ptr<KSyntaxHighlighting::Repository> repository, QsciScintilla* editor);
    ~KSyntaxLexer() override;

    void useDefinition(const QString& name);
    void useTheme(const EditorTheme& theme);
    QString styleName(int style) const;
    int linesColoured() const { return static_cast<int>(m_states.size()); }
    /// How many lines were looked at since the start: lets a test see that an edit did not restyle the rest.
    qint64 linesVisited() const { return m_linesVisited; }

    const char* language() const override;
    QString description(int style) const override;
    void styleText(int start, int end) override;

    /// Formats of the definition and of those it includes, as the test of contrast wants them.
    QList<KSyntaxHighlighting::Format> formats() const;

private:
    class Walker;
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format);
    void textModified(int position, int kind, int linesAdded);
    void buildStyleTable();
    bool colourLine(int line); ///< true when its end state is what it was before
    KSyntaxHighlighting::State stateBefore(int line) const;

    std::shared_ptr<KSyntaxHighlighting::Repository> m_repository;
    QsciScintilla* m_editor;
    std::unique_ptr<Walker> m_walker;
    QList<KSyntaxHighlighting::Format> m_formatOfStyle; ///< by index in the table, see styleNumber()
    QHash<int, int> m_styleOfFormat; ///< Format::id() to style number
    QList<KSyntaxHighlighting::State> m_states;
    int m_lastDirtyLine = -1; ///< states up to here are not to be trusted
    qint64 m_linesVisited = 0;

    // While one line is being coloured:
    Utf8Line* m_line = nullptr;
    QByteArray m_styles; ///< of the batch, one byte per byte of text
    qsizetype m_lineOffset = 0; ///< of the line in the batch
};

} // namespace strandline::ui
