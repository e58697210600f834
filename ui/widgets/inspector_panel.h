// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/timeline_rows.h"

#include <QScrollArea>

class QAction;
class QVBoxLayout;

namespace strandline::ui {

/// What the inspector needs to know about one migration.
struct InspectorContent
{
    std::optional<migration::TimelineEntry> entry;
    TimelineInput input;
    SelectionRange range;
    QList<QAction*> actions; ///< what can be done about it; stay with their owner
};

/// The selection in words: state, files, checksums, runs, other environments.
class InspectorPanel : public QScrollArea
{
    Q_OBJECT

public:
    explicit InspectorPanel(QWidget* parent = nullptr);

    void setContent(const InspectorContent& content);
    QString text() const; ///< everything it says, for tests and copying

Q_SIGNALS:
    void openFileRequested(const QString& absolutePath);
    void reviewRequested(const QString& key);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void addHeading(const QString& text);
    void addText(const QString& text, bool muted = false);
    void addPair(const QString& label, const QString& value, const QString& tip = {});
    void addFiles(const migration::TimelineEntry& entry);
    void addActions();
    void addChecksums(const migration::TimelineEntry& entry);
    void addRuns(const migration::TimelineEntry& entry);
    void addEnvironments(const migration::TimelineEntry& entry);

    InspectorContent m_content;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_column = nullptr;
    QStringList m_said;
};

} // namespace strandline::ui
