// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Object names of everything that tests, style sheets and assistive scripts address. One list, so that a
/// renamed widget breaks a compile and not a test that silently finds nothing.
namespace strandline::ui::names {

#define STRANDLINE_NAME(identifier)                                                                          \
    inline QString identifier()                                                                              \
    {                                                                                                        \
        return QStringLiteral(#identifier);                                                                  \
    }

STRANDLINE_NAME(mainWindow)
STRANDLINE_NAME(mainToolBar)
STRANDLINE_NAME(projectCombo)
STRANDLINE_NAME(environmentCombo)
STRANDLINE_NAME(goToAnythingEdit)
STRANDLINE_NAME(envBanner)
STRANDLINE_NAME(envBannerDetails)
STRANDLINE_NAME(connectionDetails)
STRANDLINE_NAME(shellMessageArea)
STRANDLINE_NAME(pageTabBar)
STRANDLINE_NAME(pageStack)
STRANDLINE_NAME(statusBar)
STRANDLINE_NAME(statusConnection)
STRANDLINE_NAME(statusHead)
STRANDLINE_NAME(statusPending)
STRANDLINE_NAME(statusDrift)
STRANDLINE_NAME(statusRead)
STRANDLINE_NAME(jobIndicator)
STRANDLINE_NAME(schemaDock)
STRANDLINE_NAME(inspectorDock)
STRANDLINE_NAME(inspectorPanel)
STRANDLINE_NAME(risksDock)
STRANDLINE_NAME(logDock)
STRANDLINE_NAME(logView)
STRANDLINE_NAME(logFilterEdit)
STRANDLINE_NAME(jobsDock)
STRANDLINE_NAME(historyDock)
STRANDLINE_NAME(welcomePage)
STRANDLINE_NAME(welcomeOpenButton)
STRANDLINE_NAME(welcomeNewButton)
STRANDLINE_NAME(welcomeSampleButton)
STRANDLINE_NAME(welcomeRecentView)
STRANDLINE_NAME(timelinePage)
STRANDLINE_NAME(timelineFilterEdit)
STRANDLINE_NAME(timelineFilterMessage)
STRANDLINE_NAME(timelineChipAll)
STRANDLINE_NAME(timelineChipPending)
STRANDLINE_NAME(timelineChipProblems)
STRANDLINE_NAME(timelineChipBackups)
STRANDLINE_NAME(timelineOrderCombo)
STRANDLINE_NAME(timelineCompareButton)
STRANDLINE_NAME(timelineRibbon)
STRANDLINE_NAME(timelineView)
STRANDLINE_NAME(reviewPage)
STRANDLINE_NAME(reviewHeader)
STRANDLINE_NAME(reviewOpenButton)
STRANDLINE_NAME(reviewPreviousButton)
STRANDLINE_NAME(reviewNextButton)
STRANDLINE_NAME(reviewUpEditor)
STRANDLINE_NAME(reviewDownEditor)
STRANDLINE_NAME(reviewUpErrors)
STRANDLINE_NAME(reviewDownErrors)
STRANDLINE_NAME(reviewSplitter)
STRANDLINE_NAME(reviewOuterSplitter)
STRANDLINE_NAME(reviewTabs)
STRANDLINE_NAME(reviewStatementsView)
STRANDLINE_NAME(reviewHistoryView)
STRANDLINE_NAME(reviewNotesView)
STRANDLINE_NAME(reviewChangeView)
STRANDLINE_NAME(reviewCoverage)
STRANDLINE_NAME(reviewEmpty)
STRANDLINE_NAME(errorView)
STRANDLINE_NAME(errorGoToButton)
STRANDLINE_NAME(errorDetailsButton)
STRANDLINE_NAME(errorCopyButton)
STRANDLINE_NAME(errorDetails)
STRANDLINE_NAME(messageBar)
STRANDLINE_NAME(findBar)
STRANDLINE_NAME(findEdit)
STRANDLINE_NAME(findResult)
STRANDLINE_NAME(schemaPage)
STRANDLINE_NAME(comparePage)
STRANDLINE_NAME(backupsPage)
STRANDLINE_NAME(commandPalette)
STRANDLINE_NAME(paletteEdit)
STRANDLINE_NAME(paletteView)
STRANDLINE_NAME(newMigrationDialog)

#undef STRANDLINE_NAME

} // namespace strandline::ui::names
