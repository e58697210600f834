// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace strandline::ui {

class SqlEditor;

/// Searching and going to a line in one editor; a strip below it that appears when asked for.
class FindBar : public QWidget
{
    Q_OBJECT
public:
    explicit FindBar(SqlEditor* editor, QWidget* parent = nullptr);

    void openFind();
    void openGoTo();
    void findNext(bool forward);
    void dismiss(); ///< back to the editor

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Mode { Find, GoTo };
    void open(Mode mode);
    void textEdited();
    void goTo();
    void report(const QString& text);

    SqlEditor* m_editor;
    Mode m_mode = Mode::Find;
    QLabel* m_label;
    QLineEdit* m_edit;
    QToolButton* m_case;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_close;
    QLabel* m_result;
    QString m_lastFind;
};

} // namespace strandline::ui
