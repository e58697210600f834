// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/migration_set.h"

#include <QAbstractTableModel>

namespace strandline::ui {

struct Note
{
    QString kind; ///< "Breaking change"
    QString text;
    bool down = false; ///< of the down script
    int line = 0; ///< 0: about the whole script
};

/// What the author wrote for the reader and for the runner: description and directives.
QList<Note> notesOf(const migration::Migration& migration);

class NotesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { KindColumn, TextColumn, ScriptColumn, LineColumn, ColumnCount };

    explicit NotesModel(QObject* parent = nullptr);
    void setNotes(QList<Note> notes);
    const Note& note(int row) const { return m_notes.at(row); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<Note> m_notes;
};

} // namespace strandline::ui
