// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/programs.h"

#include "core/schema/changed_fields.h"

#include <QSet>

#include <algorithm>

namespace strandline::dialect::mysql {

using schema::ObjectId;
using schema::ObjectKind;
using schema::OtherObject;
using schema::Routine;
using schema::Table;
using schema::Trigger;

namespace {

RenderedStatement statement(const QString& text, const ObjectId& object)
{
    RenderedStatement rendered;
    rendered.text = text;
    rendered.object = object;
    return rendered;
}

/// With the settings that the object was made under, and the session's own ones again behind it.
void addUnderSettings(QList<RenderedStatement>& list, const QString& text, const ObjectId& object,
    const schema::Options& options)
{
    QStringList before;
    QStringList after;
    for (const char* variable : {"sql_mode", "time_zone"}) {
        const QString name = QLatin1String(variable);
        if (!options.contains(name))
            continue;
        before << QStringLiteral("@strandline_%1 = @@SESSION.%1, SESSION %1 = %2").arg(name, literal(options.value(name)));
        after << QStringLiteral("SESSION %1 = @strandline_%1").arg(name);
    }
    if (!before.isEmpty())
        list << statement(QStringLiteral("SET ") + before.join(QStringLiteral(", ")), object);
    list << statement(text, object);
    if (!after.isEmpty())
        list << statement(QStringLiteral("SET ") + after.join(QStringLiteral(", ")), object);
}

/// CREATE … with what the server calls its owner, and OR REPLACE where it is there already.
QString created(const QString& definition, const schema::Options& options, const Server& server, bool replaces)
{
    QString head = replaces ? QStringLiteral("CREATE OR REPLACE ") : QStringLiteral("CREATE ");
    if (const QString definer = definerClause(options, server); !definer.isEmpty())
        head += definer + QLatin1Char(' ');
    return head + definition.mid(int(qstrlen("CREATE ")));
}

bool isSameProgram(const QString& a, const schema::Options& optionsOfA, const QString& b,
    const schema::Options& optionsOfB, const Server& server)
{
    const auto same = [&](const char* name) {
        return optionsOfA.value(QLatin1String(name)) == optionsOfB.value(QLatin1String(name));
    };
    return a == b && same("sql_mode") && same("time_zone") && (!server.withDefiners || same("definer"));
}

QString routineWord(const Routine& routine)
{
    return routine.kind == schema::RoutineKind::Procedure ? QStringLiteral("PROCEDURE") : QStringLiteral("FUNCTION");
}

ObjectId idOf(const Routine& routine)
{
    return {ObjectKind::Routine, routine.name, routine.identityArguments};
}

ObjectId idOf(const OtherObject& other)
{
    return {ObjectKind::Other, other.name, other.kind};
}

void addRoutines(const schema::Database& from, const schema::Database& to, const Server& server, ProgramSteps& steps)
{
    const auto in = [](const QList<Routine>& routines, const Routine& routine) {
        return std::find_if(routines.begin(), routines.end(), [&](const Routine& other) {
            return other.name == routine.name && routineWord(other) == routineWord(routine);
        });
    };
    const auto drop = [](const Routine& routine) {
        return statement(QStringLiteral("DROP %1 %2").arg(routineWord(routine), quoted(routine.name)), idOf(routine));
    };
    for (const Routine& routine : to.routines) {
        const auto old = in(from.routines, routine);
        const bool isThere = old != from.routines.end();
        if (isThere && isSameProgram(old->definition, old->options, routine.definition, routine.options, server))
            continue;
        if (isThere && server.isMySql)
            steps.routines << drop(*old);
        addUnderSettings(steps.routines,
            created(routine.definition, routine.options, server, isThere && !server.isMySql), idOf(routine),
            routine.options);
    }
    for (const Routine& routine : from.routines) {
        if (in(to.routines, routine) == to.routines.end())
            steps.droppedLast << drop(routine);
    }
}

/// Packages before their bodies; events after everything that they may call.
void addOthers(const schema::Database& from, const schema::Database& to, const Server& server, ProgramSteps& steps)
{
    const auto in = [](const QList<OtherObject>& others, const OtherObject& object) {
        return std::find_if(others.begin(), others.end(), [&](const OtherObject& other) {
            return other.kind == object.kind && other.name == object.name;
        });
    };
    for (const OtherObject& object : to.others) {
        const auto old = in(from.others, object);
        const bool isThere = old != from.others.end();
        if (isThere && isSameProgram(old->definition, old->options, object.definition, object.options, server))
            continue;
        auto& list = object.kind == QLatin1String("event") ? steps.triggers : steps.routines;
        if (isThere && server.isMySql)
            list << statement(old->removal, idOf(*old));
        addUnderSettings(list, created(object.definition, object.options, server, isThere && !server.isMySql),
            idOf(object), object.options);
    }
    for (const OtherObject& object : from.others) {
        if (in(to.others, object) != to.others.end())
            continue;
        const bool isEvent = object.kind == QLatin1String("event");
        // The body goes with its package.
        const bool goesAlong = object.kind == QLatin1String("package body")
            && std::none_of(to.others.begin(), to.others.end(), [&](const OtherObject& other) {
                   return other.kind == QLatin1String("package") && other.name == object.name;
               });
        if (!goesAlong)
            (isEvent ? steps.dropped : steps.droppedLast) << statement(object.removal, idOf(object));
    }
}

/// The triggers of one table, timing and event run in an order of their own.
class TriggerGroup
{
public:
    TriggerGroup(const Table* from, const Table& to, const Server& server)
        : m_from(from)
        , m_to(to)
        , m_server(server)
    { }

    void add(ProgramSteps& steps) const
    {
        QList<const Trigger*> ordered = inOrder();
        const QSet<QString> stays = staying(ordered);
        for (qsizetype i = 0; i < ordered.size(); ++i) {
            const Trigger& trigger = *ordered.at(i);
            if (stays.contains(trigger.name))
                continue;
            const Trigger* next = nextStaying(ordered, i, stays);
            const QString head = triggerHead(trigger, m_to.name.name);
            const QString place
                = next ? QStringLiteral("PRECEDES %1 ").arg(quoted(next->name)) : QString();
            const Trigger* old = before(trigger.name);
            const bool replaces = old && isSameEvent(*old, trigger) && !m_server.isMySql;
            const ObjectId id {ObjectKind::Trigger, m_to.name, trigger.name};
            if (old && !replaces)
                steps.dropped << statement(QStringLiteral("DROP TRIGGER ") + quoted(trigger.name), id);
            addUnderSettings(steps.triggers,
                created(head + place + trigger.definition.mid(head.size()), trigger.options, m_server, replaces), id,
                trigger.options);
        }
    }

private:
    static bool isSameEvent(const Trigger& a, const Trigger& b)
    {
        return a.timing == b.timing && a.events == b.events;
    }

    const Trigger* before(const QString& name) const
    {
        return m_from ? find(m_from->triggers, name) : nullptr;
    }

    static const Trigger* find(const QList<Trigger>& triggers, const QString& name)
    {
        const auto found = std::find_if(
            triggers.begin(), triggers.end(), [&](const Trigger& trigger) { return trigger.name == name; });
        return found == triggers.end() ? nullptr : &*found;
    }

    /// How many of its group run before it.
    static int rank(const QList<Trigger>& triggers, const Trigger& trigger)
    {
        int place = 0;
        const Trigger* current = &trigger;
        while (current && place <= triggers.size()) {
            current = find(triggers, current->options.value(QStringLiteral("follows")));
            ++place;
        }
        return place;
    }

    QList<const Trigger*> inOrder() const
    {
        QList<const Trigger*> ordered;
        for (const Trigger& trigger : m_to.triggers)
            ordered << &trigger;
        std::stable_sort(ordered.begin(), ordered.end(), [&](const Trigger* a, const Trigger* b) {
            return rank(m_to.triggers, *a) < rank(m_to.triggers, *b);
        });
        return ordered;
    }

    QSet<QString> staying(const QList<const Trigger*>& ordered) const
    {
        QSet<QString> stays;
        QHash<QString, int> last; // by timing and event: the rank before of the last that stays
        for (const Trigger* trigger : ordered) {
            const Trigger* old = before(trigger->name);
            if (!old || !isSameEvent(*old, *trigger)
                || !isSameProgram(
                    old->definition, old->options, trigger->definition, trigger->options, m_server))
                continue;
            int& previous = last[trigger->timing + trigger->events.join(QLatin1Char(' '))];
            const int place = rank(m_from->triggers, *old);
            if (place < previous)
                continue;
            previous = place;
            stays.insert(trigger->name);
        }
        return stays;
    }

    const Trigger* nextStaying(
        const QList<const Trigger*>& ordered, qsizetype i, const QSet<QString>& stays) const
    {
        const Trigger& trigger = *ordered.at(i);
        for (qsizetype next = i + 1; next < ordered.size(); ++next) {
            if (isSameEvent(*ordered.at(next), trigger) && stays.contains(ordered.at(next)->name))
                return ordered.at(next);
        }
        return nullptr;
    }

    const Table* m_from;
    const Table& m_to;
    const Server& m_server;
};

void addTriggers(const schema::Database& from, const schema::Database& to, const Server& server, ProgramSteps& steps)
{
    for (const Table& table : from.tables) {
        const Table* next = to.table(table.name);
        if (!next)
            continue;
        for (const Trigger& trigger : table.triggers) {
            const bool stays = std::any_of(next->triggers.begin(), next->triggers.end(),
                [&](const Trigger& other) { return other.name == trigger.name; });
            if (!stays)
                steps.dropped << statement(QStringLiteral("DROP TRIGGER ") + quoted(trigger.name),
                    {ObjectKind::Trigger, table.name, trigger.name});
        }
    }
    for (const Table& table : to.tables)
        TriggerGroup(from.table(table.name), table, server).add(steps);
}

} // namespace

QString definerClause(const schema::Options& options, const Server& server)
{
    const QString definer = options.value(QStringLiteral("definer"));
    if (definer.isEmpty() || !server.withDefiners)
        return {};
    const qsizetype at = definer.lastIndexOf(QLatin1Char('@'));
    const QString account = at < 0 || at == definer.size() - 1
        ? quoted(definer.left(at < 0 ? definer.size() : at))
        : quoted(definer.left(at)) + QLatin1Char('@') + quoted(definer.mid(at + 1));
    return QStringLiteral("DEFINER=") + account;
}

ProgramSteps programSteps(const schema::Database& from, const schema::Database& to, const Server& server)
{
    ProgramSteps steps;
    addTriggers(from, to, server, steps);
    addOthers(from, to, server, steps);
    addRoutines(from, to, server, steps);
    return steps;
}

} // namespace strandline::dialect::mysql
