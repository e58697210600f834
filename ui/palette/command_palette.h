// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/palette/palette_items.h"

#include <QFrame>
#include <QPointer>

class QLineEdit;
class QListView;

namespace strandline::ui {

class PaletteModel;

/// One field over everything that can be reached, on top of the window. Not a dialog and not a popup window:
/// a child of the main window, so that it opens at once, on every platform, and closing it is just hiding it.
class CommandPalette : public QFrame
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget* window);

    using ItemSource = std::function<QList<PaletteItem>()>;
    void setSource(ItemSource source) { m_source = std::move(source); }
    void setRecent(const QStringList& ids) { m_recent = ids; }
    QStringList recent() const { return m_recent; }

    void open(const QString& prefix = {});
    void closeAndReturnFocus();

Q_SIGNALS:
    void chosen(const QString& id);
    /// Return on a command that cannot be used: say why.
    void unavailableChosen(const QString& title, const QString& reason);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void place();
    void search();
    void move(int by);
    void accept();

    ItemSource m_source;
    QList<PaletteItem> m_items;
    QStringList m_recent;
    QPointer<QWidget> m_opener;
    QLineEdit* m_edit;
    QListView* m_view;
    PaletteModel* m_model;
};

} // namespace strandline::ui
