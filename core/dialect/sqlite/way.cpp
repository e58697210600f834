// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/way.h"

#include "core/dialect/sqlite/definitions.h"
#include "core/dialect/sqlite/mentions.h"
#include "core/dialect/sqlite/renames.h"
#include "core/dialect/sqlite/short_form.h"
#include "core/schema/changed_fields.h"

#include <algorithm>
#include <functional>

namespace strandline::dialect::sqlite {

using schema::Index;
using schema::ObjectId;
using schema::ObjectKind;
using schema::Table;
using schema::Trigger;
using schema::View;
using schema::sqlite::foldedName;
using schema::sqlite::isSameName;

namespace {

constexpr int kOldestKnown = 34000; ///< when neither side says what it was read with
constexpr int kRenameColumnSince = 32500;

ObjectId idOf(const Table& table)
{
    return {ObjectKind::Table, table.name, {}};
}
ObjectId idOf(const View& view)
{
    return {ObjectKind::View, view.name, {}};
}

/// Names of indexes, triggers and views are the same in any case of their letters.
template <typename T> const T* partNamed(const QList<T>& parts, const QString& name)
{
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&](const T& part) { return isSameName(part.name, name); });
    return found == parts.end() ? nullptr : &*found;
}

QHash<QString, const View*> byFoldedName(const QList<View>& views)
{
    QHash<QString, const View*> result;
    for (const View& view : views)
        result.insert(foldedName(view.name.name), &view);
    return result;
}

bool isSameView(const View& a, const View& b)
{
    return a.name == b.name && a.definition == b.definition;
}

} // namespace

QList<const Table*> parentsFirst(const QList<const Table*>& tables, bool* hasCircle)
{
    QHash<QString, const Table*> byName;
    for (const Table* table : tables)
        byName.insert(foldedName(table->name.name), table);
    enum State { Unseen, Open, Done };
    QHash<const Table*, State> states;
    QList<const Table*> ordered;
    // Deep recursion is no danger: a chain of foreign keys is as long as people can think.
    const std::function<void(const Table*)> visit = [&](const Table* table) {
        states[table] = Open;
        for (const schema::Constraint& constraint : table->constraints) {
            const Table* parent = byName.value(foldedName(constraint.referencedTable.name));
            if (!parent || parent == table)
                continue;
            const State state = states.value(parent, Unseen);
            if (state == Unseen)
                visit(parent);
            else if (state == Open && hasCircle)
                *hasCircle = true;
        }
        states[table] = Done;
        ordered.append(table);
    };
    for (const Table* table : tables) {
        if (states.value(table, Unseen) == Unseen)
            visit(table);
    }
    return ordered;
}

Way::Way(const RenderRequest& request)
    : m_request(request)
    , m_version(request.from.serverVersion > 0 ? request.from.serverVersion
              : request.to.serverVersion > 0   ? request.to.serverVersion
                                               : kOldestKnown)
    , m_pairs(pairTables(request))
    , m_guard(request.from, request.to)
    , m_fromViews(byFoldedName(request.from.views))
    , m_toViews(byFoldedName(request.to.views))
{ }

void Way::add(const QString& text, const ObjectId& object, const QString& note, bool losesData)
{
    m_result.statements.append({text, object, false, note, losesData});
}

void Way::collectNames()
{
    for (const schema::Database* side : {&m_request.from, &m_request.to}) {
        for (const Table& table : side->tables) {
            m_names.insert(foldedName(table.name.name));
            for (const Index& index : table.indexes)
                m_names.insert(foldedName(index.name));
        }
        for (const View& view : side->views)
            m_names.insert(foldedName(view.name.name));
    }
}

void Way::decide()
{
    for (const TablePair& pair : m_pairs.both) {
        Decision decision {&pair, afterRenames(pair, m_pairs), Change::None, {}};
        if (pair.isRenamed() || !pair.columns.isEmpty())
            m_looksIntoTexts = true;
        if (!pair.columns.isEmpty() && m_version < kRenameColumnSince) {
            m_result.impossible.append({base::ErrorCode::Unsupported,
                QStringLiteral("Columns of table %1 cannot be renamed").arg(pair.from->name.name),
                QStringLiteral("SQLite can since 3.25."), QStringLiteral("Use a newer SQLite library."), {},
                {}});
        }
        if (!isSameTable(decision.renamed, *pair.to)) {
            const auto alters = shortForm(*pair.from, decision.renamed, *pair.to, m_version);
            decision.change = alters ? Change::Alter : Change::Rebuild;
            decision.alters = alters.value_or(QList<RenderedStatement>());
        }
        m_decisions.append(decision);
    }
}

/// Dropping a table with foreign keys on deletes its rows first, and with them what references them. So they
/// have to be off where a table goes that another one, which stays, references.
void Way::decideKeys()
{
    QSet<QString> going;
    QSet<QString> rebuilt;
    for (const Table* table : m_pairs.onlyFrom)
        going.insert(foldedName(table->name.name));
    for (const Decision& decision : m_decisions) {
        if (decision.change == Change::Rebuild) {
            rebuilt.insert(foldedName(decision.pair->from->name.name));
            rebuilt.insert(foldedName(decision.pair->to->name.name));
        }
    }
    const auto references = [](const Table& table, const QSet<QString>& names) {
        return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const auto& constraint) {
            return constraint.kind == schema::ConstraintKind::ForeignKey
                && names.contains(foldedName(constraint.referencedTable.name));
        });
    };
    for (const Table& table : m_request.from.tables) {
        const bool stays = !going.contains(foldedName(table.name.name));
        m_needsKeysOff = m_needsKeysOff || references(table, rebuilt) || (stays && references(table, going));
    }
    parentsFirst(m_pairs.onlyFrom, &m_needsKeysOff);
    QSet<QString> coming;
    for (const Table* table : m_pairs.onlyTo)
        coming.insert(foldedName(table->name.name));
    m_guard.setNewTables(coming);
    for (const Decision& decision : m_decisions) {
        const TablePair& pair = *decision.pair;
        const bool isRebuilt = decision.change == Change::Rebuild;
        const bool isChild = references(*pair.from, rebuilt) || references(*pair.to, rebuilt);
        m_needsKeysOff = m_needsKeysOff || (isChild && references(*pair.to, rebuilt));
        if ((isRebuilt && !losesRows(decision.renamed, *pair.to)) || (isChild && !isRebuilt))
            m_guard.watchRows(pair);
        if (isRebuilt || isChild)
            m_guard.watchParents(pair);
    }
    if (m_needsKeysOff)
        m_guard.demandKeysOff();
}

bool Way::isAffected(const QString& text) const
{
    return m_looksIntoTexts && mentionsAny(text, m_changedNames);
}

/// RENAME and DROP COLUMN read every view and trigger, and refuse when one of them does not fit any more, or
/// never did. Views that do not work show no columns.
void Way::findAffected()
{
    for (const Decision& decision : m_decisions) {
        const TablePair& pair = *decision.pair;
        if (pair.isRenamed())
            m_changedNames.insert(foldedName(pair.from->name.name));
        for (auto it = pair.columns.begin(); it != pair.columns.end(); ++it)
            m_changedNames.insert(foldedName(it.key()));
        if (decision.change != Change::Alter)
            continue;
        for (const schema::Column& column : decision.renamed.columns) {
            if (pair.to->column(column.name))
                continue;
            m_looksIntoTexts = true;
            m_changedNames.insert(foldedName(column.name));
        }
    }
    for (const Table* table : m_pairs.onlyFrom)
        m_changedNames.insert(foldedName(table->name.name));
    bool found = true;
    while (found) {
        found = false;
        for (const View& view : m_request.from.views) {
            const QString name = foldedName(view.name.name);
            if (m_viewsAway.contains(name))
                continue;
            const View* same = m_toViews.value(foldedName(view.name.name));
            const bool isBroken = m_looksIntoTexts && view.columns.isEmpty();
            if (same && isSameView(view, *same) && !isBroken && !isAffected(view.definition))
                continue;
            m_viewsAway.insert(name);
            m_changedNames.insert(name);
            found = true;
        }
    }
}

void Way::dropTriggers(
    const QList<Trigger>& from, const QList<Trigger>& to, const ObjectId& object, bool isForced)
{
    for (const Trigger& trigger : from) {
        const Trigger* same = partNamed(to, trigger.name);
        const bool stays = same && same->name == trigger.name && same->definition == trigger.definition;
        if (isAffected(trigger.definition) || (!stays && isForced))
            add(QStringLiteral("DROP TRIGGER ") + quote(trigger.name), object);
    }
}

void Way::dropTriggersAndViews()
{
    for (const Decision& decision : m_decisions) {
        // Those of a rebuilt table go with it, unless somebody reads them before.
        dropTriggers(decision.pair->from->triggers, decision.pair->to->triggers, idOf(*decision.pair->to),
            decision.change != Change::Rebuild || m_looksIntoTexts);
    }
    for (const View& view : m_request.from.views) {
        const View* same = m_toViews.value(foldedName(view.name.name));
        if (m_viewsAway.contains(foldedName(view.name.name)))
            add(QStringLiteral("DROP VIEW ") + quote(view.name.name), idOf(view));
        else if (same)
            dropTriggers(view.triggers, same->triggers, idOf(view), true);
    }
}

void Way::dropIndexes()
{
    for (const Decision& decision : m_decisions) {
        if (decision.change == Change::Rebuild && !m_looksIntoTexts)
            continue;
        for (const Index& index : decision.renamed.indexes) {
            const Index* same = partNamed(decision.pair->to->indexes, index.name);
            if (!same || !schema::isSame(*same, index))
                add(QStringLiteral("DROP INDEX ") + quote(index.name), idOf(*decision.pair->to));
        }
    }
}

void Way::dropTables()
{
    QList<const Table*> tables = parentsFirst(m_pairs.onlyFrom, nullptr);
    std::reverse(tables.begin(), tables.end());
    for (const Table* table : tables) {
        add(QStringLiteral("DROP TABLE ") + quote(table->name.name), idOf(*table),
            QStringLiteral("deletes table %1 with its rows").arg(table->name.name), true);
    }
}

void Way::createTables()
{
    for (const Table* table : parentsFirst(m_pairs.onlyTo, nullptr))
        add(createTable(*table, table->name.name), idOf(*table));
}

void Way::changeTables()
{
    for (const Decision& decision : m_decisions)
        m_result.statements += decision.alters;
    for (const Decision& decision : m_decisions) {
        if (decision.change != Change::Rebuild)
            continue;
        QList<RenderedStatement> statements =
            rebuildStatements(decision.renamed, *decision.pair->to, m_names);
        if (m_guard.referencesNewTable(*decision.pair->to))
            statements.first().note += QStringLiteral("; rows that name one of a new table have no parent"
                                                      " until that is filled");
        m_result.statements += statements;
    }
}

void Way::createIndexes()
{
    for (const Decision& decision : m_decisions) {
        for (const Index& index : decision.pair->to->indexes) {
            const Index* same = partNamed(decision.renamed.indexes, index.name);
            if (decision.change == Change::Rebuild || !same || !schema::isSame(*same, index))
                add(createIndex(index, decision.pair->to->name.name), idOf(*decision.pair->to));
        }
    }
    for (const Table* table : m_pairs.onlyTo) {
        for (const Index& index : table->indexes)
            add(createIndex(index, table->name.name), idOf(*table));
    }
}

void Way::createTriggers(
    const QList<Trigger>& from, const QList<Trigger>& to, const ObjectId& object, bool areAllGone)
{
    for (const Trigger& trigger : to) {
        const Trigger* same = partNamed(from, trigger.name);
        const bool stays = same && same->name == trigger.name && same->definition == trigger.definition
            && !isAffected(trigger.definition);
        if (areAllGone || !stays)
            add(createTrigger(trigger), object);
    }
}

void Way::createViewsAndTriggers()
{
    // A view may be made before what it reads, so that their order is only for people: by name.
    for (const View& view : m_request.to.views) {
        const View* same = m_fromViews.value(foldedName(view.name.name));
        if (!same || m_viewsAway.contains(foldedName(view.name.name)))
            add(createView(view), idOf(view));
    }
    for (const Decision& decision : m_decisions) {
        createTriggers(decision.pair->from->triggers, decision.pair->to->triggers, idOf(*decision.pair->to),
            decision.change == Change::Rebuild);
    }
    for (const Table* table : m_pairs.onlyTo)
        createTriggers({}, table->triggers, idOf(*table), true);
    for (const View& view : m_request.to.views) {
        const View* same = m_fromViews.value(foldedName(view.name.name));
        const bool isNew = !same || m_viewsAway.contains(foldedName(view.name.name));
        createTriggers(isNew ? QList<Trigger>() : same->triggers, view.triggers, idOf(view), isNew);
    }
}

void Way::setFileNumbers()
{
    for (const char* pragma : {"user_version", "application_id"}) {
        const QString name = QLatin1String(pragma);
        const QString value = m_request.to.options.value(name, QStringLiteral("0"));
        if (m_request.from.options.value(name, QStringLiteral("0")) != value) {
            add(QStringLiteral("PRAGMA %1 = %2").arg(name, value),
                {ObjectKind::Other, {{}, name}, QStringLiteral("pragma")});
        }
    }
}

/// Statements whose order among each other matters stay together when they are put into files by object.
void Way::unite()
{
    const bool isOrdered = m_needsKeysOff || m_looksIntoTexts || !m_guard.isEmpty();
    if (!isOrdered || m_result.statements.isEmpty())
        return;
    ObjectId object;
    for (const RenderedStatement& statement : m_result.statements) {
        if (object.name.isEmpty())
            object = statement.object;
    }
    for (const Decision& decision : m_decisions) {
        if (decision.change == Change::Rebuild || decision.pair->isRenamed()
            || decision.change == Change::Alter) {
            object = idOf(*decision.pair->to);
            break;
        }
    }
    for (RenderedStatement& statement : m_result.statements)
        statement.object = object;
}

Rendered Way::render()
{
    decide();
    decideKeys();
    collectNames();
    findAffected();
    const auto outside = [&](const char* text) {
        m_result.statements.append({QLatin1String(text), {}, true, {}, false});
    };
    if (m_needsKeysOff)
        outside("PRAGMA foreign_keys = OFF");
    if (!m_guard.isEmpty())
        m_result.statements += m_guard.before({});
    dropTriggersAndViews();
    dropIndexes();
    dropTables();
    m_result.statements += renameStatements(m_pairs);
    createTables();
    changeTables();
    createIndexes();
    createViewsAndTriggers();
    if (!m_guard.isEmpty())
        m_result.statements += m_guard.after({});
    setFileNumbers();
    if (m_needsKeysOff)
        outside("PRAGMA foreign_keys = ON");
    unite();
    return m_result;
}

} // namespace strandline::dialect::sqlite
