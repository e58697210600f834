// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timeline_filter.h"

#include "ui/text/state_words.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>

namespace strandline::ui {

using migration::MigrationFlag;
using migration::MigrationState;
using Key = FilterTerm::Key;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("TimelineFilter", text);
}

struct NamedKey
{
    Key key;
    QLatin1String name;
};

const std::array<NamedKey, 8>& keys()
{
    static const std::array<NamedKey, 8> list {
        {{Key::State, QLatin1String("state")}, {Key::Flag, QLatin1String("flag")},
            {Key::Risk, QLatin1String("risk")}, {Key::By, QLatin1String("by")},
            {Key::Env, QLatin1String("env")}, {Key::Touches, QLatin1String("touches")},
            {Key::Before, QLatin1String("before")}, {Key::After, QLatin1String("after")}}};
    return list;
}

struct NamedState
{
    MigrationState state;
    QLatin1String name;
};

const std::array<NamedState, 10>& states()
{
    static const std::array<NamedState, 10> list {{{MigrationState::Applied, QLatin1String("applied")},
        {MigrationState::Pending, QLatin1String("pending")},
        {MigrationState::Running, QLatin1String("running")},
        {MigrationState::Failed, QLatin1String("failed")},
        {MigrationState::Partial, QLatin1String("partial")},
        {MigrationState::RolledBack, QLatin1String("rolledBack")},
        {MigrationState::Missing, QLatin1String("missing")},
        {MigrationState::Future, QLatin1String("future")},
        {MigrationState::Skipped, QLatin1String("skipped")},
        {MigrationState::Baseline, QLatin1String("baseline")}}};
    return list;
}

struct NamedFlag
{
    MigrationFlag flag;
    QLatin1String name;
};

const std::array<NamedFlag, 9>& flags()
{
    static const std::array<NamedFlag, 9> list {{{MigrationFlag::Changed, QLatin1String("changed")},
        {MigrationFlag::ChangedCosmetic, QLatin1String("changedCosmetic")},
        {MigrationFlag::OutOfOrder, QLatin1String("outOfOrder")},
        {MigrationFlag::Irreversible, QLatin1String("irreversible")},
        {MigrationFlag::DataLoss, QLatin1String("dataLoss")},
        {MigrationFlag::DownDataLoss, QLatin1String("downDataLoss")},
        {MigrationFlag::NoTransaction, QLatin1String("noTransaction")},
        {MigrationFlag::Repeatable, QLatin1String("repeatable")},
        {MigrationFlag::Unsaved, QLatin1String("unsaved")}}};
    return list;
}

/// "rolled-back", "rolledBack" and "Rolled back" are the same word to a person.
QString folded(QString text)
{
    text = text.toLower();
    text.remove(QLatin1Char('-'));
    text.remove(QLatin1Char('_'));
    text.remove(QLatin1Char(' '));
    return text;
}

std::optional<MigrationState> stateOf(const QString& text)
{
    const QString wanted = folded(text);
    for (const NamedState& known : states()) {
        if (wanted == folded(known.name) || wanted == folded(stateWord(known.state)))
            return known.state;
    }
    return std::nullopt;
}

std::optional<MigrationFlag> flagOf(const QString& text)
{
    const QString wanted = folded(text);
    for (const NamedFlag& known : flags()) {
        if (wanted == folded(known.name) || wanted == folded(flagBadge(known.flag)))
            return known.flag;
    }
    return std::nullopt;
}

QStringList splitWords(const QString& text)
{
    QStringList words;
    QString word;
    bool quoted = false;
    bool any = false;
    for (const QChar c : text) {
        if (c == QLatin1Char('"')) {
            quoted = !quoted;
            any = true;
        } else if (c.isSpace() && !quoted) {
            if (any)
                words << word;
            word.clear();
            any = false;
        } else {
            word += c;
            any = true;
        }
    }
    if (any)
        words << word;
    return words;
}

/// A whole day or a whole month; `before` compares with its start and so does `after`.
QDate dateOf(const QString& text)
{
    static const QRegularExpression shape(QStringLiteral("^(\\d{4})-(\\d{1,2})(?:-(\\d{1,2}))?$"));
    const auto match = shape.match(text);
    if (!match.hasMatch())
        return {};
    const int day = match.captured(3).isEmpty() ? 1 : match.captured(3).toInt();
    return QDate(match.captured(1).toInt(), match.captured(2).toInt(), day);
}

QString listed(const QStringList& names)
{
    return names.join(QStringLiteral(", "));
}

void readStates(FilterTerm& term, TimelineFilter& filter)
{
    for (const QString& value : std::as_const(term.values)) {
        if (const auto state = stateOf(value)) {
            term.states << *state;
            continue;
        }
        QStringList names;
        for (const NamedState& known : states())
            names << QString(known.name);
        filter.problem = say("No such state “%1”. Try %2.").arg(value, listed(names));
    }
}

void readFlags(FilterTerm& term, TimelineFilter& filter)
{
    for (const QString& value : std::as_const(term.values)) {
        if (const auto flag = flagOf(value)) {
            term.flags |= *flag;
            continue;
        }
        QStringList names;
        for (const NamedFlag& known : flags())
            names << QString(known.name);
        filter.problem = say("No such flag “%1”. Try %2.").arg(value, listed(names));
    }
}

void addKeyTerm(Key key, bool negated, const QString& value, TimelineFilter& filter)
{
    FilterTerm term;
    term.key = key;
    term.negated = negated;
    term.values = value.split(QLatin1Char(','), Qt::SkipEmptyParts);
    if (term.values.isEmpty())
        return; // "state:" while somebody still types
    switch (key) {
    case Key::State:
        readStates(term, filter);
        if (term.states.isEmpty())
            return;
        break;
    case Key::Flag:
        readFlags(term, filter);
        if (!term.flags)
            return;
        break;
    case Key::Risk:
        filter.note = say("“risk:” changes nothing yet: this version does not look for risks.");
        return;
    case Key::Touches:
        filter.note = say("“touches:” changes nothing yet: this version does not read which objects a script "
                          "touches.");
        return;
    case Key::Before:
    case Key::After:
        term.date = dateOf(term.values.first());
        break;
    case Key::Text:
    case Key::By:
    case Key::Env:
        break;
    }
    filter.terms << term;
}

void addWord(const QString& raw, TimelineFilter& filter)
{
    static const QRegularExpression shape(QStringLiteral("^([A-Za-z]+):(.*)$"));
    const bool negated = raw.size() > 1 && raw.startsWith(QLatin1Char('-'));
    const QString word = negated ? raw.mid(1) : raw;
    const auto match = shape.match(word);
    if (!match.hasMatch()) {
        FilterTerm term;
        term.negated = negated;
        term.values = {word};
        if (!word.isEmpty() && word != QLatin1String("-"))
            filter.terms << term;
        return;
    }
    const QString name = match.captured(1).toLower();
    for (const NamedKey& known : keys()) {
        if (name == known.name) {
            addKeyTerm(known.key, negated, match.captured(2), filter);
            return;
        }
    }
    filter.problem =
        say("No such filter “%1”. Try state:, flag:, risk:, by:, env:, touches:, before:, after:.")
            .arg(match.captured(1));
}

/// "before:20260201" means a day to a person, where versions are times; as numbers eight digits would be
/// before everything with fourteen.
QString asLongAs(const QString& version, const QString& typed)
{
    constexpr int kYear = 4;
    constexpr int kTime = 14;
    static const QRegularExpression digits(QStringLiteral("^\\d+$"));
    if (version.size() == kTime && typed.size() >= kYear && typed.size() < kTime
        && digits.match(typed).hasMatch())
        return typed.leftJustified(kTime, QLatin1Char('0'));
    return typed;
}

bool holds(const FilterTerm& term, const migration::TimelineEntry& entry, const StateIn& stateIn)
{
    const auto any = [&term](auto predicate) {
        return std::any_of(term.values.cbegin(), term.values.cend(), predicate);
    };
    switch (term.key) {
    case Key::Text:
        return any([&entry](const QString& value) {
            QString spaced = value;
            spaced.replace(QLatin1Char(' '), QLatin1Char('_'));
            return entry.version.contains(value, Qt::CaseInsensitive)
                || entry.name.contains(spaced, Qt::CaseInsensitive)
                || entry.name.contains(value, Qt::CaseInsensitive)
                || entry.id().contains(value, Qt::CaseInsensitive);
        });
    case Key::State:
        return term.states.contains(entry.state);
    case Key::Flag:
        return bool(entry.flags & term.flags);
    case Key::By:
        return any([&entry](const QString& value) { return entry.by.contains(value, Qt::CaseInsensitive); });
    case Key::Env:
        return any([&](const QString& value) {
            const auto state = stateIn ? stateIn(entry, value) : std::nullopt;
            return state && countsAsApplied(*state);
        });
    case Key::Before:
    case Key::After: {
        const bool before = term.key == Key::Before;
        if (term.date.isValid()) {
            if (!entry.at.isValid())
                return false;
            const QDate day = entry.at.toLocalTime().date();
            return before ? day < term.date : day >= term.date;
        }
        if (entry.version.isEmpty())
            return false;
        const QString version = asLongAs(entry.version, term.values.first());
        return before ? migration::versionLess(entry.version, version)
                      : migration::versionLess(version, entry.version);
    }
    case Key::Risk:
    case Key::Touches:
        return true;
    }
    return true;
}

} // namespace

TimelineFilter parseTimelineFilter(const QString& text)
{
    TimelineFilter filter;
    for (const QString& word : splitWords(text))
        addWord(word, filter);
    return filter;
}

bool matches(const TimelineFilter& filter, const migration::TimelineEntry& entry, const StateIn& stateIn)
{
    return std::all_of(filter.terms.cbegin(), filter.terms.cend(),
        [&](const FilterTerm& term) { return holds(term, entry, stateIn) != term.negated; });
}

QStringList filterCompletions(const QString& lastWord, const FilterVocabulary& vocabulary)
{
    const bool negated = lastWord.startsWith(QLatin1Char('-'));
    const QString sign = negated ? QStringLiteral("-") : QString();
    const QString word = negated ? lastWord.mid(1) : lastWord;
    QStringList all;
    const auto offer = [&all, &sign](const QString& key, const QString& value) {
        all << sign + key + QLatin1Char(':')
                + (value.contains(QLatin1Char(' ')) ? QLatin1Char('"') + value + QLatin1Char('"') : value);
    };
    const int colon = int(word.indexOf(QLatin1Char(':')));
    if (colon < 0) {
        for (const NamedKey& known : keys())
            all << sign + QString(known.name) + QLatin1Char(':');
    } else {
        const QString key = word.left(colon).toLower();
        if (key == QLatin1String("state")) {
            for (const NamedState& known : states())
                offer(key, known.name);
        } else if (key == QLatin1String("flag")) {
            for (const NamedFlag& known : flags())
                offer(key, known.name);
        } else if (key == QLatin1String("by")) {
            for (const QString& person : vocabulary.people)
                offer(key, person);
        } else if (key == QLatin1String("env")) {
            for (const QString& environment : vocabulary.environments)
                offer(key, environment);
        }
    }
    QStringList matching;
    for (const QString& candidate : std::as_const(all)) {
        if (candidate.startsWith(lastWord, Qt::CaseInsensitive) && candidate != lastWord)
            matching << candidate;
    }
    return matching;
}

} // namespace strandline::ui
