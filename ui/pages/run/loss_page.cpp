// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run/loss_page.h"

#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"
#include "ui/widgets/announce.h"
#include "ui/widgets/roomy_rows.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

namespace strandline::ui {

LossPage::LossPage(QWidget* parent)
    : QWidget(parent)
    , m_sentence(new QLabel(this))
    , m_table(new QTableWidget(0, 2, this))
    , m_back(new QPushButton(tr("Bac&k"), this))
    , m_cancel(new QPushButton(tr("Cance&l"), this))
    , m_continue(new QPushButton(tr("Co&ntinue"), this))
{
    QFont bold = font();
    bold.setBold(true);
    m_sentence->setFont(bold);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_table->setObjectName(names::rollbackLossView());
    m_table->setAccessibleName(tr("What you lose"));
    m_table->setHorizontalHeaderLabels({tr("Afterwards"), tr("Run the down scripts")});
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->setItemDelegate(new RoomyRowDelegate(m_table));
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setColumnWidth(0, fontMetrics().averageCharWidth() * 34);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    // The corner between the headers is a button to Qt; without a vertical header there is nothing to press.
    for (QAbstractButton* corner : m_table->findChildren<QAbstractButton*>())
        corner->setVisible(false);
    m_table->setWordWrap(true);
    m_table->setFrameShape(QFrame::NoFrame);
    for (QPushButton* button : {m_back, m_cancel, m_continue})
        button->setAutoDefault(false);
    m_continue->setObjectName(names::lossContinueButton());
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 8);
    head->addWidget(m_sentence);
    auto* footer = new QHBoxLayout;
    footer->setContentsMargins(12, 8, 12, 8);
    footer->setSpacing(8);
    footer->addStretch(1);
    footer->addWidget(m_back);
    footer->addWidget(m_cancel);
    footer->addWidget(m_continue);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    column->addLayout(footer);
    setTabOrder(m_table, m_back);
    setTabOrder(m_back, m_cancel);
    setTabOrder(m_cancel, m_continue);
    setFocusProxy(m_table);
    connect(m_back, &QPushButton::clicked, this, &LossPage::backRequested);
    connect(m_cancel, &QPushButton::clicked, this, &LossPage::cancelRequested);
    connect(m_continue, &QPushButton::clicked, this, &LossPage::continueRequested);
}

void LossPage::addRow(const QString& what, const QString& value)
{
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    auto* name = new QTableWidgetItem(what);
    auto* cell = new QTableWidgetItem(value);
    // The row in one sentence: value first, then what it is about.
    name->setData(Qt::AccessibleTextRole, tr("%1: %2").arg(what, value));
    cell->setData(Qt::AccessibleTextRole, tr("%1, run the down scripts").arg(value));
    name->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    cell->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    name->setForeground(mutedText(palette()));
    m_table->setItem(row, 0, name);
    m_table->setItem(row, 1, cell);
}

void LossPage::setPrepared(const usecase::PreparedRun& prepared, const RunPlace& place)
{
    const migration::Plan& plan = prepared.plan;
    const QList<analysis::CountedLoss> losses = realLosses(prepared.losses);
    m_table->setRowCount(0);
    addRow(tr("%1 is at").arg(place.environment),
        plan.toVersion.isEmpty() ? tr("no migration applied") : plan.toVersion);
    QStringList undone;
    for (const migration::PlanStep& step : plan.steps.mid(0, 12))
        undone << stepTitle(step);
    if (plan.steps.size() > 12)
        undone << tr("… and %1 more").arg(plan.steps.size() - 12);
    addRow(tr("Undone, newest first"), undone.join(QLatin1Char('\n')));
    if (losses.isEmpty())
        addRow(tr("Stored values deleted"), tr("none that can be told from the scripts"));
    for (const analysis::CountedLoss& loss : losses) {
        addRow(loss.loss.object.isEmpty() ? tr("Stored values deleted")
                                          : tr("Deleted: %1").arg(loss.loss.object),
            QStringLiteral("⌫  ") + loss.sentence());
        m_table->item(m_table->rowCount() - 1, 1)
            ->setForeground(flagColour(migration::MigrationFlag::DataLoss, palette()));
    }
    addRow(tr("Rows written since"), tr("kept in other tables"));
    addRow(tr("Can itself be undone"),
        losses.isEmpty() ? tr("yes: apply again") : tr("apply again; deleted values do not come back"));
    m_table->setCurrentCell(0, 0);
    m_sentence->setText(losses.isEmpty() ? tr("No stored values are deleted.")
            : losses.size() == 1         ? tr("Stored values are deleted in 1 place.")
                                         : tr("Stored values are deleted in %1 places.").arg(losses.size()));
    announce(this, m_sentence->text());
}

} // namespace strandline::ui
