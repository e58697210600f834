// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/partitions.h"

#include "core/dialect/mysql/words.h"
#include "core/sql/lexer.h"

#include <QRegularExpression>

#include <algorithm>

namespace strandline::dialect::mysql {

namespace {

struct Partition
{
    QString name; ///< quoted
    QString text;
    bool operator==(const Partition& other) const { return text == other.text; }
};

struct Partitioning
{
    QString head; ///< method and expression
    int count = 0; ///< PARTITIONS n
    QList<Partition> partitions;
    bool hasSubpartitions = false;
    bool isRange() const { return head.startsWith(QLatin1String("RANGE")); }
    bool isList() const { return head.startsWith(QLatin1String("LIST")); }
};

/// "RANGE (`a`)\n(PARTITION `p0` VALUES LESS THAN (10) ENGINE = InnoDB,\n PARTITION …)"
Partitioning parse(const QString& clause)
{
    Partitioning parsed;
    const QByteArray utf8 = clause.toUtf8();
    sql::Lexer lexer(utf8, sql::Dialect::MySql);
    int depth = 0;
    qsizetype listBegin = -1;
    qsizetype itemBegin = -1;
    QString name;
    const auto close = [&](qsizetype end) {
        if (itemBegin >= 0)
            parsed.partitions.append({name, QString::fromUtf8(utf8.mid(itemBegin, end - itemBegin)).trimmed()});
        itemBegin = -1;
        name.clear();
    };
    qsizetype open = 0;
    for (auto token = lexer.nextSignificant(); token.kind != sql::TokenKind::End; token = lexer.nextSignificant()) {
        const QByteArray word = lexer.textOf(token).toByteArray().toUpper();
        if (token.kind == sql::TokenKind::OpenParen && depth++ == 0)
            open = token.begin;
        if (token.kind == sql::TokenKind::CloseParen && --depth == 0 && listBegin >= 0)
            close(token.begin);
        if (word == "PARTITION" && depth == 1) {
            listBegin = listBegin < 0 ? open : listBegin;
            itemBegin = itemBegin < 0 ? token.begin : itemBegin;
        }
        if (word == "SUBPARTITION")
            parsed.hasSubpartitions = true;
        if (token.kind == sql::TokenKind::QuotedIdentifier && itemBegin >= 0 && name.isEmpty())
            name = QString::fromUtf8(lexer.textOf(token));
        if (token.kind == sql::TokenKind::Comma && depth == 1 && listBegin >= 0)
            close(token.begin);
    }
    parsed.head = QString::fromUtf8(listBegin < 0 ? utf8 : utf8.left(listBegin)).trimmed();
    static const QRegularExpression count(QStringLiteral("\\s*\\bPARTITIONS (\\d+)$"));
    const auto match = count.match(parsed.head);
    parsed.count = match.captured(1).toInt();
    parsed.head.remove(count);
    return parsed;
}

QString namesOf(const QList<Partition>& partitions)
{
    QStringList names;
    for (const Partition& partition : partitions)
        names << partition.name;
    return names.join(QStringLiteral(", "));
}

QString textsOf(const QList<Partition>& partitions)
{
    QStringList texts;
    for (const Partition& partition : partitions)
        texts << partition.text;
    return QStringLiteral("(%1)").arg(texts.join(QStringLiteral(",\n ")));
}

QString reorganized(const QList<Partition>& from, const QList<Partition>& to)
{
    return QStringLiteral("REORGANIZE PARTITION %1 INTO %2").arg(namesOf(from), textsOf(to));
}

QString rangeChange(QList<Partition> from, QList<Partition> to)
{
    while (!from.isEmpty() && !to.isEmpty() && from.first() == to.first()) {
        from.removeFirst();
        to.removeFirst();
    }
    QList<Partition> behind;
    while (!from.isEmpty() && !to.isEmpty() && from.last() == to.last()) {
        behind.prepend(from.takeLast());
        to.removeLast();
    }
    if (from.isEmpty() && behind.isEmpty())
        return QStringLiteral("ADD PARTITION ") + textsOf(to);
    if (to.isEmpty() && behind.isEmpty())
        return QStringLiteral("DROP PARTITION ") + namesOf(from);
    if (behind.isEmpty()) {
        // The server refuses to reorganise the end of the range to a lower one; only this bound is sure.
        const bool isOpen = to.last().text.contains(QLatin1String("VALUES LESS THAN MAXVALUE"))
            || to.last().text.contains(QLatin1String("VALUES LESS THAN (MAXVALUE"));
        return isOpen ? reorganized(from, to) : QString();
    }
    if (from.isEmpty() || to.isEmpty()) {
        from << behind.first();
        to << behind.first();
    }
    return reorganized(from, to);
}

QString listChange(const QList<Partition>& from, const QList<Partition>& to)
{
    QList<Partition> gone;
    QList<Partition> added;
    std::copy_if(from.begin(), from.end(), std::back_inserter(gone),
        [&](const Partition& partition) { return !to.contains(partition); });
    std::copy_if(to.begin(), to.end(), std::back_inserter(added),
        [&](const Partition& partition) { return !from.contains(partition); });
    if (gone.isEmpty() && !added.isEmpty() && to == from + added)
        return QStringLiteral("ADD PARTITION ") + textsOf(added);
    if (added.isEmpty() && !gone.isEmpty())
        return QStringLiteral("DROP PARTITION ") + namesOf(gone);
    return {};
}

/// One cheap statement, or empty: the table has to be partitioned anew.
QString smallChange(const Partitioning& from, const Partitioning& to)
{
    if (from.head != to.head || from.hasSubpartitions || to.hasSubpartitions)
        return {};
    if (from.count > 0 && to.count > 0) {
        return to.count > from.count
            ? QStringLiteral("ADD PARTITION PARTITIONS %1").arg(to.count - from.count)
            : QStringLiteral("COALESCE PARTITION %1").arg(from.count - to.count);
    }
    if (from.partitions.isEmpty() || to.partitions.isEmpty())
        return {};
    if (from.isRange())
        return rangeChange(from.partitions, to.partitions);
    return from.isList() ? listChange(from.partitions, to.partitions) : QString();
}

} // namespace

PartitionChange partitionChange(const schema::Table& from, const schema::Table& to)
{
    if (from.partitionKey == to.partitionKey)
        return {};
    PartitionChange change;
    if (to.partitionKey.isEmpty()) {
        // By itself and first: the expression may use columns that go.
        change.before = QStringLiteral("REMOVE PARTITIONING");
        return change;
    }
    const QString anew = QStringLiteral("PARTITION BY ") + to.partitionKey;
    if (from.partitionKey.isEmpty()) {
        change.within = anew;
        return change;
    }
    const QString small = smallChange(parse(from.partitionKey), parse(to.partitionKey));
    if (small.isEmpty())
        change.within = anew;
    else
        change.after << small;
    return change;
}

} // namespace strandline::dialect::mysql
