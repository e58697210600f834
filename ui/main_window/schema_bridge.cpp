// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/schema_bridge.h"

#include "core/base/file.h"
#include "ui/delegates/state_palette.h"
#include "ui/main_window/page_host.h"
#include "ui/main_window/shell_message_area.h"
#include "ui/models/schema_tree_model.h"
#include "ui/object_names.h"
#include "ui/pages/schema/neighbourhood_view.h"
#include "ui/pages/schema/schema_detail.h"
#include "ui/pages/schema_page.h"
#include "ui/widgets/schema_browser.h"
#include "ui/widgets/schema_tree_view.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QMainWindow>
#include <QRegularExpression>
#include <QTabWidget>

namespace strandline::ui {

namespace {

const QString kObjectItem = QStringLiteral("object:");

} // namespace

SchemaBridge::SchemaBridge(const Parts& parts, const std::shared_ptr<HighlighterFactory>& highlighters)
    : QObject(&parts.window)
    , m_parts(parts)
    , m_controller(new SchemaController(parts.project, parts.backend, this))
    , m_page(new SchemaPage(highlighters, &parts.pages))
    , m_dockBrowser(
          new SchemaBrowser({names::schemaDockTree(), names::schemaDockFilterEdit()}, &parts.window))
    , m_dock(new QDockWidget(tr("Schema"), &parts.window))
{
    m_page->setBackend(&parts.backend);
    m_dock->setObjectName(names::schemaDock());
    m_dock->setAccessibleName(tr("Schema tree"));
    m_dock->setWidget(m_dockBrowser);
    m_dockBrowser->setFocusProxy(m_dockBrowser->view());
    parts.window.addDockWidget(Qt::LeftDockWidgetArea, m_dock);
    m_dock->hide();
    parts.pages.addPage(m_page, tr("Schema"));
    connectActions();
    connectParts();
}

void SchemaBridge::connectActions()
{
    const auto on = [this](const char* name, auto handler) {
        connect(m_parts.actions.action(QLatin1String(name)), &QAction::triggered, this, handler);
    };
    on("actionPageSchema", [this] { m_parts.pages.setCurrentPage(m_page); });
    on("actionSchemaRefresh", [this] {
        m_parts.pages.setCurrentPage(m_page);
        m_controller->refresh(shownEnvironment());
    });
    on("actionDiagram", [this] {
        m_parts.pages.setCurrentPage(m_page);
        m_page->detail()->showDiagram();
    });
    on("actionCopyDdl", [this] {
        QApplication::clipboard()->setText(m_page->detail()->ddl());
        Q_EMIT said(tr("Copied the definition."));
    });
}

void SchemaBridge::connectParts()
{
    connect(m_controller, &SchemaController::changed, this, &SchemaBridge::update);
    connect(m_controller, &SchemaController::outdated, this, &SchemaBridge::look);
    connect(&m_parts.project, &ProjectController::environmentSelected, this, [this] {
        m_otherSource.clear();
        update();
        look();
    });
    connect(&m_parts.project, &ProjectController::timelineChanged, this, [this] {
        update();
        look();
    });
    connect(m_page, &SchemaPage::sourceChosen, this, [this](const QString& environment) {
        m_otherSource = environment == m_parts.project.environmentName() ? QString() : environment;
        // Choosing it is wanting it read, whatever its tier: reading never writes.
        m_controller->look(environment);
        update();
    });
    connect(
        m_page, &SchemaPage::refreshRequested, this, [this] { m_controller->refresh(shownEnvironment()); });
    connect(m_page, &SchemaPage::cancelRequested, this, [this] { m_controller->cancel(shownEnvironment()); });
    connect(m_page, &SchemaPage::objectShown, this, [this](const schema::ObjectId& object) {
        if (m_otherSource.isEmpty())
            m_dockBrowser->select(object);
        Q_EMIT contextChanged();
    });
    connect(m_page->detail(), &SchemaDetail::exportRequested, this, &SchemaBridge::exportDiagram);
    connect(m_dockBrowser, &SchemaBrowser::activated, this, &SchemaBridge::show);
    connect(&m_parts.pages, &PageHost::currentPageChanged, this, [this] {
        fitDock();
        look();
    });
    connect(m_dock, &QDockWidget::visibilityChanged, this, &SchemaBridge::look);
}

void SchemaBridge::exportDiagram()
{
    if (!m_page->detail()->object())
        return;
    auto* dialog = new QFileDialog(&m_parts.window, tr("Export Diagram"), m_parts.project.folder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("svg"));
    // A name of a table may hold what a file name must not.
    QString name = m_page->detail()->object()->name.name;
    static const QRegularExpression unfit(
        QStringLiteral("[^\\w.-]"), QRegularExpression::UseUnicodePropertiesOption);
    dialog->selectFile(name.replace(unfit, QStringLiteral("_")) + QStringLiteral(".svg"));
    const QByteArray svg = m_page->detail()->diagram()->toSvg();
    connect(dialog, &QFileDialog::fileSelected, this, [this, svg](const QString& path) {
        const auto written = base::writeFileAtomically({path, svg, base::WriteMode::Replace, std::nullopt});
        if (written)
            Q_EMIT said(tr("Wrote %1").arg(path));
        else
            m_parts.messages.show({ShellMessage::Level::Error, written.error().summary,
                written.error().toText(), nullptr, QStringLiteral("action")});
    });
    dialog->open();
}

bool SchemaBridge::isSchemaPage(const QWidget* page) const
{
    return page == m_page;
}

QString SchemaBridge::shownEnvironment() const
{
    return m_otherSource.isEmpty() ? m_parts.project.environmentName() : m_otherSource;
}

/// Reads only what somebody sees, and only of an environment that was read already: opening a project must
/// not ask production.
void SchemaBridge::look()
{
    const QString current = m_parts.project.environmentName();
    const bool dockLooks = !m_dock->isHidden();
    const bool pageLooks = m_parts.pages.currentPage() == m_page;
    if ((dockLooks || (pageLooks && m_otherSource.isEmpty())) && m_parts.project.reading(current).view)
        m_controller->look(current);
    if (pageLooks && !m_otherSource.isEmpty())
        m_controller->look(m_otherSource);
}

bool SchemaBridge::focusFilter()
{
    if (m_parts.pages.currentPage() != m_page)
        return false;
    m_page->browser()->focusFilter();
    return true;
}

void SchemaBridge::refresh()
{
    if (m_parts.pages.currentPage() == m_page || !m_dock->isHidden())
        m_controller->refresh(shownEnvironment());
}

SchemaPageInput SchemaBridge::pageInput() const
{
    SchemaPageInput input;
    const ProjectController& project = m_parts.project;
    if (!project.hasProject())
        return input;
    const QString current = project.environmentName();
    if (const project::Environment* here = project.environment())
        input.sources << SchemaPlace {here->name, here->tier};
    for (const project::Environment& other : project.opened()->project.environments) {
        if (other.name != current)
            input.sources << SchemaPlace {other.name, other.tier};
    }
    input.shown = shownEnvironment();
    input.state = m_controller->state(input.shown);
    const auto act = [this](const char* name) { return m_parts.actions.action(QLatin1String(name)); };
    const EnvironmentReading reading = project.reading(current);
    if (current.isEmpty()) {
        input.whyNot = tr("A schema is read from a database. This project names none.");
        input.buttons = {{act("actionOpenProjectFile"), {}}};
    } else if (m_otherSource.isEmpty() && !reading.view && !input.state.reading) {
        if (reading.reading)
            input.whyNot = tr("Connecting to %1…").arg(current);
        else if (reading.error)
            input.whyNot = tr("“%1” could not be read: %2.").arg(current, reading.error->summary);
        else
            input.whyNot = tr("“%1” was not asked yet. Reading its schema changes nothing.").arg(current);
        if (!reading.reading)
            input.buttons = {{act("actionRefresh"), reading.error ? tr("Try Again") : tr("Connect")}};
    }
    return input;
}

void SchemaBridge::update()
{
    const SchemaPageInput input = pageInput();
    m_page->setInput(input);
    const SchemaState state = m_controller->state(m_parts.project.environmentName());
    const project::Environment* here = m_parts.project.environment();
    m_dockBrowser->setTierColour(here ? tierFill(here->tier) : QColor());
    if (state.reading != m_inDock) {
        m_inDock = state.reading;
        if (m_inDock)
            m_dockBrowser->setDatabase(m_inDock->database, m_inDock->findings);
        else
            m_dockBrowser->setDatabase(nullptr);
    }
    QString why = input.whyNot;
    if (why.isEmpty()) {
        why = state.isReading ? tr("Reading the schema…")
            : state.error     ? tr("%1.").arg(state.error->summary)
            : state.reading   ? tr("The database holds no objects.")
                              : tr("The schema has not been read.");
    }
    m_dockBrowser->setEmptyReason(why, input.buttons);
    Q_EMIT contextChanged();
}

void SchemaBridge::show(const schema::ObjectId& object)
{
    m_otherSource.clear();
    m_parts.pages.setCurrentPage(m_page);
    update();
    m_page->goTo(object);
    m_page->browser()->takeFocus();
}

void SchemaBridge::fitDock()
{
    const bool onPage = m_parts.pages.currentPage() == m_page;
    if (onPage && !m_dock->isHidden() && !m_dock->isFloating()) {
        m_dockYields = true;
        m_dock->hide();
    } else if (!onPage && std::exchange(m_dockYields, false)) {
        m_dock->show();
    }
}

void SchemaBridge::projectClosed()
{
    m_dockYields = false;
    m_otherSource.clear();
    m_dock->hide();
}

void SchemaBridge::fillContext(ActionContext& context) const
{
    context.canSeeSchema = true;
    context.schemaRead = m_controller->state(shownEnvironment()).reading != nullptr;
    const auto object = m_page->detail()->object();
    context.schemaObject = object.has_value();
    context.schemaTable = object && object->kind == schema::ObjectKind::Table;
    context.schemaDefinition = object && !m_page->detail()->ddl().isEmpty();
    context.hasOtherEnvironment =
        m_parts.project.hasProject() && m_parts.project.opened()->project.environments.size() > 1;
}

QList<PaletteItem> SchemaBridge::paletteItems() const
{
    QList<PaletteItem> items;
    for (const QModelIndex& index : m_page->browser()->model()->nodeIndexes(
             [](const SchemaNode& node) { return node.kind == SchemaNode::Kind::Object; })) {
        const auto id = m_page->browser()->model()->objectAt(index);
        PaletteItem item;
        item.group = PaletteItem::Group::Object;
        item.id = kObjectItem + index.data(SchemaKeyRole).toString();
        item.title = index.data().toString();
        item.second = schema::objectKindName(id->kind)
            + (id->name.schema.isEmpty() ? QString() : QStringLiteral(" · ") + id->name.schema);
        items << item;
    }
    return items;
}

bool SchemaBridge::runPaletteItem(const QString& id)
{
    if (!id.startsWith(kObjectItem))
        return false;
    const QString key = id.mid(kObjectItem.size());
    const SchemaTreeModel* model = m_page->browser()->model();
    const auto found = model->nodeIndexes([&key](const SchemaNode& node) {
        return node.kind == SchemaNode::Kind::Object && node.key() == key;
    });
    if (!found.isEmpty())
        show(*model->objectAt(found.first()));
    return true;
}

} // namespace strandline::ui
