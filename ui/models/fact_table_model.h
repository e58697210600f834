// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/object_id.h"

#include <QAbstractTableModel>

#include <optional>

namespace strandline::ui {

struct FactRow
{
    QStringList cells;
    QString sentence; ///< the whole row, for a screen reader; empty: cells with their headers
    QString icon; ///< before the first cell
    std::optional<schema::ObjectId> target; ///< where Return leads
    bool isProblem = false;
};

/// A table of facts as a page shows it; pure data.
struct FactTable
{
    QStringList headers;
    QList<FactRow> rows;
    QString whyEmpty; ///< a sentence in place of no rows
};

/// Shows a FactTable with the words that screen readers need.
class FactTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { TargetRole = Qt::UserRole + 1, ProblemRowRole };

    explicit FactTableModel(QObject* parent = nullptr);

    void setTable(const FactTable& table);
    const FactTable& table() const { return m_table; }
    QString rowAsText(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString spoken(const FactRow& row) const;

    FactTable m_table;
};

} // namespace strandline::ui
