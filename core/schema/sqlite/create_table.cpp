// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/sqlite/create_table.h"

#include "core/schema/sqlite/normal_form.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace strandline::schema::sqlite {

using sql::TokenKind;

namespace {

const QString kTrue = QStringLiteral("true");

class TableParser
{
public:
    explicit TableParser(const StatementTokens& tokens)
        : m_tokens(tokens)
    { }
    std::optional<ParsedTable> parse();

private:
    /// Expressions are written in normal form once all columns are known.
    struct Pending
    {
        enum Where { Default, Generated, Check, KeyElements } where;
        qsizetype target; ///< place of the column, or of the constraint
        qsizetype from;
        qsizetype to;
    };

    bool is(std::string_view word) const { return m_tokens.is(m_at, word); }
    bool isKind(TokenKind kind) const { return m_tokens.kind(m_at) == kind; }
    bool take(std::string_view word);
    bool take(TokenKind kind);
    bool takeName(QString& name);
    bool takeParenthesised(qsizetype& from, qsizetype& to);
    void takeConflict(QString& clause);
    bool isConstraintWord() const;

    bool parseItems();
    bool parseColumn();
    QString parseType();
    bool parseColumnConstraints(int column);
    bool parseColumnConstraint(int column, const QString& name);
    bool parseDefault(int column);
    bool parseGenerated(int column);
    bool parseColumnKey(int column, const QString& name);
    bool parseTableConstraint();
    bool parseKeyColumns(Constraint& constraint);
    bool parseReferences(Constraint& constraint);
    bool parseAction(QString& action);
    void parseDeferrable(Constraint& constraint);
    bool parseOptions();
    void add(const Constraint& constraint, int column);
    void writeExpressions();
    QString keyElements(qsizetype from, qsizetype to, const QStringList& names) const;

    const StatementTokens& m_tokens;
    qsizetype m_at = 0;
    ParsedTable m_result;
    QList<Pending> m_pending;
};

bool TableParser::take(std::string_view word)
{
    if (!is(word))
        return false;
    ++m_at;
    return true;
}

bool TableParser::take(TokenKind kind)
{
    if (!isKind(kind))
        return false;
    ++m_at;
    return true;
}

bool TableParser::takeName(QString& name)
{
    if (!m_tokens.isName(m_at))
        return false;
    name = m_tokens.name(m_at++);
    return true;
}

bool TableParser::takeParenthesised(qsizetype& from, qsizetype& to)
{
    const qsizetype close = m_tokens.closing(m_at);
    if (!isKind(TokenKind::OpenParen) || close >= m_tokens.size())
        return false;
    from = m_at + 1;
    to = close;
    m_at = close + 1;
    return true;
}

void TableParser::takeConflict(QString& clause)
{
    if (is("ON") && m_tokens.is(m_at + 1, "CONFLICT")) {
        clause = m_tokens.text(m_at + 2).toUpper();
        m_at += 3;
        if (clause == QLatin1String("ABORT"))
            clause.clear(); // what happens without it
    }
}

bool TableParser::isConstraintWord() const
{
    if (is("GENERATED"))
        return m_tokens.is(m_at + 1, "ALWAYS") && m_tokens.is(m_at + 2, "AS");
    for (const char* word : {"CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE",
             "REFERENCES", "AS", "DEFERRABLE"}) {
        if (is(word))
            return true;
    }
    return false;
}

std::optional<ParsedTable> TableParser::parse()
{
    m_at = createdName(m_tokens);
    if (m_at == 0 || isVirtualTable(m_tokens))
        return std::nullopt;
    m_result.nameToken = m_at;
    if (!takeName(m_result.table.name.name) || !take(TokenKind::OpenParen) || !parseItems() || !parseOptions()
        || m_at != m_tokens.size())
        return std::nullopt;
    writeExpressions();
    m_result.table.constraints = m_result.constraints;
    makeCanonical(m_result.table);
    return m_result;
}

bool TableParser::parseItems()
{
    bool inColumns = true;
    for (;;) {
        // Commas between the constraints of a table may be missing.
        inColumns =
            inColumns && !(is("CONSTRAINT") || is("PRIMARY") || is("UNIQUE") || is("CHECK") || is("FOREIGN"));
        if (inColumns ? !parseColumn() : !parseTableConstraint())
            return false;
        if (take(TokenKind::CloseParen))
            return true;
        if (!take(TokenKind::Comma) && inColumns && !(is("CONSTRAINT") || is("FOREIGN")))
            return false;
    }
}

bool TableParser::parseColumn()
{
    const qsizetype first = m_at;
    Column column;
    if (!takeName(column.name))
        return false;
    column.type = parseType();
    m_result.table.columns.append(column);
    if (!parseColumnConstraints(int(m_result.table.columns.size()) - 1))
        return false;
    m_result.columnTexts.append(m_tokens.slice(first, m_at));
    return true;
}

QString TableParser::parseType()
{
    const qsizetype first = m_at;
    while (m_tokens.isName(m_at) && !isConstraintWord())
        ++m_at;
    if (m_at > first && isKind(TokenKind::OpenParen)) {
        const qsizetype close = m_tokens.closing(m_at);
        if (close < m_tokens.size())
            m_at = close + 1;
    }
    return normalType(m_tokens.slice(first, m_at));
}

bool TableParser::parseColumnConstraints(int column)
{
    for (;;) {
        QString name;
        const bool isNamed = take("CONSTRAINT");
        if (isNamed && !takeName(name))
            return false;
        if (isKind(TokenKind::Comma) || isKind(TokenKind::CloseParen))
            return true; // SQLite lets a name without a constraint pass
        if (!isNamed && !isConstraintWord())
            return is("FOREIGN"); // constraints of the table may follow without a comma
        if (!parseColumnConstraint(column, name))
            return false;
    }
}

bool TableParser::parseColumnConstraint(int column, const QString& name)
{
    Column& target = m_result.table.columns[column];
    Constraint constraint;
    constraint.name = name;
    constraint.columns = QStringList {target.name};
    if (take("NULL")) {
        QString ignored;
        takeConflict(ignored);
        return true;
    }
    if (is("NOT") && m_tokens.is(m_at + 1, "NULL")) {
        m_at += 2;
        target.notNull = true;
        constraint.kind = ConstraintKind::NotNull;
        takeConflict(constraint.conflictClause);
        if (!name.isEmpty() || !constraint.conflictClause.isEmpty())
            add(constraint, column);
        return true;
    }
    if (is("DEFERRABLE") || is("NOT")) {
        if (m_result.constraints.isEmpty() || m_result.constraints.last().kind != ConstraintKind::ForeignKey)
            return false;
        parseDeferrable(m_result.constraints.last());
        return true;
    }
    if (take("DEFAULT"))
        return parseDefault(column);
    if (take("COLLATE")) {
        QString collation;
        if (!takeName(collation))
            return false;
        collation = collation.toUpper();
        target.collation = collation == QLatin1String("BINARY") ? QString() : collation;
        return true;
    }
    if (take("CHECK")) {
        Pending pending {Pending::Check, m_result.constraints.size(), 0, 0};
        if (!takeParenthesised(pending.from, pending.to))
            return false;
        m_pending.append(pending);
        constraint.kind = ConstraintKind::Check;
        constraint.columns.clear();
        takeConflict(constraint.conflictClause);
        constraint.conflictClause.clear(); // read and ignored by SQLite as well
        add(constraint, column);
        return true;
    }
    if (is("REFERENCES")) {
        constraint.kind = ConstraintKind::ForeignKey;
        if (!parseReferences(constraint))
            return false;
        add(constraint, column);
        return true;
    }
    if (is("GENERATED") || is("AS"))
        return parseGenerated(column);
    return parseColumnKey(column, name);
}

bool TableParser::parseColumnKey(int column, const QString& name)
{
    Column& target = m_result.table.columns[column];
    Constraint constraint;
    constraint.name = name;
    constraint.columns = QStringList {target.name};
    if (take("UNIQUE")) {
        constraint.kind = ConstraintKind::Unique;
        takeConflict(constraint.conflictClause);
    } else if (take("PRIMARY") && take("KEY")) {
        constraint.kind = ConstraintKind::PrimaryKey;
        if (take("DESC"))
            constraint.options.insert(notRowidOption, kTrue);
        else
            take("ASC");
        takeConflict(constraint.conflictClause);
        target.isAutoIncrement = take("AUTOINCREMENT");
    } else {
        return false;
    }
    add(constraint, column);
    return true;
}

bool TableParser::parseDefault(int column)
{
    Pending pending {Pending::Default, column, m_at, m_at};
    if (isKind(TokenKind::OpenParen)) {
        if (!takeParenthesised(pending.from, pending.to))
            return false;
    } else {
        if (m_tokens.isOperator(m_at, "-") || m_tokens.isOperator(m_at, "+"))
            ++m_at;
        if (m_at >= m_tokens.size())
            return false;
        pending.to = ++m_at;
    }
    m_pending.append(pending);
    return true;
}

bool TableParser::parseGenerated(int column)
{
    if (take("GENERATED"))
        take("ALWAYS");
    Pending pending {Pending::Generated, column, 0, 0};
    if (!take("AS") || !takeParenthesised(pending.from, pending.to))
        return false;
    m_pending.append(pending);
    m_result.table.columns[column].generated = take("STORED") ? Generated::Stored : Generated::Virtual;
    take("VIRTUAL");
    return true;
}

bool TableParser::parseTableConstraint()
{
    Constraint constraint;
    if (take("CONSTRAINT") && !takeName(constraint.name))
        return false;
    if (take("CHECK")) {
        constraint.kind = ConstraintKind::Check;
        Pending pending {Pending::Check, m_result.constraints.size(), 0, 0};
        if (!takeParenthesised(pending.from, pending.to))
            return false;
        m_pending.append(pending);
        takeConflict(constraint.conflictClause);
        constraint.conflictClause.clear();
    } else if (take("FOREIGN")) {
        constraint.kind = ConstraintKind::ForeignKey;
        qsizetype from = 0;
        qsizetype to = 0;
        if (!take("KEY") || !takeParenthesised(from, to))
            return false;
        for (; from < to; from += 2)
            constraint.columns.append(m_tokens.name(from));
        if (!parseReferences(constraint))
            return false;
        parseDeferrable(constraint);
    } else if (is("PRIMARY") || is("UNIQUE")) {
        constraint.kind = is("UNIQUE") ? ConstraintKind::Unique : ConstraintKind::PrimaryKey;
        m_at += is("UNIQUE") ? 1 : 2;
        if (!parseKeyColumns(constraint))
            return false;
        takeConflict(constraint.conflictClause);
    } else {
        return isKind(TokenKind::Comma) || isKind(TokenKind::CloseParen);
    }
    add(constraint, -1);
    return true;
}

/// Of a key over several columns: names, each perhaps with COLLATE, ASC or DESC, and AUTOINCREMENT at the
/// end.
bool TableParser::parseKeyColumns(Constraint& constraint)
{
    Pending pending {Pending::KeyElements, m_result.constraints.size(), 0, 0};
    if (!takeParenthesised(pending.from, pending.to))
        return false;
    if (m_tokens.is(pending.to - 1, "AUTOINCREMENT"))
        --pending.to;
    bool isPlain = true;
    bool isName = true;
    for (qsizetype i = pending.from; i < pending.to; ++i) {
        if (m_tokens.kind(i) == TokenKind::Comma)
            isName = true;
        else if (std::exchange(isName, false))
            constraint.columns.append(m_tokens.name(i));
        else
            isPlain = isPlain && m_tokens.is(i, "ASC");
    }
    if (!isPlain)
        m_pending.append(pending);
    if (m_tokens.is(pending.to, "AUTOINCREMENT")) {
        for (Column& column : m_result.table.columns)
            column.isAutoIncrement = isSameName(column.name, constraint.columns.value(0));
    }
    return true;
}

bool TableParser::parseReferences(Constraint& constraint)
{
    if (!take("REFERENCES") || !takeName(constraint.referencedTable.name))
        return false;
    qsizetype from = 0;
    qsizetype to = 0;
    if (isKind(TokenKind::OpenParen)) {
        if (!takeParenthesised(from, to))
            return false;
        for (; from < to; from += 2)
            constraint.referencedColumns.append(m_tokens.name(from));
    }
    for (;;) {
        QString action;
        if (take("MATCH")) {
            if (!takeName(constraint.match))
                return false;
            constraint.match = constraint.match.toUpper();
            if (constraint.match == QLatin1String("SIMPLE") || constraint.match == QLatin1String("NONE"))
                constraint.match.clear();
        } else if (is("ON") && !m_tokens.is(m_at + 1, "CONFLICT")) {
            const QString event = m_tokens.text(m_at + 1).toUpper();
            m_at += 2;
            if (!parseAction(action))
                return false;
            if (event == QLatin1String("DELETE"))
                constraint.onDelete = action;
            else if (event == QLatin1String("UPDATE"))
                constraint.onUpdate = action;
        } else {
            return true;
        }
    }
}

bool TableParser::parseAction(QString& action)
{
    for (const char* word : {"CASCADE", "RESTRICT"}) {
        if (take(word)) {
            action = QLatin1String(word);
            return true;
        }
    }
    if (take("NO"))
        return take("ACTION");
    if (!take("SET"))
        return false;
    action = is("NULL") ? QStringLiteral("SET NULL") : QStringLiteral("SET DEFAULT");
    return take("NULL") || take("DEFAULT");
}

/// Only INITIALLY DEFERRED changes anything; the other forms mean what stands there without them.
void TableParser::parseDeferrable(Constraint& constraint)
{
    const bool isNot = is("NOT") && m_tokens.is(m_at + 1, "DEFERRABLE");
    if (isNot)
        ++m_at;
    if (!take("DEFERRABLE"))
        return;
    bool isDeferred = false;
    if (take("INITIALLY")) {
        isDeferred = is("DEFERRED");
        ++m_at;
    }
    constraint.isInitiallyDeferred = constraint.isDeferrable = isDeferred && !isNot;
}

bool TableParser::parseOptions()
{
    while (m_at < m_tokens.size()) {
        if (take("STRICT"))
            m_result.table.options.insert(strictOption, kTrue);
        else if (take("WITHOUT") && take("ROWID"))
            m_result.table.options.insert(withoutRowidOption, kTrue);
        else
            return false;
        take(TokenKind::Comma);
    }
    return true;
}

void TableParser::add(const Constraint& constraint, int column)
{
    m_result.constraints.append(constraint);
    m_result.constraintColumns.append(column);
}

QString TableParser::keyElements(qsizetype from, qsizetype to, const QStringList& names) const
{
    QString text;
    for (qsizetype i = from; i < to; ++i) {
        if (m_tokens.kind(i) == TokenKind::Comma)
            text += QStringLiteral(", ");
        else if (m_tokens.is(i, "COLLATE"))
            text += QStringLiteral(" COLLATE ") + m_tokens.name(++i).toUpper();
        else if (m_tokens.is(i, "DESC") && i > from && m_tokens.kind(i - 1) != TokenKind::Comma)
            text += QStringLiteral(" DESC");
        else if (!m_tokens.is(i, "ASC") || i == from || m_tokens.kind(i - 1) == TokenKind::Comma)
            text += normalForm(m_tokens, i, i + 1, names);
    }
    return text;
}

void TableParser::writeExpressions()
{
    QStringList names;
    for (const Column& column : m_result.table.columns)
        names.append(column.name);
    for (const Pending& pending : m_pending) {
        switch (pending.where) {
        case Pending::Default: {
            QString text = normalExpression(m_tokens, pending.from, pending.to, {});
            // A bare word is a string there, as one in double quotes is.
            const bool isWord =
                pending.to - pending.from == 1 && m_tokens.kind(pending.from) == TokenKind::Word;
            static const QStringList values {QStringLiteral("null"), QStringLiteral("true"),
                QStringLiteral("false"), QStringLiteral("current_date"), QStringLiteral("current_time"),
                QStringLiteral("current_timestamp")};
            if (isWord)
                text = values.contains(foldedName(text)) ? text.toUpper()
                                                         : QLatin1Char('\'') + text + QLatin1Char('\'');
            m_result.table.columns[pending.target].defaultValue = text;
            break;
        }
        case Pending::Generated:
            m_result.table.columns[pending.target].generationExpression =
                normalExpression(m_tokens, pending.from, pending.to, names);
            break;
        case Pending::Check:
            m_result.constraints[pending.target].expression =
                normalExpression(m_tokens, pending.from, pending.to, names);
            break;
        case Pending::KeyElements:
            m_result.constraints[pending.target].definition = keyElements(pending.from, pending.to, names);
            break;
        }
    }
    // As the table itself writes them.
    for (Constraint& constraint : m_result.constraints) {
        for (QString& column : constraint.columns) {
            for (const QString& name : names) {
                if (isSameName(name, column))
                    column = name;
            }
        }
    }
}

} // namespace

std::optional<ParsedTable> parseCreateTable(const StatementTokens& tokens)
{
    return TableParser(tokens).parse();
}

std::optional<ParsedTable> parseCreateTable(const QString& statement)
{
    return parseCreateTable(StatementTokens(statement));
}

qsizetype createdName(const StatementTokens& tokens)
{
    qsizetype at = 1;
    if (!tokens.is(0, "CREATE"))
        return 0;
    while (tokens.is(at, "TEMP") || tokens.is(at, "TEMPORARY") || tokens.is(at, "VIRTUAL")
        || tokens.is(at, "UNIQUE"))
        ++at;
    if (!tokens.is(at, "TABLE") && !tokens.is(at, "VIEW") && !tokens.is(at, "INDEX")
        && !tokens.is(at, "TRIGGER"))
        return 0;
    ++at;
    if (tokens.is(at, "IF") && tokens.is(at + 1, "NOT") && tokens.is(at + 2, "EXISTS"))
        at += 3;
    if (tokens.kind(at + 1) == TokenKind::Dot)
        at += 2;
    return tokens.isName(at) ? at : 0;
}

bool isVirtualTable(const StatementTokens& tokens)
{
    return tokens.is(0, "CREATE") && tokens.is(1, "VIRTUAL");
}

QString normalType(const QString& type)
{
    const StatementTokens tokens(type);
    QString result;
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const TokenKind kind = tokens.kind(i);
        const bool isTight = kind == TokenKind::Comma || kind == TokenKind::OpenParen
            || kind == TokenKind::CloseParen || tokens.kind(i - 1) == TokenKind::OpenParen
            || tokens.kind(i - 1) == TokenKind::Operator;
        if (i > 0 && !isTight)
            result += QLatin1Char(' ');
        result += kind == TokenKind::Word ? tokens.text(i).toUpper() : tokens.text(i);
    }
    return result;
}

void makeCanonical(Table& table)
{
    const auto key = [](const Constraint& c) {
        return std::make_tuple(c.name, int(c.kind), c.columns, c.expression, c.referencedTable.name,
            c.referencedColumns, c.definition, c.onDelete, c.onUpdate, c.conflictClause);
    };
    std::stable_sort(table.constraints.begin(), table.constraints.end(),
        [&](const Constraint& a, const Constraint& b) { return key(a) < key(b); });
    const Constraint* primary = table.primaryKey();
    if (!primary || !table.options.contains(withoutRowidOption))
        return;
    for (Column& column : table.columns)
        column.notNull = column.notNull || primary->columns.contains(column.name);
}

const Column* rowidAlias(const Table& table)
{
    const Constraint* primary = table.primaryKey();
    if (!primary || primary->columns.size() != 1 || primary->options.contains(notRowidOption)
        || table.options.contains(withoutRowidOption))
        return nullptr;
    const Column* column = table.column(primary->columns.first());
    return column && column->type == QLatin1String("INTEGER") ? column : nullptr;
}

} // namespace strandline::schema::sqlite
