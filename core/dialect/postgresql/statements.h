// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgresql/catalog.h"
#include "core/dialect/renderer.h"

namespace strandline::dialect::postgresql {

/// Collects the statements about one object.
class Statements
{
public:
    explicit Statements(ObjectId object)
        : m_object(std::move(object))
    { }
    void add(const QString& text) { m_list.append({text, m_object, false, {}, false}); }
    void addWithNote(const QString& text, const QString& note) { m_list.append({text, m_object, false, note, false}); }
    void addLosing(const QString& text, const QString& note) { m_list.append({text, m_object, false, note, true}); }
    void addOutside(const QString& text) { m_list.append({text, m_object, true, {}, false}); }
    void append(const Statements& others) { m_list += others.m_list; }
    bool isEmpty() const { return m_list.isEmpty(); }
    const QList<RenderedStatement>& list() const { return m_list; }

private:
    ObjectId m_object;
    QList<RenderedStatement> m_list;
};

/// What every writer needs to know about the question.
struct Question
{
    const Catalog& from;
    const Catalog& to;
    bool online = false;
    bool withAccess = true;
    /// Objects that are made need not be given to somebody: all belong to one role, before and after.
    bool hasOneOwner = false;
    int version = 0;
};

} // namespace strandline::dialect::postgresql
