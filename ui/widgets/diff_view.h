// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/line_diff.h"
#include "ui/editor/sql_editor.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace strandline::ui {

/// Two texts as one, the whole file as context: removed and added lines marked by colour and by sign. One
/// column and not two, so that nothing is cut off at half the width.
class DiffView : public QWidget
{
    Q_OBJECT
public:
    explicit DiffView(std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent = nullptr);

    void setTexts(const QByteArray& before, const QByteArray& after, sql::Dialect dialect);
    void setVerdict(const QString& sentence);
    QString verdict() const;
    SqlEditor* editor() const { return m_editor; }
    int changeCount() const { return static_cast<int>(m_changes.size()); }
    void goToChange(bool forward); ///< wraps, and says so

private:
    QLabel* m_verdict;
    QLabel* m_counts;
    QToolButton* m_previous;
    QToolButton* m_next;
    SqlEditor* m_editor;
    QList<int> m_changes; ///< first line of each, from 1
};

} // namespace strandline::ui
