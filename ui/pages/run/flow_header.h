// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/run_words.h"

#include <QWidget>

namespace strandline::ui {

/// Where the page writes, in the colour and shape of its tier.
class FlowHeader : public QWidget
{
    Q_OBJECT

public:
    explicit FlowHeader(QWidget* parent = nullptr);

    void setContent(const QString& verb, const RunPlace& place);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_verb; ///< "Apply to"
    RunPlace m_place;
};

} // namespace strandline::ui
