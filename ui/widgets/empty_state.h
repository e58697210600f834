// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;

namespace strandline::ui {

/// A command under the words that fit the place: "Try Again" for Refresh.
struct NoticeButton
{
    QAction* action = nullptr; ///< stays with its owner; a disabled one keeps its reason as tooltip
    QString text; ///< empty: that of the action
};

/// One sentence and one or two buttons in place of a list that has nothing to show.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);

    void setContent(const QString& sentence, const QList<NoticeButton>& buttons);
    QString sentence() const;
    /// For a dock: the sentence breaks where it has to.
    void setNarrow();

private:
    QLabel* m_sentence;
    QHBoxLayout* m_buttons;
};

/// The same as a strip above a list that does have rows.
class NoticeStrip : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeStrip(QWidget* parent = nullptr);

    void setContent(const QString& sentence, const QList<NoticeButton>& buttons);
    QString sentence() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_sentence;
    QHBoxLayout* m_buttons;
};

} // namespace strandline::ui
