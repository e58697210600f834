// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/review_bridge.h"

#include "ui/delegates/state_palette.h"
#include "ui/editor/sql_editor.h"
#include "ui/pages/review/script_pane.h"
#include "ui/pages/review_page.h"
#include "ui/pages/timeline_page.h"
#include "ui/text/state_words.h"

namespace strandline::ui {

ReviewBridge::ReviewBridge(ProjectController& controller, TimelinePage& timeline, ReviewPage& review)
    : QObject(&review)
    , m_controller(controller)
    , m_timeline(timeline)
    , m_review(review)
{
    // The window registers these commands under the same keys, for menus and palette; two owners of one key
    // would make it ambiguous, and then neither gets it.
    for (QAction* action : m_review.pageActions())
        action->setShortcuts(QList<QKeySequence>());
    connect(&m_review, &ReviewPage::queueNextRequested, this, [this] { Q_EMIT stepRequested(1); });
    connect(&m_review, &ReviewPage::queuePreviousRequested, this, [this] { Q_EMIT stepRequested(-1); });
    connect(&m_controller, &ProjectController::recordedTextsRead, this,
        [this](const QString& key, const RecordedTexts& texts) {
            if (key != m_shownKey || !m_review.input())
                return;
            m_recorded = texts;
            ReviewInput input = *m_review.input();
            input.appliedUp = texts.up;
            input.appliedDown = texts.down;
            m_review.setInput(input);
        });
}

void ReviewBridge::follow()
{
    const migration::TimelineEntry* entry = m_timeline.currentEntry();
    if (!entry) {
        m_shownKey.clear();
        m_review.showNothing();
        return;
    }
    const QString key = entryKey(*entry);
    // Setting the same script again would move the reader's caret back to the top.
    if (key == m_shownKey && m_shownFrom == m_timeline.input().timeline)
        return;
    m_recorded = {};
    m_shownKey = key;
    m_shownFrom = m_timeline.input().timeline;
    show(*entry);
    const bool differs = entry->flags.testFlag(migration::MigrationFlag::Changed)
        || entry->flags.testFlag(migration::MigrationFlag::ChangedCosmetic) || !entry->migration;
    if (entry->history && differs)
        m_controller.readRecordedTexts(key, *entry);
}

void ReviewBridge::show(const migration::TimelineEntry& entry)
{
    const TimelineInput& timeline = m_timeline.input();
    const bool compared = timeline.timeline && timeline.timeline->compared;
    ReviewInput input;
    input.entry = entry;
    input.dialect = m_controller.opened() ? m_controller.opened()->dialect : sql::Dialect::Sqlite;
    input.stateText = stateWord(entry.state, compared);
    input.stateSentence = stateSentence(entry, {timeline.environment, timeline.nowUtc, compared});
    input.spokenName = entry.kind == migration::Kind::Repeatable
        ? spokenName(entry)
        : QStringLiteral("%1 %2").arg(entry.version, spokenName(entry)).trimmed();
    if (const project::Environment* here = m_controller.environment()) {
        input.environmentLabel = QStringLiteral("%1 %2").arg(tierCharacter(here->tier), here->name);
        input.environmentColour = tierFill(here->tier);
    }
    input.compared = compared;
    if (compared) {
        for (const migration::TimelineEntry& one : timeline.timeline->entries) {
            if (!waitsToRun(one))
                continue;
            ++input.queueSize;
            if (entryKey(one) == m_shownKey)
                input.queuePosition = input.queueSize;
        }
    }
    m_review.setInput(input);
}

ScriptPane* ReviewBridge::currentPane() const
{
    QWidget* focused = m_review.window()->focusWidget();
    return focused && m_review.downPane()->isAncestorOf(focused) ? m_review.downPane() : m_review.upPane();
}

void ReviewBridge::find()
{
    Q_EMIT currentPane()->editor()->findRequested();
}

void ReviewBridge::findNext(bool forward)
{
    Q_EMIT currentPane()->editor()->findNextRequested(forward);
}

void ReviewBridge::goToLine()
{
    Q_EMIT currentPane()->editor()->goToLineRequested();
}

void ReviewBridge::goToPosition(const base::SourcePosition& position)
{
    const bool down = position.file.endsWith(QLatin1String(".down.sql"));
    SqlEditor* editor = (down ? m_review.downPane() : m_review.upPane())->editor();
    if (position.line > 0) {
        editor->goToLine(position.line, std::max(1, position.column));
        editor->markErrorLine(position.line);
    }
    editor->setFocus(Qt::OtherFocusReason);
}

void ReviewBridge::jumpToPair()
{
    m_review.pairAction()->trigger();
}

void ReviewBridge::nextProblem()
{
    m_review.pageActions().value(3)->trigger();
}

void ReviewBridge::previousProblem()
{
    m_review.pageActions().value(4)->trigger();
}

} // namespace strandline::ui
