// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/compare_rows.h"

#include "ui/palette/palette_items.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace strandline::ui {

using schema::ObjectId;
using schema::ObjectKind;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("CompareRows", text);
}

bool isPart(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Column:
    case ObjectKind::Constraint:
    case ObjectKind::Index:
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy:
        return true;
    default:
        return false;
    }
}

QString nameOf(const ObjectId& id)
{
    if (isPart(id.kind))
        return id.part;
    if (id.kind == ObjectKind::Routine)
        return QStringLiteral("%1(%2)").arg(id.name.display(), id.part);
    return id.name.display();
}

QString kindOf(const ObjectId& id)
{
    return id.kind == ObjectKind::Other ? id.part : schema::objectKindName(id.kind);
}

CompareRow rowOf(const diff::Difference& difference)
{
    CompareRow row;
    switch (difference.kind) {
    case diff::DifferenceKind::OnlyFrom:
        row.state = CompareState::OnlyHere;
        break;
    case diff::DifferenceKind::OnlyTo:
        row.state = CompareState::OnlyThere;
        break;
    case diff::DifferenceKind::Renamed:
        row.isRenamed = true;
        row.state = CompareState::Different;
        break;
    case diff::DifferenceKind::Changed:
        row.state = CompareState::Different;
        break;
    }
    row.id = difference.kind == diff::DifferenceKind::OnlyFrom ? difference.from : difference.to;
    row.name = nameOf(row.id);
    if (row.isRenamed)
        row.name = QStringLiteral("%1 → %2").arg(nameOf(difference.from), row.name);
    row.kind = kindOf(row.id);
    row.sentence = difference.sentence;
    row.fields = difference.fields;
    return row;
}

CompareRow sameRow(const ObjectId& id)
{
    CompareRow row;
    row.id = id;
    row.name = nameOf(id);
    row.kind = kindOf(id);
    return row;
}

/// Everything that stands in a list of its own in the schema.
QList<ObjectId> objectsOf(const schema::Database& database)
{
    QList<ObjectId> ids;
    for (const schema::Schema& one : database.schemas)
        ids << ObjectId {ObjectKind::Schema, {{}, one.name}, {}};
    for (const schema::Extension& one : database.extensions)
        ids << ObjectId {ObjectKind::Extension, {{}, one.name}, {}};
    for (const schema::UserType& one : database.types)
        ids << ObjectId {ObjectKind::Type, one.name, {}};
    for (const schema::Sequence& one : database.sequences)
        ids << ObjectId {ObjectKind::Sequence, one.name, {}};
    for (const schema::Table& one : database.tables)
        ids << ObjectId {ObjectKind::Table, one.name, {}};
    for (const schema::View& one : database.views)
        ids << ObjectId {ObjectKind::View, one.name, {}};
    for (const schema::Routine& one : database.routines)
        ids << schema::identityOf(one);
    for (const schema::OtherObject& one : database.others)
        ids << schema::identityOf(one);
    return ids;
}

/// Parts stand under their table or view, which says "different" even when nothing else about it is.
void addPart(QList<CompareRow>& rows, QHash<schema::ObjectName, int>& owners, const CompareRow& part,
    const schema::Database& there)
{
    const schema::ObjectName& name = part.id.name;
    const auto known = owners.constFind(name);
    int place = known == owners.cend() ? -1 : *known;
    if (place < 0) {
        CompareRow owner = sameRow({there.view(name) ? ObjectKind::View : ObjectKind::Table, name, {}});
        owner.state = CompareState::Different;
        place = int(rows.size());
        owners.insert(name, place);
        rows << owner;
    }
    rows[place].parts << part;
}

} // namespace

bool CompareRow::isShown(const QSet<CompareState>& states, const QString& text) const
{
    if (!states.contains(state))
        return false;
    if (text.isEmpty() || subsequenceMatch(text, name))
        return true;
    return std::any_of(parts.cbegin(), parts.cend(),
        [&text](const CompareRow& part) { return subsequenceMatch(text, part.name).has_value(); });
}

QList<CompareRow> compareRows(const CompareInput& input)
{
    QList<CompareRow> rows;
    if (!input.here || !input.there)
        return rows;
    QHash<schema::ObjectName, int> owners;
    QSet<ObjectId> told;
    for (const diff::Difference& difference : input.differences) {
        const CompareRow row = rowOf(difference);
        if (isPart(row.id.kind)) {
            addPart(rows, owners, row, *input.there);
            continue;
        }
        told.insert(difference.from);
        told.insert(difference.to);
        if (row.id.kind == ObjectKind::Table || row.id.kind == ObjectKind::View)
            owners.insert(row.id.name, int(rows.size()));
        rows << row;
    }
    for (auto owner = owners.cbegin(); owner != owners.cend(); ++owner)
        told.insert(rows.at(owner.value()).id);
    QSet<ObjectId> here;
    for (const ObjectId& id : objectsOf(*input.here))
        here.insert(id);
    for (const ObjectId& id : objectsOf(*input.there)) {
        if (!told.contains(id) && here.contains(id))
            rows << sameRow(id);
    }
    return rows;
}

QString compareStateWord(CompareState state, const QString& here, const QString& there)
{
    switch (state) {
    case CompareState::OnlyHere:
        return say("only in %1").arg(here);
    case CompareState::OnlyThere:
        return say("only in %1").arg(there);
    case CompareState::Different:
        return say("different");
    case CompareState::Same:
        return say("same");
    }
    return {};
}

QString compareStateSign(CompareState state)
{
    switch (state) {
    case CompareState::OnlyHere:
        return QStringLiteral("−");
    case CompareState::OnlyThere:
        return QStringLiteral("+");
    case CompareState::Different:
        return QStringLiteral("≠");
    case CompareState::Same:
        return QStringLiteral("=");
    }
    return {};
}

} // namespace strandline::ui
