// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QVBoxLayout;

namespace strandline::ui {

struct ShellMessage
{
    enum class Level { Information, Attention, Error };
    Level level = Level::Information;
    QString text; ///< one line; the whole of it is also the tooltip and the accessible name
    QString details; ///< longer, for the tooltip
    QAction* action = nullptr; ///< optional button; borrowed
    QString topic; ///< a newer message of the same topic replaces the older one
};

/// Messages from the program between toolbar and page: no dialogs, no height when empty, at most three lines;
/// older ones leave and are kept by whoever listens to folded().
class ShellMessageArea : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kMaxLines = 3;

    explicit ShellMessageArea(QWidget* parent = nullptr);

    void show(const ShellMessage& message);
    void clearTopic(const QString& topic);
    int lineCount() const { return int(m_lines.size()); }
    QStringList texts() const;

Q_SIGNALS:
    void folded(const QString& text);

private:
    struct Line
    {
        QWidget* widget;
        ShellMessage message;
    };
    void remove(int position);

    QVBoxLayout* m_column;
    QList<Line> m_lines;
};

} // namespace strandline::ui
