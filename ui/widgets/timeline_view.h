// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTreeView>

namespace strandline::ui {

class TimelineDelegate;
class TimelineModel;

/// The list of the Timeline page: a flat tree view (tree, because its cells are exposed to screen readers
/// with their headers) that paints the Now row over its whole width.
class TimelineView : public QTreeView
{
    Q_OBJECT

public:
    enum class Density { Compact, Comfortable };

    explicit TimelineView(QWidget* parent = nullptr);

    void setTimelineModel(TimelineModel* model);
    void setDensity(Density density);
    Density density() const { return m_density; }
    /// Puts the Now row at 70 % of the height: what ran above, what waits below.
    void scrollToNow();
    void selectKey(const QString& key);
    QString currentKey() const;

    void keyboardSearch(const QString& search) override;

public Q_SLOTS:
    void copy();
    void nextProblem();
    void previousProblem();

Q_SIGNALS:
    void openRequested(const QString& key);
    void currentKeyChanged(const QString& key);
    void noMoreProblems();

protected:
    void drawRow(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void fitColumns();
    void applyMetrics();
    void moveToProblem(int step);

    TimelineModel* m_timeline = nullptr;
    TimelineDelegate* m_delegate;
    Density m_density = Density::Compact;
    QString m_typed;
    QElapsedTimer m_typedAt;
};

} // namespace strandline::ui
