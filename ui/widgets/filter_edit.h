// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/timeline_filter.h"

#include <QLineEdit>

class QCompleter;
class QStringListModel;

namespace strandline::ui {

/// A line edit that completes the word under the caret in the filter language.
class FilterEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterEdit(QWidget* parent = nullptr);

    void setVocabulary(const FilterVocabulary& vocabulary) { m_vocabulary = vocabulary; }

Q_SIGNALS:
    /// Down arrow or Return: the person is done here and wants the list.
    void leaveDownwards();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    int wordStart() const;
    void offer();
    void accept(const QString& completion);

    FilterVocabulary m_vocabulary;
    QCompleter* m_completions;
    QStringListModel* m_words;
};

} // namespace strandline::ui
