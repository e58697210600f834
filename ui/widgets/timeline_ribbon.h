// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace strandline::ui {

class TimelineModel;

/// The whole timeline in one line of glyphs: always every migration, whatever the list below is filtered to.
class TimelineRibbon : public QListView
{
    Q_OBJECT

public:
    explicit TimelineRibbon(QWidget* parent = nullptr);

    void setTimelineModel(TimelineModel* model);
    void selectKey(const QString& key);
    void scrollToNow();
    QSize sizeHint() const override;

Q_SIGNALS:
    void keyChosen(const QString& key);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void changeEvent(QEvent* event) override;

private:
    void fitHeight();

    TimelineModel* m_timeline = nullptr;
    bool m_following = false;
};

} // namespace strandline::ui
