// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/main_tool_bar.h"

#include "ui/actions/action_registry.h"
#include "ui/delegates/state_glyphs.h"
#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"

#include <QComboBox>
#include <QDir>
#include <QIcon>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

namespace strandline::ui {

namespace {

/// The fills are made for white text; on a dark window they need to be lighter to be seen as a shape.
QColor shapeInk(project::Tier tier, const QPalette& palette)
{
    QColor ink = tierFill(tier);
    if (schemeOf(palette) == Scheme::HighContrast)
        return palette.color(QPalette::Text);
    if (schemeOf(palette) == Scheme::Dark)
        ink = QColor::fromHslF(ink.hslHueF(), ink.hslSaturationF() * 0.85F, 0.68F);
    return ink;
}

} // namespace

MainToolBar::MainToolBar(const ActionRegistry& registry, QWidget* parent)
    : QToolBar(parent)
    , m_projects(new QComboBox(this))
    , m_environments(new QComboBox(this))
    , m_goTo(new QLineEdit(this))
{
    setObjectName(names::mainToolBar());
    setWindowTitle(tr("Toolbar"));
    setAccessibleName(tr("Toolbar"));
    setMovable(false);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize(QSize(16, 16));
    setContextMenuPolicy(Qt::PreventContextMenu);

    m_projects->setObjectName(names::projectCombo());
    m_projects->setAccessibleName(tr("Project"));
    m_projects->setToolTip(tr("The open project, and recent ones"));
    m_projects->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_projects->setMinimumContentsLength(6);
    m_environments->setObjectName(names::environmentCombo());
    m_environments->setAccessibleName(tr("Environment"));
    m_environments->setToolTip(tr("The database this window looks at"));
    m_environments->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_environments->setMinimumContentsLength(8);
    addWidget(m_projects);
    addWidget(m_environments);
    addSeparator();
    addButtons(registry);

    auto* gap = new QWidget(this);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(gap);
    m_goTo->setObjectName(names::goToAnythingEdit());
    m_goTo->setAccessibleName(tr("Go to anything"));
    m_goTo->setPlaceholderText(
        tr("Go to anything  %1").arg(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText)));
    m_goTo->setToolTip(tr("Find a migration or a command"));
    m_goTo->setMaximumWidth(fontMetrics().averageCharWidth() * 30);
    m_goTo->setMinimumWidth(fontMetrics().horizontalAdvance(m_goTo->placeholderText()) + 16);
    m_goTo->installEventFilter(this);
    addWidget(m_goTo);

    connect(m_environments, &QComboBox::activated, this,
        [this](int index) { Q_EMIT environmentChosen(m_environments->itemData(index).toString()); });
    connect(m_projects, &QComboBox::activated, this, [this](int index) {
        const QString folder = m_projects->itemData(index).toString();
        m_projects->setCurrentIndex(0);
        if (folder != m_content.projectFolder)
            Q_EMIT projectChosen(folder);
    });
}

void MainToolBar::addButtons(const ActionRegistry& registry)
{
    for (const QString& name : {QStringLiteral("actionRefresh"), QStringLiteral("actionReview"),
             QStringLiteral("actionApply"), QStringLiteral("actionRollBack"), QStringLiteral("actionBackUp"),
             QStringLiteral("actionRestore")}) {
        QAction* action = registry.action(name);
        addAction(action);
        if (QWidget* button = widgetForAction(action)) {
            button->setFocusPolicy(Qt::TabFocus);
            button->setMinimumHeight(26);
            button->setAccessibleName(plainActionText(action->text()));
        }
        if (name == QStringLiteral("actionReview") || name == QStringLiteral("actionRollBack"))
            addSeparator();
    }
}

void MainToolBar::setContent(const ToolBarContent& content)
{
    QStringList signature {content.projectName, content.projectFolder, content.environment};
    signature << content.recentProjects;
    for (const project::Environment& one : content.environments)
        signature << one.name << tierWord(one);
    // Every reading comes by here; filling the lists anew would close one that is open.
    if (signature == m_signature)
        return;
    m_signature = signature;
    m_content = content;
    fillProjects(content);
    fillEnvironments(content);
}

void MainToolBar::fillProjects(const ToolBarContent& content)
{
    m_projects->clear();
    m_projects->addItem(
        content.projectName.isEmpty() ? tr("No project") : content.projectName, content.projectFolder);
    for (const QString& folder : content.recentProjects) {
        if (folder == content.projectFolder)
            continue;
        m_projects->addItem(QDir(folder).dirName(), folder);
        m_projects->setItemData(m_projects->count() - 1, folder, Qt::ToolTipRole);
    }
    m_projects->setEnabled(m_projects->count() > 1 || !content.projectName.isEmpty());
}

void MainToolBar::fillEnvironments(const ToolBarContent& content)
{
    m_environments->clear();
    const int side = m_environments->iconSize().width();
    int current = -1;
    for (const project::Environment& one : content.environments) {
        if (one.name == content.environment)
            current = m_environments->count();
        m_environments->addItem(
            QIcon(tierPixmap(one.tier, shapeInk(one.tier, palette()), side, devicePixelRatioF())), one.name,
            one.name);
        m_environments->setItemData(m_environments->count() - 1,
            QStringLiteral("%1, %2").arg(one.name, tierWord(one)), Qt::AccessibleTextRole);
        m_environments->setItemData(m_environments->count() - 1, tierWord(one), Qt::ToolTipRole);
    }
    if (content.environments.isEmpty())
        m_environments->addItem(tr("No environment"));
    m_environments->setCurrentIndex(std::max(0, current));
    m_environments->setEnabled(!content.environments.isEmpty());
    m_environments->setToolTip(content.environments.isEmpty()
            ? tr("This project names no database; strandline.toml can.")
            : tr("The database this window looks at"));
}

void MainToolBar::resizeEvent(QResizeEvent* event)
{
    QToolBar::resizeEvent(event);
    // Words before pictures: where both do not fit, the words stay.
    const bool room = width() > fontMetrics().averageCharWidth() * 185;
    const auto wanted = room ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly;
    if (toolButtonStyle() != wanted)
        setToolButtonStyle(wanted);
}

void MainToolBar::changeEvent(QEvent* event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_environments)
        fillEnvironments(m_content);
}

/// The field is a door: a click or the first character opens the palette, which has the real field.
bool MainToolBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_goTo) {
        if (event->type() == QEvent::MouseButtonPress) {
            Q_EMIT goToAnythingRequested({});
            return true;
        }
        if (event->type() == QEvent::KeyPress) {
            auto* key = static_cast<QKeyEvent*>(event);
            const bool printable = !key->text().isEmpty() && key->text().at(0).isPrint()
                && !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
            if (printable || key->key() == Qt::Key_Return || key->key() == Qt::Key_Down) {
                Q_EMIT goToAnythingRequested(printable ? key->text() : QString());
                return true;
            }
        }
    }
    return QToolBar::eventFilter(watched, event);
}

} // namespace strandline::ui
