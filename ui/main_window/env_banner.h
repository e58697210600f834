// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace strandline::ui {

/// What the banner says; every part is also its accessible name.
struct BannerContent
{
    bool shown = false; ///< false for development: the banner is a warning, not a decoration
    project::Tier tier = project::Tier::Development;
    QString tierName; ///< "Production"
    QString connection; ///< "shop_prod on db1:5432 as deploy · PostgreSQL 16.3"
    QString lock; ///< "locked", "read-only", "not connected"
    QString spoken; ///< "Production, shop_prod on db1, locked"
};

/// The strip in the tier's colour that says which database this window looks at.
class EnvBanner : public QWidget
{
    Q_OBJECT

public:
    explicit EnvBanner(QWidget* parent = nullptr);

    void setContent(const BannerContent& content);
    QSize sizeHint() const override;

Q_SIGNALS:
    void detailsRequested(QWidget* opener);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layOutText();

    BannerContent m_content;
    QToolButton* m_details;
    QString m_elided;
};

} // namespace strandline::ui
