// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/run_words.h"

#include <QDialog>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QPushButton;

namespace strandline::ui {

struct ConfirmChoice
{
    QString text;
    QString help;
};

/// A question with its facts and two verbs. No "Are you sure?", no "don't ask again".
struct ConfirmContent
{
    QString title;
    QString question; ///< "Set the baseline of shop_prod at 0040?"
    QStringList facts; ///< what will be done, one sentence each
    QList<ConfirmChoice> choices; ///< one of them is chosen; empty: none to choose
    int choice = 0; ///< chosen at first
    bool asksReason = false; ///< for the log
    QString typedName; ///< to be typed exactly; empty: no typing
    QString confirmText; ///< verb, count, object: "Replace shop_prod"
    std::optional<RunPlace> place; ///< colours the head in the tier's colour
};

/// Tiers 2 to 4 of confirmations. The safe button is the default; Return in a text field confirms nothing.
class ConfirmDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ConfirmDialog(const ConfirmContent& content, QWidget* parent = nullptr);

    int choice() const; ///< index into the choices, 0 without any
    QString reason() const;
    QString typedName() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeFacts();
    QWidget* makeAnswers();
    void refresh();

    ConfirmContent m_content;
    QButtonGroup* m_choices;
    QLineEdit* m_reason = nullptr;
    QLineEdit* m_name = nullptr;
    QLabel* m_nameState = nullptr;
    QPushButton* m_cancel;
    QPushButton* m_confirm;
};

} // namespace strandline::ui
