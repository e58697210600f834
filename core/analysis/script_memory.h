// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/statement_view.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace strandline::analysis {

/// What a script has done so far to the objects that it names: made, renamed, copied or dropped. Deleting
/// what the same script made is no loss, and what it renamed is counted under the name it has before the run.
class ScriptMemory
{
public:
    explicit ScriptMemory(sql::Dialect dialect)
        : m_dialect(dialect)
    { }

    /// Where the rows of a table from before the script lie as well.
    struct Copy
    {
        bool all = false; ///< every column
        QHash<QString, QString> columns; ///< of the copy to those of the original, by columnKey()
    };

    struct Table
    {
        bool isNew = false; ///< holds nothing from before the script but what `copies` say
        bool isGone = false;
        bool isTemporary = false;
        ObjectName original; ///< its name before the script; empty when it is new
        QStringList columns; ///< of a new table in order, as far as its CREATE TABLE lists them
        QSet<QString> newColumns;
        QHash<QString, QString> renamed; ///< columnKey() of a column to its name before the script
        QHash<QString, Copy> copies; ///< by key of the original
    };

    /// Takes in what the statement does. The losses of the statement must be looked for before.
    void learn(const StatementView& view);

    /// As it stands now; a table that the script has not named yet is an old one of that name.
    Table table(const ObjectName& name) const;
    /// The column's name before the script; nothing for one that the script added.
    std::optional<QString> oldColumn(const Table& table, const QString& column) const;

    /// Schemas, types, sequences, views, databases.
    bool isNewObject(QLatin1String kind, const ObjectName& name) const;

    /// The copy of a table from before the script that is left when the script ends.
    std::optional<Copy> survivingCopy(const QString& originalKey) const;

private:
    void learnCreate(Cursor cursor);
    void learnDrop(Cursor cursor);
    void learnAlterTable(const StatementView& view);
    void learnRenameTable(Cursor cursor);
    void learnInsert(Cursor cursor);
    void learnEmptied(const ObjectName& name);
    void rename(const ObjectName& from, const ObjectName& to);
    void copy(const ObjectName& target, const QStringList& targetColumns, Cursor select);
    Table& at(const ObjectName& name);

    sql::Dialect m_dialect;
    QHash<QString, Table> m_tables;
    QSet<QString> m_newObjects; ///< kind, separator, key
};

} // namespace strandline::analysis
