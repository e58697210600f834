// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/compare_backend.h"
#include "ui/controllers/schema_controller.h"

#include <QObject>

namespace strandline::ui {

class ActionRegistry;
class ComparePage;
class PageHost;
class WindowMemory;
struct ComparePageInput;

/// Feeds the Compare page: reads both sides while somebody looks, has them compared, and keeps what is
/// ignored and what was answered about renames for each pair.
class CompareBridge : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        ProjectController& project;
        SchemaController& schemas;
        CompareBackend& backend;
        ActionRegistry& actions;
        PageHost& pages;
        WindowMemory& memory;
    };

    CompareBridge(const Parts& parts, QObject* parent);

    ComparePage* page() const { return m_page; }
    bool isShown() const;
    void refresh(); ///< F5
    void projectOpened();

private:
    struct Answers
    {
        QList<diff::Rename> renames;
        QList<diff::Rename> refused;
    };

    void connectParts();
    void look();
    void update();
    void compare();
    void choosePair(const QString& here, const QString& there);
    void answerRename(const diff::RenameQuestion& question, bool isRename);
    void chooseOptions(const diff::CompareOptions& options);
    void readOptions();
    QString pairKey() const;
    QString whyNot() const;
    QStringList environments() const;

    Parts m_parts;
    ComparePage* m_page;
    QString m_here;
    QString m_there;
    Answers m_answers;
    diff::CompareOptions m_options;
    std::shared_ptr<const usecase::SchemaReading> m_comparedHere;
    std::shared_ptr<const usecase::SchemaReading> m_comparedThere;
    ComparisonAnswer m_result;
    bool m_isCompared = false;
    int m_question = 0;
};

} // namespace strandline::ui
