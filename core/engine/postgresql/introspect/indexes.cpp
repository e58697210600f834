// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/array_text.h"
#include "core/engine/postgresql/introspect/catalogue.h"
#include "core/engine/postgresql/introspect/operator_classes.h"

namespace strandline::engine::postgresql {

using schema::Index;
using schema::IndexElement;
using schema::ObjectKind;

namespace {

// pg_get_indexdef() looks for the default of each operator class, which takes longer than all the rest; what is
// plain is put together here.
constexpr char indexesQuery[] = R"(
SELECT x.indexrelid::int8, x.indrelid::int8, c.relname, am.amname, x.indisunique,
  %since(150000, x.indnullsnotdistinct, false), x.indisvalid AND x.indisready, x.indisclustered, x.indisreplident,
  x.indnkeyatts, x.indkey::text, x.indoption::text, x.indclass::text, x.indcollation::text,
  CASE WHEN x.indcollation::text ~ '(^| )(?!(0|100)( |$))' THEN (SELECT array_agg(%collation(u.number)
    ORDER BY u.place)::text FROM unnest(x.indcollation::oid[]) WITH ORDINALITY u(number, place)) END,
  CASE WHEN x.indexprs IS NOT NULL THEN (SELECT array_agg(CASE WHEN k = 0
      THEN pg_get_indexdef(x.indexrelid, place::int, false) END ORDER BY place)::text
    FROM unnest(x.indkey::int2[]) WITH ORDINALITY u(k, place)) END,
  pg_get_expr(x.indpred, x.indrelid), c.reloptions::text, ts.spcname, pn.nspname, p.relname,
  CASE WHEN am.amname <> 'btree' OR x.indexprs IS NOT NULL OR c.reloptions IS NOT NULL
    THEN pg_get_indexdef(x.indexrelid) END,
  format('%s INDEX %I ON %s%s', CASE WHEN x.indisunique THEN ' UNIQUE' ELSE '' END, c.relname,
    CASE WHEN c.relkind = 'I' THEN 'ONLY ' END, x.indrelid::regclass)
FROM pg_index x
JOIN pg_class c ON c.oid = x.indexrelid
JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_inherits i ON i.inhrelid = x.indexrelid
LEFT JOIN pg_class p ON p.oid = i.inhparent
LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
WHERE c.relnamespace IN (%schemas)
)";

constexpr qint64 kDatabaseCollation = 100;
constexpr int kDescending = 1;
constexpr int kNullsFirst = 2;

struct IndexPlace
{
    qint64 relation = 0;
    qsizetype place = 0;
};

class IndexReading
{
public:
    explicit IndexReading(Catalogue& catalogue)
        : m_catalogue(catalogue)
    { }
    base::Result<void> read();

private:
    void readIndex(RowReader& row);
    bool readElements(RowReader& row, const Relation& home, Index& index) const;
    void printPlainIndex(Index& index, const Relation& home, const QString& beginning) const;
    base::Result<void> readDefinitions();
    base::Result<void> readColumnSettings();
    QList<Index>& listOf(const Relation& home) const
    {
        return home.kind == Relation::Kind::View ? m_catalogue.database.views[home.place].indexes
                                                 : m_catalogue.database.tables[home.place].indexes;
    }
    Index* indexOf(qint64 oid) const;

    Catalogue& m_catalogue;
    OperatorClasses m_classes;
    QHash<qint64, IndexPlace> m_places;
    QStringList m_unprinted; ///< numbers of those whose definition only the server can print
};

/// False when the server prints more than the names of columns for it.
bool IndexReading::readElements(RowReader& row, const Relation& home, Index& index) const
{
    bool isPlain = true;
    const qint64 keys = row.number();
    const QList<qint64> columns = numberArray(row.text());
    const QList<qint64> options = numberArray(row.text());
    const QList<qint64> classes = numberArray(row.text());
    const QList<qint64> collations = numberArray(row.text());
    const QStringList collationNames = textArray(row.text());
    const QStringList expressions = textArray(row.text());
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const qint64 number = columns.at(i);
        if (i >= keys) {
            index.includes << home.columns.value(number - 1);
            continue;
        }
        IndexElement element;
        element.column = number > 0 ? home.columns.value(number - 1) : QString();
        element.expression = expressions.value(i);
        const qint64 collation = collations.value(i);
        if (collation != 0 && collation != home.oddCollations.value(int(number), kDatabaseCollation))
            element.collation = collationNames.value(i, QStringLiteral("\"default\""));
        const qint64 operatorClass = classes.value(i);
        if (!m_classes.isDefault(operatorClass))
            element.operatorClass = m_classes.name(operatorClass);
        isPlain = isPlain && number > 0 && element.collation.isEmpty()
            && m_classes.isSurelyDefault(operatorClass, home.columnTypes.value(number - 1));
        element.isDescending = (options.value(i) & kDescending) != 0;
        element.nullsFirst = (options.value(i) & kNullsFirst) != 0;
        index.elements.append(element);
    }
    return isPlain;
}

QString inSql(const Relation& home, const QString& column)
{
    return home.columnInSql(home.columns.indexOf(column) + 1);
}

/// As pg_get_indexdef() does; tst_postgresql_introspector compares both.
void IndexReading::printPlainIndex(Index& index, const Relation& home, const QString& beginning) const
{
    QStringList keys;
    for (const IndexElement& element : std::as_const(index.elements)) {
        QString key = inSql(home, element.column);
        if (element.isDescending)
            key += element.nullsFirst ? QLatin1String(" DESC") : QLatin1String(" DESC NULLS LAST");
        else if (element.nullsFirst)
            key += QLatin1String(" NULLS FIRST");
        keys << key;
    }
    QStringList includes;
    for (const QString& column : std::as_const(index.includes))
        includes << inSql(home, column);
    index.definition = QStringLiteral("CREATE%1 USING %2 (%3)")
                           .arg(beginning, index.method, keys.join(QLatin1String(", ")));
    if (!includes.isEmpty())
        index.definition += QStringLiteral(" INCLUDE (%1)").arg(includes.join(QLatin1String(", ")));
    if (index.nullsNotDistinct)
        index.definition += QLatin1String(" NULLS NOT DISTINCT");
    if (!index.predicate.isEmpty())
        index.definition += QStringLiteral(" WHERE %1").arg(index.predicate);
}

void IndexReading::readIndex(RowReader& row)
{
    const qint64 oid = row.number();
    const qint64 relation = row.number();
    const auto home = m_catalogue.relations.constFind(relation);
    if (home == m_catalogue.relations.constEnd())
        return;
    Index index;
    index.name = row.text();
    index.method = row.text();
    index.isUnique = row.flag();
    index.nullsNotDistinct = row.flag();
    index.isValid = row.flag();
    if (row.flag())
        index.options.insert(QStringLiteral("clustered"), QStringLiteral("true"));
    const bool isReplicaIdentity = row.flag();
    const bool isPlain = readElements(row, *home, index);
    index.predicate = row.text();
    addOptions(index.options, row.text());
    if (const QString tablespace = row.text(); !tablespace.isEmpty())
        index.options.insert(QStringLiteral("tablespace"), tablespace);
    const QString parentSchema = row.text();
    index.parentIndex = {parentSchema, row.text()};
    index.definition = row.text();
    const QString beginning = row.text();
    if (index.definition.isEmpty() && isPlain)
        printPlainIndex(index, *home, beginning);
    else if (index.definition.isEmpty())
        m_unprinted << QString::number(oid);
    index.constraintName = m_catalogue.keyOfIndex.value(oid);
    index.comment = m_catalogue.comment(RelationClass, oid);

    // A key and its index are one thing to those who depend on it.
    const bool isKey = !index.constraintName.isEmpty();
    m_catalogue.ids.insert({RelationClass, oid, 0},
        {isKey ? ObjectKind::Constraint : ObjectKind::Index, home->name,
            isKey ? index.constraintName : index.name});
    if (isReplicaIdentity && home->kind == Relation::Kind::Table) {
        m_catalogue.database.tables[home->place].replicaIdentity =
            QStringLiteral("USING INDEX ") + index.name;
    }
    QList<Index>& list = listOf(*home);
    m_places.insert(oid, {relation, list.size()});
    list.append(index);
}

Index* IndexReading::indexOf(qint64 oid) const
{
    const auto place = m_places.constFind(oid);
    if (place == m_places.constEnd())
        return nullptr;
    return &listOf(*m_catalogue.relations.constFind(place->relation))[place->place];
}

base::Result<void> IndexReading::readDefinitions()
{
    if (m_unprinted.isEmpty())
        return {};
    const QString sql = QStringLiteral("SELECT i::int8, pg_get_indexdef(i) FROM unnest('{%1}'::oid[]) i")
                            .arg(m_unprinted.join(QLatin1Char(',')));
    return m_catalogue.read(sql, [this](RowReader& row) {
        Index* index = indexOf(row.number());
        index->definition = row.text();
    });
}

/// Parameters of operator classes and targets for the statistics of expressions.
base::Result<void> IndexReading::readColumnSettings()
{
    return m_catalogue.read(
        QStringLiteral("SELECT a.attrelid::int8, a.attnum, a.attoptions::text, a.attstattarget"
                       " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                       " WHERE c.relkind IN ('i', 'I') AND c.relnamespace IN (%schemas)"
                       " AND (a.attoptions IS NOT NULL OR a.attstattarget >= 0 AND EXISTS"
                       " (SELECT FROM pg_index x WHERE x.indexrelid = c.oid AND x.indexprs IS NOT NULL))"),
        [this](RowReader& row) {
            Index* index = indexOf(row.number());
            const qint64 number = row.number();
            if (!index || number > index->elements.size())
                return;
            schema::Options parameters;
            addOptions(parameters, row.text());
            QStringList texts;
            for (auto it = parameters.begin(); it != parameters.end(); ++it)
                texts << QStringLiteral("%1='%2'").arg(it.key(), it.value());
            if (!texts.isEmpty()) {
                index->elements[number - 1].operatorClass +=
                    QStringLiteral("(%1)").arg(texts.join(QLatin1String(", ")));
            }
            const bool hasTarget = !row.isNull();
            if (const qint64 target = row.number(); hasTarget && target >= 0) {
                index->options.insert(
                    QStringLiteral("statistics.%1").arg(number), QString::number(target));
            }
        });
}

base::Result<void> IndexReading::read()
{
    if (auto classes = m_classes.read(m_catalogue); !classes)
        return classes;
    const auto indexes = m_catalogue.read(
        QString::fromLatin1(indexesQuery), [this](RowReader& row) { readIndex(row); });
    if (!indexes)
        return indexes;
    if (auto definitions = readDefinitions(); !definitions)
        return definitions;
    return readColumnSettings();
}

} // namespace

base::Result<void> readIndexes(Catalogue& catalogue)
{
    return IndexReading(catalogue).read();
}

} // namespace strandline::engine::postgresql
