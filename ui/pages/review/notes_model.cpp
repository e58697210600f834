// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/notes_model.h"

#include <QStringList>

namespace strandline::ui {

namespace {

QString batchText(const migration::BatchDirective& batch)
{
    QString text = NotesModel::tr("“%1” by %2, %3 rows at a time")
                       .arg(batch.table, batch.key.join(QStringLiteral(", ")))
                       .arg(batch.size);
    if (batch.pauseMs > 0)
        text += NotesModel::tr(", %1 ms between").arg(batch.pauseMs);
    return text;
}

void addNotes(const migration::Script& script, bool down, QList<Note>* notes)
{
    using M = NotesModel;
    const migration::Directives& directives = script.directives;
    const auto add = [&](const QString& kind, const QString& text, int line = 0) {
        notes->append({kind, text, down, line});
    };
    if (!script.description.isEmpty())
        add(M::tr("Description"), script.description);
    for (const QString& text : directives.breaking)
        add(M::tr("Breaking change"), text);
    if (directives.irreversible)
        add(M::tr("No way back"),
            directives.irreversible->isEmpty() ? M::tr("No reason is given.") : *directives.irreversible);
    if (directives.noTransaction)
        add(M::tr("Transaction"), M::tr("Runs without one, as the script asks."));
    else if (script.cannotRunInTransaction)
        add(M::tr("Transaction"), M::tr("Runs without one: a statement of the script cannot run inside."));
    if (directives.lockTimeoutMs)
        add(M::tr("Lock time-out"), M::tr("%1 ms").arg(*directives.lockTimeoutMs));
    if (directives.statementTimeoutMs)
        add(M::tr("Statement time-out"), M::tr("%1 ms").arg(*directives.statementTimeoutMs));
    for (const migration::BatchDirective& batch : directives.batches)
        add(M::tr("In batches"), batchText(batch), batch.line);
    for (const migration::AllowDirective& allow : directives.allows)
        add(M::tr("Allowed"),
            allow.reason.isEmpty() ? allow.rule
                                   : M::tr("%1: %2", "rule: reason").arg(allow.rule, allow.reason),
            allow.line);
}

} // namespace

QList<Note> notesOf(const migration::Migration& migration)
{
    QList<Note> notes;
    if (migration.up)
        addNotes(*migration.up, false, &notes);
    if (migration.down)
        addNotes(*migration.down, true, &notes);
    return notes;
}

NotesModel::NotesModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void NotesModel::setNotes(QList<Note> notes)
{
    beginResetModel();
    m_notes = std::move(notes);
    endResetModel();
}

int NotesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_notes.size());
}

int NotesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NotesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Note& note = m_notes.at(index.row());
    const QString script = note.down ? tr("Down") : tr("Up");
    if (role == Qt::AccessibleTextRole && index.column() == KindColumn)
        return QVariant(QStringList {note.kind, note.text, script}.join(QStringLiteral(", ")));
    if (role == Qt::ToolTipRole && index.column() == TextColumn)
        return note.text;
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (index.column()) {
    case KindColumn:
        return note.kind;
    case TextColumn:
        return note.text.simplified();
    case ScriptColumn:
        return script;
    case LineColumn:
        return note.line > 0 ? QVariant(note.line) : QVariant(QString());
    default:
        return {};
    }
}

QVariant NotesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case KindColumn:
        return tr("Note");
    case TextColumn:
        return tr("What it says");
    case ScriptColumn:
        return tr("Script");
    case LineColumn:
        return tr("Line");
    default:
        return {};
    }
}

} // namespace strandline::ui
