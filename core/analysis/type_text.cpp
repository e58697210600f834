// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/type_text.h"

#include "core/analysis/statement_view.h"

#include <QHash>

namespace strandline::analysis {

using sql::Dialect;
using sql::TokenKind;

namespace {

QString canonical(const QString& name, Dialect dialect)
{
    static const QHash<QString, QString> same {
        {QStringLiteral("character varying"), QStringLiteral("varchar")},
        {QStringLiteral("char varying"), QStringLiteral("varchar")},
        {QStringLiteral("national varchar"), QStringLiteral("varchar")},
        {QStringLiteral("nvarchar"), QStringLiteral("varchar")},
        {QStringLiteral("character"), QStringLiteral("char")},
        {QStringLiteral("nchar"), QStringLiteral("char")},
        {QStringLiteral("national char"), QStringLiteral("char")},
        {QStringLiteral("bpchar"), QStringLiteral("char")},
        {QStringLiteral("int2"), QStringLiteral("smallint")}, {QStringLiteral("int4"), QStringLiteral("int")},
        {QStringLiteral("integer"), QStringLiteral("int")},
        {QStringLiteral("int8"), QStringLiteral("bigint")},
        {QStringLiteral("decimal"), QStringLiteral("numeric")},
        {QStringLiteral("dec"), QStringLiteral("numeric")},
        {QStringLiteral("fixed"), QStringLiteral("numeric")},
        {QStringLiteral("bool"), QStringLiteral("boolean")},
        {QStringLiteral("double precision"), QStringLiteral("double")},
        {QStringLiteral("float8"), QStringLiteral("double")},
        {QStringLiteral("timestamp with time zone"), QStringLiteral("timestamptz")},
        {QStringLiteral("timestamp without time zone"), QStringLiteral("timestamp")}};
    const QString common = same.value(name, name);
    if (dialect == Dialect::MySql && common == QLatin1String("boolean"))
        return QStringLiteral("tinyint");
    return common;
}

struct IntegerRange
{
    const char* name;
    const char* low;
    const char* high;
    const char* unsignedHigh;
};
// Only what is narrower than the widest integer of the engine.
constexpr IntegerRange integerRanges[] = {
    {"tinyint", "-128", "127", "255"},
    {"smallint", "-32768", "32767", "65535"},
    {"mediumint", "-8388608", "8388607", "16777215"},
    {"int", "-2147483648", "2147483647", "4294967295"},
};

/// The column as text and as a number, and what tells whether the text is one: the column may be of any type
/// so far, and comparing a text column with a number is an error on PostgreSQL and a guess on MySQL.
struct NumberTest
{
    QString number;
    QString isNumber;
};
NumberTest numberTest(const QString& column, Dialect dialect)
{
    // Without backslashes, which MySQL would read as escapes.
    const QString pattern = QStringLiteral("'^ *[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)? *$'");
    if (dialect == Dialect::MySql)
        return {column, QStringLiteral("CAST(%1 AS CHAR) REGEXP %2").arg(column, pattern)};
    return {QStringLiteral("CAST(CAST(%1 AS text) AS numeric)").arg(column),
        QStringLiteral("CAST(%1 AS text) ~ %2").arg(column, pattern)};
}

QString numberMisfit(const NumberTest& test, const QString& condition)
{
    return QStringLiteral("CASE WHEN %1 THEN %2 ELSE NOT (%1) END").arg(test.isNumber, condition);
}

QString integerMisfit(const TypeText& type, const QString& column, Dialect dialect)
{
    for (const IntegerRange& range : integerRanges) {
        if (type.name != QLatin1String(range.name) || (dialect != Dialect::MySql && type.isUnsigned))
            continue;
        const NumberTest test = numberTest(column, dialect);
        return numberMisfit(test,
            QStringLiteral("%1 < %2 OR %1 > %3 OR %1 <> round(%1)")
                .arg(test.number, type.isUnsigned ? QStringLiteral("0") : QLatin1String(range.low),
                    QLatin1String(type.isUnsigned ? range.unsignedHigh : range.high)));
    }
    return {};
}

QString lengthMisfit(const TypeText& type, const QString& column, Dialect dialect)
{
    const bool isMySql = dialect == Dialect::MySql;
    const QString text = isMySql ? column : QStringLiteral("CAST(%1 AS text)").arg(column);
    if (type.name == QLatin1String("varchar") || type.name == QLatin1String("char")) {
        qint64 limit = type.sizes.value(0, -1);
        if (limit < 0 && type.name == QLatin1String("char"))
            limit = 1;
        return limit < 0 ? QString() : QStringLiteral("char_length(%1) > %2").arg(text).arg(limit);
    }
    if (!isMySql)
        return {};
    const QHash<QString, qint64> limits {{QStringLiteral("tinytext"), 255}, {QStringLiteral("tinyblob"), 255},
        {QStringLiteral("text"), 65535}, {QStringLiteral("blob"), 65535},
        {QStringLiteral("mediumtext"), 16777215}, {QStringLiteral("mediumblob"), 16777215},
        {QStringLiteral("varbinary"), type.sizes.value(0, -1)},
        {QStringLiteral("binary"), type.sizes.value(0, 1)}};
    const qint64 limit = limits.value(type.name, -1);
    return limit < 0 ? QString() : QStringLiteral("length(%1) > %2").arg(column).arg(limit);
}

QString numericMisfit(const TypeText& type, const QString& column, Dialect dialect)
{
    if (type.name != QLatin1String("numeric") || type.sizes.isEmpty())
        return {};
    const qint64 scale = type.sizes.value(1, 0);
    const qint64 whole = type.sizes.value(0) - scale;
    if (scale < 0 || whole < 0 || whole > 60 || scale > 60)
        return {};
    const QString limit = QLatin1Char('1') + QString(qsizetype(whole), QLatin1Char('0'));
    const NumberTest test = numberTest(column, dialect);
    return numberMisfit(
        test, QStringLiteral("abs(%1) >= %2 OR round(%1, %3) <> %1").arg(test.number, limit).arg(scale));
}

} // namespace

TypeText readTypeText(const QString& text, Dialect dialect)
{
    TypeText type;
    const QByteArray bytes = text.toUtf8();
    const StatementView view(bytes, dialect);
    QStringList words;
    Cursor cursor(view);
    while (!cursor.atEnd()) {
        if (cursor.kind() == TokenKind::OpenParen) {
            const TokenRange inside = cursor.parentheses();
            for (size_t i = inside.begin; i < inside.end; ++i) {
                if (view.kind(i) == TokenKind::String)
                    type.members.append(QString::fromUtf8(view.text(i)));
                else if (view.kind(i) == TokenKind::Number)
                    type.sizes.append(view.text(i).toLongLong());
            }
            continue;
        }
        const QString word = QString::fromUtf8(cursor.text()).toLower();
        if (word == QLatin1String("unsigned") || word == QLatin1String("zerofill"))
            type.isUnsigned = true;
        else if (word == QLatin1String("[") || word == QLatin1String("[]") || word == QLatin1String("array"))
            type.isArray = true;
        else if (word == QLatin1String("pg_catalog") && cursor.kind(1) == TokenKind::Dot)
            cursor.skip();
        else if (cursor.kind() == TokenKind::Word)
            words.append(word);
        else if (cursor.kind() == TokenKind::Dot || cursor.kind() == TokenKind::QuotedIdentifier)
            words.append(word); // a type of the user's own: not known here
        cursor.skip();
    }
    type.name = canonical(words.join(QLatin1Char(' ')), dialect);
    return type;
}

bool holdsEverything(const TypeText& type, Dialect dialect)
{
    if (dialect == Dialect::MySql)
        return type.name == QLatin1String("longtext") || type.name == QLatin1String("longblob")
            || (type.name == QLatin1String("bigint") && !type.isUnsigned);
    if (type.isArray)
        return false;
    if (type.name == QLatin1String("text") || type.name == QLatin1String("citext")
        || type.name == QLatin1String("bigint") || type.name == QLatin1String("jsonb"))
        return true;
    return type.sizes.isEmpty()
        && (type.name == QLatin1String("varchar") || type.name == QLatin1String("numeric")
            || type.name == QLatin1String("timestamptz"));
}

QString misfitCondition(const TypeText& type, const QString& column, Dialect dialect)
{
    if (type.isArray)
        return {};
    if (!type.members.isEmpty() && type.name == QLatin1String("enum"))
        return QStringLiteral("%1 NOT IN (%2)").arg(column, type.members.join(QLatin1String(", ")));
    if (const QString length = lengthMisfit(type, column, dialect); !length.isEmpty())
        return length;
    if (const QString integer = integerMisfit(type, column, dialect); !integer.isEmpty())
        return integer;
    return numericMisfit(type, column, dialect);
}

} // namespace strandline::analysis
