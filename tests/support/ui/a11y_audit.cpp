// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/a11y_audit.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QScrollBar>
#include <QSplitterHandle>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>

namespace strandline::test {

namespace {

QString describe(const QWidget* widget)
{
    QString text = QString::fromLatin1(widget->metaObject()->className());
    if (!widget->objectName().isEmpty())
        text += QStringLiteral(" “%1”").arg(widget->objectName());
    const QWidget* parent = widget->parentWidget();
    if (widget->objectName().isEmpty() && parent)
        text += QStringLiteral(" in %1 “%2”")
                    .arg(QString::fromLatin1(parent->metaObject()->className()), parent->objectName());
    return text;
}

QString accessibleNameOf(QWidget* widget)
{
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
    return face ? face->text(QAccessible::Name) : QString();
}

/// Parts that belong to another widget: their owner answers for them.
bool isInternal(const QWidget* widget)
{
    if (widget->objectName().startsWith(QLatin1String("qt_")))
        return true;
    if (qobject_cast<const QScrollBar*>(widget) || qobject_cast<const QSplitterHandle*>(widget)
        || qobject_cast<const QHeaderView*>(widget))
        return true;
    const QWidget* parent = widget->parentWidget();
    return parent
        && (qobject_cast<const QComboBox*>(parent) || qobject_cast<const QMenuBar*>(parent)
            || (qobject_cast<const QLineEdit*>(parent) && qobject_cast<const QToolButton*>(widget))
            || (qobject_cast<const QToolBar*>(parent)
                && widget->metaObject()->className() == QByteArray("QToolBarExtension"))
            || widget->metaObject()->className() == QByteArray("QDockWidgetTitleButton"));
}

void checkWidget(QWidget* widget, QStringList& findings)
{
    if (isInternal(widget))
        return;
    const bool focusable = widget->focusPolicy() != Qt::NoFocus && !widget->focusProxy();
    if (focusable && accessibleNameOf(widget).trimmed().isEmpty())
        findings << QStringLiteral("rule 1: %1 can have the focus and has no accessible name")
                        .arg(describe(widget));
    if (auto* button = qobject_cast<QAbstractButton*>(widget)) {
        if (button->text().isEmpty() && accessibleNameOf(button).isEmpty())
            findings << QStringLiteral("rule 2: %1 shows no text and has no accessible name")
                            .arg(describe(widget));
        if (button->text().isEmpty() && button->toolTip().isEmpty())
            findings << QStringLiteral("rule 2: %1 shows no text and has no tooltip").arg(describe(widget));
        if (button->isCheckable() && !accessibleNameOf(button).isEmpty()
            && button->focusPolicy() == Qt::NoFocus)
            findings << QStringLiteral("rule 4: %1 has a state that the keyboard cannot reach")
                            .arg(describe(widget));
    }
    if (focusable && widget->isVisible()
        && (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget)
            || qobject_cast<QComboBox*>(widget))
        && (widget->width() < 24 || widget->height() < 24))
        findings << QStringLiteral("rule 11: %1 is %2 by %3 pixels")
                        .arg(describe(widget))
                        .arg(widget->width())
                        .arg(widget->height());
}

void checkView(QAbstractItemView* view, QStringList& findings)
{
    const QAbstractItemModel* model = view->model();
    if (!model || qobject_cast<QHeaderView*>(view) || isInternal(view))
        return;
    const auto* tree = qobject_cast<const QTreeView*>(view);
    if (tree && !tree->isHeaderHidden()) {
        for (int column = 0; column < model->columnCount(); ++column) {
            const QString text = model->headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString()
                + model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
            if (text.isEmpty())
                findings << QStringLiteral("rule 5: column %1 of %2 has no header")
                                .arg(column)
                                .arg(describe(view));
        }
    }
    for (int row = 0; row < std::min(model->rowCount(), 200); ++row) {
        const QModelIndex index = model->index(row, 0);
        const QString text =
            index.data(Qt::AccessibleTextRole).toString() + index.data(Qt::DisplayRole).toString();
        if (text.trimmed().isEmpty())
            findings << QStringLiteral("rule 5: row %1 of %2 says nothing in its first column")
                            .arg(row)
                            .arg(describe(view));
    }
}

void checkAction(const QAction* action, QStringList& findings)
{
    if (action->isSeparator() || action->objectName().startsWith(QLatin1String("qt_")))
        return;
    const QString name = action->objectName();
    // Menus made on the spot (recent projects, environments) have no stable names; their texts are data.
    if (name.isEmpty())
        return;
    if (action->text().isEmpty())
        findings << QStringLiteral("rule 3: action “%1” has no text").arg(name);
    if (action->statusTip().isEmpty())
        findings << QStringLiteral("rule 3: action “%1” has no status tip").arg(name);
}

} // namespace

QStringList A11yAudit::run(QWidget* root)
{
    QStringList findings;
    checkWidget(root, findings);
    for (QWidget* widget : root->findChildren<QWidget*>()) {
        checkWidget(widget, findings);
        if (auto* view = qobject_cast<QAbstractItemView*>(widget))
            checkView(view, findings);
        if (auto* bar = qobject_cast<QToolBar*>(widget)) {
            for (const QAction* action : bar->actions()) {
                if (!action->isSeparator() && !action->objectName().isEmpty() && action->icon().isNull())
                    findings << QStringLiteral("rule 3: toolbar action “%1” has no icon")
                                    .arg(action->objectName());
            }
        }
    }
    for (const QAction* action : root->findChildren<QAction*>())
        checkAction(action, findings);
    return findings;
}

} // namespace strandline::test
