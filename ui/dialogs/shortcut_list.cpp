// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/shortcut_list.h"

#include "ui/actions/action_registry.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace strandline::ui {

ShortcutList::ShortcutList(const ActionRegistry& registry, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutList"));
    setWindowTitle(tr("Keyboard Shortcuts"));
    auto* model = new QStandardItemModel(0, 3, this);
    model->setHorizontalHeaderLabels({tr("Command"), tr("Keys"), tr("Menu")});
    for (const QAction* action : registry.actions()) {
        if (action->shortcut().isEmpty())
            continue;
        QStringList keys;
        for (const QKeySequence& one : action->shortcuts())
            keys << one.toString(QKeySequence::NativeText);
        const QStringList cells {
            plainActionText(action->text()), keys.join(QStringLiteral(", ")), registry.menuPath(action)};
        QList<QStandardItem*> row;
        for (const QString& cell : cells) {
            row << new QStandardItem(cell);
            row.last()->setEditable(false);
        }
        row.first()->setData(cells.join(QStringLiteral(", ")), Qt::AccessibleTextRole);
        row.first()->setToolTip(action->statusTip());
        model->appendRow(row);
    }
    auto* proxy = new QSortFilterProxyModel(this);
    proxy->setSourceModel(model);
    proxy->setFilterKeyColumn(-1);
    proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);

    auto* search = new QLineEdit(this);
    search->setPlaceholderText(tr("Search for a command or a key"));
    search->setAccessibleName(tr("Search shortcuts"));
    search->setClearButtonEnabled(true);
    auto* view = new QTreeView(this);
    view->setObjectName(QStringLiteral("shortcutView"));
    view->setAccessibleName(tr("Shortcuts"));
    view->setModel(proxy);
    view->setRootIsDecorated(false);
    view->setUniformRowHeights(true);
    view->setAllColumnsShowFocus(true);
    view->setTabKeyNavigation(false);
    view->setColumnWidth(0, fontMetrics().averageCharWidth() * 34);
    view->setColumnWidth(1, fontMetrics().averageCharWidth() * 24);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(search, &QLineEdit::textChanged, proxy, &QSortFilterProxyModel::setFilterFixedString);
    auto* column = new QVBoxLayout(this);
    column->addWidget(search);
    column->addWidget(view, 1);
    column->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 34);
}

} // namespace strandline::ui
