// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/project_controller.h"

#include <QObject>

namespace strandline::ui {

class ReviewPage;
class ScriptPane;
class TimelinePage;

/// Puts the migration that is selected in the timeline into the Review page, and the texts that ran, when
/// the database has recorded others. The page itself asks nobody.
class ReviewBridge : public QObject
{
    Q_OBJECT

public:
    ReviewBridge(ProjectController& controller, TimelinePage& timeline, ReviewPage& review);

    /// Follows the timeline's selection; cheap while the page is hidden.
    void follow();
    void find();
    void findNext(bool forward);
    void goToLine();
    void goToPosition(const base::SourcePosition& position);
    void jumpToPair();
    void nextProblem();
    void previousProblem();

Q_SIGNALS:
    void stepRequested(int by);

private:
    void show(const migration::TimelineEntry& entry);
    ScriptPane* currentPane() const;

    ProjectController& m_controller;
    TimelinePage& m_timeline;
    ReviewPage& m_review;
    QString m_shownKey;
    RecordedTexts m_recorded; ///< of m_shownKey
    std::shared_ptr<const migration::Timeline> m_shownFrom;
};

} // namespace strandline::ui
