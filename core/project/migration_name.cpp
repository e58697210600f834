// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/migration_name.h"

#include <QHash>

#include <algorithm>

namespace strandline::project {

namespace {

bool isDigit(QChar c)
{
    return c >= QLatin1Char('0') && c <= QLatin1Char('9');
}

bool isLower(QChar c)
{
    return c >= QLatin1Char('a') && c <= QLatin1Char('z');
}

bool isUpper(QChar c)
{
    return c >= QLatin1Char('A') && c <= QLatin1Char('Z');
}

bool isName(QStringView text)
{
    return !text.isEmpty() && text.size() <= kMaxNameLength
        && std::all_of(text.begin(), text.end(),
            [](QChar c) { return isDigit(c) || isLower(c) || c == QLatin1Char('_'); });
}

bool isVersion(QStringView text)
{
    return text.size() == kVersionDigits && std::all_of(text.begin(), text.end(), isDigit);
}

QString directionSuffix(Direction direction)
{
    return direction == Direction::Up ? QStringLiteral(".up.sql") : QStringLiteral(".down.sql");
}

/// Letters that do not fall apart into a base letter and marks.
QString transliterated(QChar c)
{
    static const QHash<char16_t, QString> kLetters {
        {u'ß', QStringLiteral("ss")},
        {u'æ', QStringLiteral("ae")},
        {u'Æ', QStringLiteral("AE")},
        {u'œ', QStringLiteral("oe")},
        {u'Œ', QStringLiteral("OE")},
        {u'ø', QStringLiteral("o")},
        {u'Ø', QStringLiteral("O")},
        {u'ł', QStringLiteral("l")},
        {u'Ł', QStringLiteral("L")},
        {u'đ', QStringLiteral("d")},
        {u'Đ', QStringLiteral("D")},
        {u'ð', QStringLiteral("d")},
        {u'Ð', QStringLiteral("D")},
        {u'þ', QStringLiteral("th")},
        {u'Þ', QStringLiteral("Th")},
        {u'ı', QStringLiteral("i")},
        {u'ħ', QStringLiteral("h")},
        {u'Ħ', QStringLiteral("H")},
    };
    return kLetters.value(c.unicode());
}

/// ASCII letters and digits with their capitals, separators as '_'; what has no counterpart is counted.
QString toAscii(const QString& words, QString* lost)
{
    QString ascii;
    const QString decomposed = words.normalized(QString::NormalizationForm_KD);
    for (qsizetype i = 0; i < decomposed.size(); ++i) {
        const QChar c = decomposed[i];
        if (isDigit(c) || isLower(c) || isUpper(c)) {
            ascii += c;
        } else if (c.isMark()) {
            continue;
        } else if (const QString letters = transliterated(c); !letters.isEmpty()) {
            // "Œuvre" has one capital, "ŒUVRE" only capitals: words are told apart by them.
            const bool shouts = i + 1 < decomposed.size() && decomposed[i + 1].isUpper();
            ascii += shouts ? letters : letters.first(1) + letters.sliced(1).toLower();
        } else {
            // Apostrophes are left out, so that "user's" does not become "user_s".
            if (c == QLatin1Char('\'') || c == QChar(0x2019))
                continue;
            if (c.isLetterOrNumber() || c.isSurrogate())
                lost->append(c);
            ascii += QLatin1Char('_');
        }
    }
    return ascii;
}

/// A border between words before the capital at i: "addPoints", and "HTTPServer" before the S.
bool startsWord(const QString& text, qsizetype i)
{
    if (i == 0 || !isUpper(text[i]))
        return false;
    if (isLower(text[i - 1]) || isDigit(text[i - 1]))
        return true;
    return isUpper(text[i - 1]) && i + 1 < text.size() && isLower(text[i + 1]);
}

QString snakeCase(const QString& ascii)
{
    QString name;
    for (qsizetype i = 0; i < ascii.size(); ++i) {
        if (ascii[i] == QLatin1Char('_') || startsWord(ascii, i)) {
            if (!name.isEmpty() && !name.endsWith(QLatin1Char('_')))
                name += QLatin1Char('_');
        }
        if (ascii[i] != QLatin1Char('_'))
            name += ascii[i].toLower();
    }
    while (name.endsWith(QLatin1Char('_')))
        name.chop(1);
    return name;
}

/// The nearest good name for a part of a file name, or "" when nothing is left of it.
QString repaired(const QString& part)
{
    QString lost;
    const QString name = snakeCase(toAscii(part, &lost));
    return lost.isEmpty() && isName(name) ? name : QString();
}

} // namespace

QString versionedFileName(const QString& version, const QString& name, Direction direction)
{
    return version + QLatin1Char('_') + name + directionSuffix(direction);
}

std::optional<MigrationFileName> parseVersionedFileName(QStringView fileName)
{
    for (const Direction direction : {Direction::Up, Direction::Down}) {
        const QString suffix = directionSuffix(direction);
        if (!fileName.endsWith(suffix))
            continue;
        const QStringView stem = fileName.chopped(suffix.size());
        if (stem.size() < kVersionDigits + 2 || !isVersion(stem.first(kVersionDigits))
            || stem[kVersionDigits] != QLatin1Char('_') || !isName(stem.sliced(kVersionDigits + 1)))
            return std::nullopt;
        return MigrationFileName {
            stem.first(kVersionDigits).toString(), stem.sliced(kVersionDigits + 1).toString(), direction};
    }
    return std::nullopt;
}

std::optional<MigrationFileName> parseRepeatableFileName(QStringView fileName)
{
    constexpr QLatin1String kSuffix(".sql");
    if (!fileName.endsWith(kSuffix) || !isName(fileName.chopped(kSuffix.size())))
        return std::nullopt;
    return MigrationFileName {{}, fileName.chopped(kSuffix.size()).toString(), Direction::Up};
}

NameProblem explainVersionedFileName(const QString& fileName)
{
    QString stem = fileName;
    stem.chop(4); // ".sql" in any case
    QString suffix;
    for (const Direction direction : {Direction::Up, Direction::Down}) {
        const QString word = directionSuffix(direction).chopped(4);
        if (stem.endsWith(word, Qt::CaseInsensitive)) {
            suffix = directionSuffix(direction);
            stem.chop(word.size());
        }
    }
    const auto begin = stem.cbegin();
    const qsizetype digits = std::find_if_not(begin, stem.cend(), isDigit) - begin;
    const QString rest = stem.sliced(digits);
    const QString name = repaired(rest);
    NameProblem problem;
    if (digits != kVersionDigits) {
        problem.reason = digits == 0
            ? QStringLiteral("The name does not begin with a version.")
            : QStringLiteral("The version has %1 digits instead of 14 (YYYYMMDDhhmmss).").arg(digits);
        return problem;
    }
    if (name.isEmpty())
        problem.reason = QStringLiteral("After the version, “_” and a name of a-z, 0-9 and _ are missing.");
    else if (suffix.isEmpty())
        problem.reason = QStringLiteral("The name ends neither in .up.sql nor in .down.sql.");
    else if (name.size() > kMaxNameLength)
        problem.reason = QStringLiteral("The name is longer than %1 characters.").arg(kMaxNameLength);
    else
        problem.reason =
            QStringLiteral("It does not have the form version_name.up.sql with a-z, 0-9 and _ only.");
    if (!name.isEmpty())
        problem.suggestion = stem.first(digits) + QLatin1Char('_') + name
            + (suffix.isEmpty() ? QStringLiteral(".up.sql") : suffix);
    return problem;
}

NameProblem explainRepeatableFileName(const QString& fileName)
{
    const QString stem = fileName.chopped(4);
    NameProblem problem;
    if (stem.endsWith(QLatin1String(".down"), Qt::CaseInsensitive)) {
        problem.reason =
            QStringLiteral("A repeatable migration has no down script; it is run again when it changes.");
        return problem;
    }
    problem.reason = stem.size() > kMaxNameLength
        ? QStringLiteral("The name is longer than %1 characters.").arg(kMaxNameLength)
        : QStringLiteral("The name of a repeatable migration holds a-z, 0-9 and _ only.");
    QString base = stem;
    if (base.endsWith(QLatin1String(".up"), Qt::CaseInsensitive))
        base.chop(3);
    if (const QString name = repaired(base); !name.isEmpty())
        problem.suggestion = name + QStringLiteral(".sql");
    return problem;
}

std::optional<QDateTime> versionTime(const QString& version)
{
    if (!isVersion(version))
        return std::nullopt;
    const auto number = [&](int from, int length) {
        return QStringView(version).sliced(from, length).toInt();
    };
    const QDate date(number(0, 4), number(4, 2), number(6, 2));
    const QTime time(number(8, 2), number(10, 2), number(12, 2));
    if (!date.isValid() || !time.isValid())
        return std::nullopt;
    return QDateTime(date, time, Qt::UTC);
}

QString versionAt(const QDateTime& utc)
{
    return utc.toUTC().toString(QStringLiteral("yyyyMMddHHmmss"));
}

base::Result<QString> normaliseName(const QString& words)
{
    QString lost;
    const QString name = snakeCase(toAscii(words, &lost));
    if (!lost.isEmpty())
        return base::fail(base::ErrorCode::Invalid,
            QStringLiteral("“%1” cannot be the name of a migration").arg(words),
            QStringLiteral("“%1” has no counterpart among a-z and 0-9.").arg(lost),
            name.isEmpty()
                ? QStringLiteral("Use Latin letters, for example “add_points”.")
                : QStringLiteral("Use Latin letters; without the others it would be “%1”.").arg(name));
    if (name.isEmpty())
        return base::fail(base::ErrorCode::Invalid, QStringLiteral("The name of the migration is empty"),
            QStringLiteral("“%1” holds no letter and no digit.").arg(words),
            QStringLiteral("Say in a few words what it does, for example “add points to users”."));
    if (name.size() > kMaxNameLength)
        return base::fail(base::ErrorCode::Invalid, QStringLiteral("The name of the migration is too long"),
            QStringLiteral("It has %1 characters; file systems leave room for %2.")
                .arg(name.size())
                .arg(kMaxNameLength),
            QStringLiteral("Move the explanation into the first comment of the script."));
    return name;
}

} // namespace strandline::project
