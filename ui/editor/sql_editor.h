// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"
#include "ui/editor/sql_highlighter.h"
#include "ui/theme/editor_theme.h"

#include <QKeySequence>
#include <QList>
#include <Qsci/qsciscintilla.h>

namespace strandline::ui {

/// A statement of the shown script, as the margin and the lists want it.
struct StatementMark
{
    int number = 0; ///< from 1
    int line = 0; ///< of its first word, from 1
    qsizetype begin = 0; ///< bytes in what scriptBytes() returns
    qsizetype end = 0;
};

/// Keys that belong to the window; the editor gives up whatever it had bound to them.
QList<QKeySequence> keysOfTheWindow();

/// Shows and edits one script. Read-only until told otherwise: that protects files that have run, and lets
/// Tab leave the editor. Keeps the bytes it was given: line ends, byte order mark, NUL and bytes that are no
/// UTF-8.
class SqlEditor : public QsciScintilla
{
    Q_OBJECT
public:
    enum Margin { LineNumberMargin, RiskMargin, StatementMargin, ChangeMargin };

    explicit SqlEditor(std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent = nullptr);
    ~SqlEditor() override;

    void setScript(const QByteArray& bytes, sql::Dialect dialect);
    void setScript(const QString& text, sql::Dialect dialect);
    QByteArray scriptBytes() const; ///< exactly what was set, plus the user's edits
    sql::Dialect dialect() const { return m_dialect; }

    /// Numbers for the text margin; prime marks ("#3'") tell down scripts from up scripts.
    void setStatements(const QList<StatementMark>& statements, bool primed = false);
    const QList<StatementMark>& statements() const { return m_statements; }
    int statementAtCaret() const; ///< number, 0 outside of all

    void goToLine(int line, int column = 1); ///< both from 1; beyond the end means the end
    bool goToStatement(int number);
    void markErrorLine(int line); ///< from 1; 0 removes the mark
    int errorLine() const { return m_errorLine; }
    void markPairedLines(int firstLine, int lastLine); ///< from 1; 0 removes the mark
    int caretLine() const; ///< from 1

    struct DiffLine
    {
        int line = 0; ///< from 1
        bool added = false; ///< else removed
    };
    /// Colours the lines and puts + or − into the statement margin.
    void setDiffLines(const QList<DiffLine>& lines);

    /// Forward from the caret or backward, wrapping; the hit is selected. False when there is none.
    bool find(const QString& text, bool caseSensitive, bool forward, bool fromSelectionStart = false);
    int markHits(const QString& text, bool caseSensitive); ///< all of them, returns how many (at most 10,000)

    SqlHighlighter* highlighter() const { return m_highlighter.get(); }
    void colourEverything(); ///< at once instead of when idle: for printing and tests
    const EditorTheme& theme() const { return m_theme; }

    /// Styles of the editor itself, above those of the highlighter.
    static constexpr int statementMarginStyle = 240;
    static constexpr int addedMarginStyle = 241;
    static constexpr int removedMarginStyle = 242;

Q_SIGNALS:
    void findRequested();
    void findNextRequested(bool forward);
    void goToLineRequested();
    void statementAtCaretChanged(int number);
    void caretMoved(int line, int column);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    /// Lower numbers are painted first.
    enum Marker { PairMarker = 7, ErrorLineMarker, ErrorSymbolMarker, AddedMarker, RemovedMarker };
    static constexpr int hitIndicator = 9;

    void setUpMargins();
    void setUpMarkers();
    void releaseKeys();
    void followTheme();
    void applyMarginColours();
    void fitMargins();
    void fitCaretLine();
    void loadBytes(const QByteArray& bytes);
    void caretChanged();

    sql::Dialect m_dialect = sql::Dialect::PostgreSql;
    std::unique_ptr<SqlHighlighter> m_highlighter;
    EditorTheme m_theme;
    QList<StatementMark> m_statements;
    int m_errorLine = 0;
    int m_lastStatement = 0;
    bool m_primed = false;
    bool m_byteOrderMark = false;
    bool m_isDiff = false;
};

} // namespace strandline::ui
