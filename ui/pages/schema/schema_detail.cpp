// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/schema/schema_detail.h"

#include "core/schema/enum_names.h"
#include "core/schema/findings.h"
#include "ui/editor/sql_editor.h"
#include "ui/models/schema_facts.h"
#include "ui/object_names.h"
#include "ui/pages/schema/fact_view.h"
#include "ui/pages/schema/neighbourhood_view.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace strandline::ui {

using schema::ObjectKind;

SchemaDetail::SchemaDetail(std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidedLabel(Qt::ElideMiddle, this))
    , m_summary(new ElidedLabel(Qt::ElideRight, this))
    , m_findings(new MessageBar(this))
    , m_tabs(new QTabWidget(this))
    , m_editor(new SqlEditor(std::move(highlighters), this))
    , m_diagram(new NeighbourhoodView(this))
{
    setObjectName(names::schemaDetail());
    QFont big = font();
    big.setBold(true);
    big.setPointSizeF(big.pointSizeF() * 1.15);
    m_name->setFont(big);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_findings->setClosable(false);
    m_findings->hide();
    m_tabs->setObjectName(names::schemaDetailTabs());
    m_tabs->setAccessibleName(tr("Details"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setAccessibleName(tr("Details"));
    m_tabs->setUsesScrollButtons(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* heading = new QVBoxLayout;
    heading->setContentsMargins(12, 8, 12, 8);
    heading->setSpacing(2);
    heading->addWidget(m_name);
    heading->addWidget(m_summary);
    column->addLayout(heading);
    column->addWidget(m_findings);
    column->addWidget(m_tabs, 1);

    addFacts(Columns, names::columnsView(), tr("Columns"));
    addFacts(Indexes, names::indexesView(), tr("Indexes"));
    addFacts(Constraints, names::constraintsView(), tr("Constraints"));
    addFacts(ForeignKeys, names::foreignKeysView(), tr("Foreign keys"));
    addFacts(Triggers, names::triggersView(), tr("Triggers"));
    m_editor->setObjectName(names::schemaDdlEditor());
    m_editor->setAccessibleName(tr("Definition"));
    m_editor->setReadOnly(true);
    m_editor->setFrameShape(QFrame::NoFrame);
    m_titles.insert(Ddl, tr("DDL"));
    m_tabs->addTab(m_editor, tr("DDL"));
    addFacts(Dependencies, names::dependenciesView(), tr("Dependencies"));
    addFacts(Properties, names::propertiesView(), tr("Properties"));
    addDiagram();
}

void SchemaDetail::addDiagram()
{
    auto* page = new QWidget(m_tabs);
    m_diagramSentence = new QLabel(page);
    m_diagramSentence->setTextFormat(Qt::PlainText);
    m_diagramSentence->setWordWrap(true);
    m_diagramSentence->setForegroundRole(QPalette::PlaceholderText);
    auto* save = new QPushButton(tr("Export as SVG…"), page);
    save->setObjectName(names::schemaDiagramExport());
    save->setToolTip(tr("Write the diagram to a file"));
    save->setAutoDefault(false);
    connect(save, &QPushButton::clicked, this, &SchemaDetail::exportRequested);
    connect(m_diagram, &NeighbourhoodView::tableRequested, this, &SchemaDetail::objectRequested);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 6, 8, 6);
    row->addWidget(m_diagramSentence, 1);
    row->addWidget(save);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_diagram, 1);
    page->setFocusProxy(m_diagram);
    m_titles.insert(Diagram, tr("Diagram"));
    m_tabs->addTab(page, tr("Diagram"));
}

void SchemaDetail::showDiagram()
{
    if (!m_tabs->isTabVisible(Diagram))
        return;
    m_tabs->setCurrentIndex(Diagram);
    m_diagram->setFocus(Qt::OtherFocusReason);
}

FactView* SchemaDetail::addFacts(Tab tab, const QString& objectName, const QString& title)
{
    auto* facts = new FactView(objectName, title, m_tabs);
    m_tabs->addTab(facts, title);
    m_titles.insert(tab, title);
    m_facts.insert(tab, facts);
    connect(facts, &FactView::targetRequested, this, [this](const schema::ObjectId& target) {
        // Parts do not stand in the tree; their owner does.
        schema::ObjectId shown = target;
        if (target.kind == ObjectKind::Column || target.kind == ObjectKind::Constraint
            || target.kind == ObjectKind::Index || target.kind == ObjectKind::Rule
            || target.kind == ObjectKind::Policy)
            shown = {m_database && m_database->view(target.name) ? ObjectKind::View : ObjectKind::Table,
                target.name, {}};
        Q_EMIT objectRequested(shown);
    });
    return facts;
}

void SchemaDetail::setFacts(Tab tab, const FactTable& facts, bool visible)
{
    m_facts.value(tab)->setTable(facts);
    const QString title = m_titles.value(tab);
    const bool counted = tab != Properties && !facts.rows.isEmpty();
    m_tabs->setTabText(tab, counted ? QStringLiteral("%1 %2").arg(title).arg(facts.rows.size()) : title);
    m_tabs->setTabVisible(tab, visible);
}

bool SchemaDetail::isThere() const
{
    const auto named = [this](const auto& list) {
        return std::any_of(
            list.cbegin(), list.cend(), [this](const auto& one) { return one.name == m_object->name; });
    };
    const auto identified = [this](const auto& list) {
        return std::any_of(list.cbegin(), list.cend(),
            [this](const auto& one) { return schema::identityOf(one) == *m_object; });
    };
    const auto triggers = [this](const auto* owner) {
        return owner
            && std::any_of(owner->triggers.cbegin(), owner->triggers.cend(),
                [this](const schema::Trigger& one) { return one.name == m_object->part; });
    };
    switch (m_object->kind) {
    case ObjectKind::Table:
        return m_database->table(m_object->name) != nullptr;
    case ObjectKind::View:
        return m_database->view(m_object->name) != nullptr;
    case ObjectKind::Sequence:
        return named(m_database->sequences);
    case ObjectKind::Type:
        return named(m_database->types);
    case ObjectKind::Routine:
        return identified(m_database->routines);
    case ObjectKind::Other:
        return identified(m_database->others);
    case ObjectKind::Extension:
        return std::any_of(m_database->extensions.cbegin(), m_database->extensions.cend(),
            [this](const schema::Extension& one) { return one.name == m_object->name.name; });
    case ObjectKind::Trigger:
        return triggers(m_database->table(m_object->name)) || triggers(m_database->view(m_object->name));
    default:
        return false;
    }
}

bool SchemaDetail::show(std::shared_ptr<const schema::Database> database, const schema::ObjectId& object)
{
    const int tab = m_tabs->currentIndex();
    m_database = std::move(database);
    m_object = object;
    if (!m_database || !isThere()) {
        m_object.reset();
        m_ddlText.clear();
        return false;
    }
    const schema::Table* table = object.kind == ObjectKind::Table ? m_database->table(object.name) : nullptr;
    const schema::View* view = object.kind == ObjectKind::View ? m_database->view(object.name) : nullptr;
    for (const Tab one : {Columns, Indexes, Constraints, ForeignKeys, Triggers, Diagram})
        m_tabs->setTabVisible(one, false);
    if (table)
        showTable(*table);
    else if (view)
        showView(*view);
    setFacts(Dependencies, dependencyFacts(*m_database, object), true);
    setFacts(Properties, propertyFacts(*m_database, object), true);
    showDdl();
    showHeading();
    if (m_tabs->isTabVisible(tab)) {
        m_tabs->setCurrentIndex(tab);
    } else {
        for (int i = 0; i < m_tabs->count(); ++i) {
            if (m_tabs->isTabVisible(i)) {
                m_tabs->setCurrentIndex(i);
                break;
            }
        }
    }
    return true;
}

void SchemaDetail::showTable(const schema::Table& table)
{
    setFacts(Columns, columnFacts(table.columns, &table), true);
    setFacts(Indexes, indexFacts(table.indexes), true);
    setFacts(Constraints, constraintFacts(table), true);
    setFacts(ForeignKeys, foreignKeyFacts(*m_database, table), true);
    setFacts(Triggers, triggerFacts(table.triggers), true);
    m_diagram->show(m_database, table.name);
    m_diagramSentence->setText(m_diagram->neighbourhood().sentence());
    m_tabs->setTabVisible(Diagram, true);
}

void SchemaDetail::showView(const schema::View& view)
{
    setFacts(Columns, columnFacts(view.columns, nullptr), true);
    setFacts(Indexes, indexFacts(view.indexes), view.isMaterialized);
    setFacts(Triggers, triggerFacts(view.triggers), !view.triggers.isEmpty());
}

void SchemaDetail::showDdl()
{
    m_ddlText = m_backend ? m_backend->definition(*m_database, *m_object) : QString();
    m_tabs->setTabVisible(Ddl, !m_ddlText.isEmpty());
    m_editor->setScript(m_ddlText + QLatin1Char('\n'), m_database->dialect);
    m_editor->setReadOnly(true);
}

QString SchemaDetail::kindWord() const
{
    switch (m_object->kind) {
    case ObjectKind::View: {
        const schema::View* view = m_database->view(m_object->name);
        return view && view->isMaterialized ? tr("materialized view") : tr("view");
    }
    case ObjectKind::Other:
        return m_object->part;
    default:
        return schema::objectKindName(m_object->kind);
    }
}

void SchemaDetail::showHeading()
{
    const bool isPart = m_object->kind == ObjectKind::Trigger;
    QString name = isPart ? m_object->part : m_object->name.display();
    if (m_object->kind == ObjectKind::Routine)
        name += QStringLiteral("(%1)").arg(m_object->part);
    m_name->setText(name);
    const QString summary = objectSummary(*m_database, *m_object);
    m_summary->setText(summary.isEmpty() ? kindWord() : kindWord() + QStringLiteral(" · ") + summary);
    setAccessibleName(QStringLiteral("%1 %2").arg(kindWord(), name));
    QStringList sentences;
    if (m_object->kind == ObjectKind::Table) {
        for (const schema::Finding& one :
            schema::findings(*m_database->table(m_object->name), m_database->dialect))
            sentences << one.sentence;
    }
    m_findings->showMessage(Severity::Warning, sentences.join(QLatin1Char('\n')));
}

} // namespace strandline::ui
