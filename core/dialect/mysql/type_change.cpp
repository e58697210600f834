// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/type_change.h"

#include "core/dialect/mysql/words.h"

#include <QRegularExpression>

namespace strandline::dialect::mysql {

namespace {

struct Type
{
    QString word;
    QString arguments;
    bool isUnsigned = false;

    explicit Type(const QString& text)
    {
        static const QRegularExpression pattern(
            QStringLiteral("^(\\w+)(?:\\((.*)\\))?"), QRegularExpression::DotMatchesEverythingOption);
        const auto match = pattern.match(text);
        word = match.captured(1).toLower();
        arguments = match.captured(2);
        isUnsigned = text.contains(QLatin1String(" unsigned"));
    }
    int number(int i) const { return arguments.section(QLatin1Char(','), i, i).toInt(); }
};

int sizeRank(const QString& word, std::initializer_list<const char*> words)
{
    int rank = 1;
    for (const char* candidate : words) {
        if (word == QLatin1String(candidate))
            return rank;
        ++rank;
    }
    return 0;
}

int integerRank(const QString& word)
{
    return sizeRank(word, {"tinyint", "smallint", "mediumint", "int", "bigint"});
}

/// How many characters or bytes fit, for types of the same family.
qint64 textSize(const Type& type)
{
    const int rank = sizeRank(type.word, {"tinytext", "text", "mediumtext", "longtext"});
    if (rank > 0)
        return rank == 1 ? 63 : rank == 2 ? 16383 : rank == 3 ? 4194303 : 1073741823; // of four bytes each
    return type.word == QLatin1String("char") || type.word == QLatin1String("varchar") ? type.number(0) : 0;
}

qint64 binarySize(const Type& type)
{
    const int rank = sizeRank(type.word, {"tinyblob", "blob", "mediumblob", "longblob"});
    if (rank > 0)
        return rank == 1 ? 255 : rank == 2 ? 65535 : rank == 3 ? 16777215 : 4294967295;
    return type.word == QLatin1String("binary") || type.word == QLatin1String("varbinary") ? type.number(0) : 0;
}

bool fits(const Type& from, const Type& to)
{
    if (const int rank = integerRank(from.word); rank > 0 && integerRank(to.word) > 0) {
        return from.isUnsigned == to.isUnsigned ? integerRank(to.word) >= rank
                                                : from.isUnsigned && integerRank(to.word) > rank;
    }
    if (textSize(to) > 0 && (textSize(from) > 0 || integerRank(from.word) > 0))
        return textSize(to) >= (textSize(from) > 0 ? textSize(from) : 20);
    if (binarySize(from) > 0 && binarySize(to) > 0)
        return binarySize(to) >= binarySize(from);
    if (from.word != to.word)
        return from.word == QLatin1String("date") && to.word == QLatin1String("datetime");
    if (from.word == QLatin1String("decimal")) {
        return to.number(1) >= from.number(1)
            && to.number(0) - to.number(1) >= from.number(0) - from.number(1)
            && (from.isUnsigned || !to.isUnsigned);
    }
    if (from.word == QLatin1String("enum") || from.word == QLatin1String("set"))
        return to.arguments == from.arguments || to.arguments.startsWith(from.arguments + QLatin1Char(','));
    return from.number(0) <= to.number(0);
}

} // namespace

QString typeLoss(const schema::Column& from, const schema::Table& fromTable, const schema::Column& to,
    const schema::Table& toTable)
{
    if (from.generated != schema::Generated::None || to.generated != schema::Generated::None)
        return {};
    const QString column = toTable.name.name + QLatin1Char('.') + to.name;
    if (from.type != to.type && !fits(Type(from.type), Type(to.type))) {
        return QStringLiteral("values of %1 that are no %2 make it fail, or are changed without strict mode")
            .arg(column, to.type);
    }
    const QString before = collationOf(from, fromTable).section(QLatin1Char('_'), 0, 0);
    const QString after = collationOf(to, toTable).section(QLatin1Char('_'), 0, 0);
    const bool isWider = after == QLatin1String("utf8mb4")
        || (before == QLatin1String("ascii") || (after == QLatin1String("utf8mb3") && before != QLatin1String("utf8mb4")));
    if (before != after && !before.isEmpty() && !after.isEmpty() && !isWider) {
        return QStringLiteral("characters of %1 that %2 does not have make it fail, or are lost without strict mode")
            .arg(column, after);
    }
    return {};
}

} // namespace strandline::dialect::mysql
