// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/programs.h"
#include "core/sql/mysql_names.h"

#include <QHash>
#include <QSet>

#include <functional>

namespace strandline::dialect::mysql {

using schema::ObjectKind;
using schema::View;

namespace {

using Uses = QHash<QString, QStringList>; ///< by view: what its query names

QString createView(const View& view, bool replaces, const Server& server)
{
    QString text = replaces ? QStringLiteral("CREATE OR REPLACE ") : QStringLiteral("CREATE ");
    const auto option = [&](const char* name) { return view.options.value(QLatin1String(name)); };
    if (!option("algorithm").isEmpty())
        text += QStringLiteral("ALGORITHM=%1 ").arg(option("algorithm"));
    if (const QString definer = definerClause(view.options, server); !definer.isEmpty())
        text += definer + QLatin1Char(' ');
    if (!option("security").isEmpty())
        text += QStringLiteral("SQL SECURITY %1 ").arg(option("security"));
    text += QStringLiteral("VIEW %1 AS %2").arg(quoted(view.name), view.definition);
    if (!view.checkOption.isEmpty())
        text += QStringLiteral(" WITH %1 CHECK OPTION").arg(view.checkOption);
    return text;
}

/// Its columns follow from its query, and say nothing of their own.
bool isSameView(const View& a, const View& b, const Server& server)
{
    return createView(a, false, server) == createView(b, false, server);
}

bool reaches(const QString& start, const QString& goal, const Uses& uses)
{
    QSet<QString> seen;
    QStringList waiting = uses.value(start);
    while (!waiting.isEmpty()) {
        const QString name = waiting.takeLast();
        if (name == goal)
            return true;
        if (seen.contains(name))
            continue;
        seen.insert(name);
        waiting += uses.value(name);
    }
    return false;
}

} // namespace

ViewSteps viewSteps(const schema::Database& from, const schema::Database& to, const Server& server)
{
    ViewSteps steps;
    const auto step = [&](const QString& text, const View& view) {
        RenderedStatement statement;
        statement.text = text;
        statement.object = {ObjectKind::View, view.name, {}};
        return statement;
    };
    Uses both; // of both sides: while views are replaced one by one, old queries stand beside new ones
    Uses after;
    for (const View& view : from.views)
        both[view.name.name] += sql::namesUsedBy(view.definition);
    for (const View& view : to.views) {
        after.insert(view.name.name, sql::namesUsedBy(view.definition));
        both[view.name.name] += after.value(view.name.name);
    }
    QHash<QString, const View*> changed;
    QSet<QString> gone;
    for (const View& view : to.views) {
        const View* old = from.view(view.name);
        if (old && isSameView(*old, view, server))
            continue;
        changed.insert(view.name.name, &view);
        if (old && reaches(view.name.name, view.name.name, both))
            gone.insert(view.name.name);
    }
    for (const View& view : from.views) {
        if (!to.view(view.name) || gone.contains(view.name.name))
            steps.dropped << step(QStringLiteral("DROP VIEW ") + quoted(view.name), view);
    }
    QSet<QString> made;
    const std::function<void(const View&)> make = [&](const View& view) {
        if (made.contains(view.name.name))
            return;
        made.insert(view.name.name);
        for (const QString& used : after.value(view.name.name)) {
            if (const View* other = changed.value(used))
                make(*other);
        }
        const bool replaces = from.view(view.name) && !gone.contains(view.name.name);
        steps.made << step(createView(view, replaces, server), view);
    };
    for (const View& view : to.views) {
        if (changed.contains(view.name.name))
            make(view);
    }
    return steps;
}

} // namespace strandline::dialect::mysql
