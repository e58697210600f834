// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QHash>
#include <QSet>
#include <QString>

namespace strandline::diff {

/// Names that mean the same thing on both sides: before to after.
using Words = QHash<QString, QSet<QString>>;

/// Compares texts as SQL: layout, the case of keywords and quotes that a name does not need say nothing.
class SqlLikeness
{
public:
    SqlLikeness(sql::Dialect dialect, const Words& renamed);

    /// This schema's name before a dot is left out, on each side its own.
    void leaveOutSchemas(const QString& from, const QString& to);
    bool knowsWords() const { return !m_renamed.isEmpty() || m_leavesOutSchemas; }

    /// Quoted bodies are compared as SQL too. `alsoRenamed` counts for this pair only.
    bool isSame(const QString& from, const QString& to, const Words& alsoRenamed = {}) const;

private:
    struct Part
    {
        QString text;
        bool isName = false;
    };
    QList<Part> parts(const QString& text, const QString& leftOut) const;
    void append(QList<Part>& parts, QByteArrayView text, int depth) const;
    bool isSamePart(const Part& a, const Part& b, const Words& alsoRenamed) const;

    sql::Dialect m_dialect;
    Words m_renamed;
    QString m_fromSchema;
    QString m_toSchema;
    bool m_leavesOutSchemas = false;
};

} // namespace strandline::diff
