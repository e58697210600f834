// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QStringList>

#include <random>

namespace strandline::test {

enum class MadeType { Integer, BigInt, ShortText, LongText, Text, Decimal, Boolean, Date, Mood };

struct MadeColumn
{
    int id = 0; ///< stays when the column is renamed
    QString name;
    MadeType type = MadeType::Integer;
    bool notNull = false;
    bool holdsNull = false; ///< rows have NULL in it
    bool isAdded = false; ///< by an edit: what its rows hold is the default, or NULL
    bool hasDefault = false;
    QString comment;
    int parent = 0; ///< id of the table that it refers to; 0: none
    bool cascades = false;
    QString foreignKeyName;
    QString checkName; ///< empty: no check
};

struct MadeIndex
{
    QString name;
    QList<int> columns; ///< ids
    bool isUnique = false;
    bool isConstraint = false;
};

struct MadeTable
{
    int id = 0;
    QString name;
    QList<MadeColumn> columns; ///< beside the key, which is called id in every table
    QList<MadeIndex> indexes;
    QString triggerName; ///< empty: none
    bool countsUp = false; ///< the key fills itself
};

struct MadeView
{
    QString name;
    int table = 0;
    QList<int> columns;
};

struct MadeSchema
{
    QList<MadeTable> tables; ///< parents before their children
    QList<MadeView> views;
    QStringList moods; ///< values of the enum of PostgreSQL
};

/// What an edit renamed, as (table before, column before or empty, table after, column after).
struct MadeRename
{
    QString table;
    QString column;
    QString newTable;
    QString newColumn;
};

/// Makes random schemas and changes them. The same seed makes the same, on every machine.
class SchemaGenerator
{
public:
    SchemaGenerator(sql::Dialect dialect, unsigned seed);

    MadeSchema schema();
    /// One to six changes, of which no row made by rows() stands in the way, neither forward nor back:
    /// nothing goes that could not come back empty.
    MadeSchema edited(const MadeSchema& from);

    QStringList statements(const MadeSchema& schema) const;
    QStringList rows(const MadeSchema& schema) const;
    static QList<MadeRename> renames(const MadeSchema& from, const MadeSchema& to);
    static constexpr int kRows = 9;

private:
    int below(int bound);
    bool chance(int percent) { return below(100) < percent; }
    QString freshName(const QString& stem);
    MadeColumn column(const MadeSchema& schema, bool isNew);
    MadeIndex index(const MadeTable& table);
    MadeTable table(const MadeSchema& schema, bool isNew);
    void editTable(MadeSchema& schema, MadeTable& table);
    void editColumn(MadeTable& table, MadeColumn& column);
    void editOnce(MadeSchema& schema);
    static void dropDangling(MadeSchema& schema);
    static bool canGo(const MadeTable& table, const MadeColumn& column);
    static bool canGo(const MadeSchema& schema, const MadeTable& table);

    QString quoted(const QString& name) const;
    QString typeText(MadeType type) const;
    QString value(const MadeColumn& column, int row, const MadeSchema& schema) const;
    QString defaultText(const MadeColumn& column) const;
    QString columnText(const MadeColumn& column) const;
    QString tableText(const MadeTable& table, const MadeSchema& schema) const;
    QStringList indexTexts(const MadeTable& table) const;
    QStringList triggerTexts(const MadeTable& table) const;
    QStringList commentTexts(const MadeTable& table) const;

    sql::Dialect m_dialect;
    std::mt19937 m_random;
    int m_next = 1;
};

} // namespace strandline::test
