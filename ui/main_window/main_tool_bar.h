// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"

#include <QToolBar>

class QComboBox;
class QLineEdit;

namespace strandline::ui {

class ActionRegistry;

struct ToolBarContent
{
    QString projectName;
    QString projectFolder;
    QStringList recentProjects;
    QList<project::Environment> environments;
    QString environment;
};

/// Project, environment, the commands of every day, and the way to everything else.
class MainToolBar : public QToolBar
{
    Q_OBJECT

public:
    MainToolBar(const ActionRegistry& registry, QWidget* parent);

    void setContent(const ToolBarContent& content);

Q_SIGNALS:
    void environmentChosen(const QString& name);
    void projectChosen(const QString& folder);
    void goToAnythingRequested(const QString& typed);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void addButtons(const ActionRegistry& registry);
    void fillProjects(const ToolBarContent& content);
    void fillEnvironments(const ToolBarContent& content);

    ToolBarContent m_content;
    QStringList m_signature; ///< of m_content
    QComboBox* m_projects;
    QComboBox* m_environments;
    QLineEdit* m_goTo;
};

} // namespace strandline::ui
