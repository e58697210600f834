// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/catalogue.h"

namespace strandline::engine::postgresql {

using schema::Routine;
using schema::RoutineKind;

namespace {

// The server prints no aggregates: their statement is put together as CREATE AGGREGATE takes it.
constexpr char routinesQuery[] = R"(
SELECT p.oid::int8, p.pronamespace::int8, p.proname, p.prokind::text, oidvectortypes(p.proargtypes),
  pg_get_function_arguments(p.oid), CASE WHEN p.prokind <> 'p' THEN pg_get_function_result(p.oid) END, l.lanname,
  %owner(p.proowner), %acl(p.proacl, f, p.proowner),
  CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) ELSE
    'CREATE AGGREGATE ' || quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '('
    || CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END || ') (' || E'\n    '
    || concat_ws(E',\n    ', 'SFUNC = ' || a.aggtransfn, 'STYPE = ' || format_type(a.aggtranstype, NULL),
      'SSPACE = ' || nullif(a.aggtransspace, 0),
      CASE WHEN a.aggfinalfn <> 0 THEN 'FINALFUNC = ' || a.aggfinalfn END,
      CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
      CASE WHEN a.aggfinalmodify <> CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END THEN 'FINALFUNC_MODIFY = '
        || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
      CASE WHEN a.aggcombinefn <> 0 THEN 'COMBINEFUNC = ' || a.aggcombinefn END,
      CASE WHEN a.aggserialfn <> 0 THEN 'SERIALFUNC = ' || a.aggserialfn END,
      CASE WHEN a.aggdeserialfn <> 0 THEN 'DESERIALFUNC = ' || a.aggdeserialfn END,
      'INITCOND = ' || quote_literal(a.agginitval),
      CASE WHEN a.aggmtransfn <> 0 THEN 'MSFUNC = ' || a.aggmtransfn END,
      CASE WHEN a.aggminvtransfn <> 0 THEN 'MINVFUNC = ' || a.aggminvtransfn END,
      CASE WHEN a.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(a.aggmtranstype, NULL) END,
      'MSSPACE = ' || nullif(a.aggmtransspace, 0),
      CASE WHEN a.aggmfinalfn <> 0 THEN 'MFINALFUNC = ' || a.aggmfinalfn END,
      CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
      CASE WHEN a.aggmtransfn <> 0 AND a.aggmfinalmodify <> CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END
        THEN 'MFINALFUNC_MODIFY = '
        || CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
      'MINITCOND = ' || quote_literal(a.aggminitval),
      CASE WHEN a.aggsortop <> 0 THEN 'SORTOP = OPERATOR(' || quote_ident(sn.nspname) || '.' || so.oprname || ')' END,
      CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
      CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END) || E'\n)' END
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
LEFT JOIN pg_operator so ON so.oid = a.aggsortop
LEFT JOIN pg_namespace sn ON sn.oid = so.oprnamespace
WHERE p.pronamespace IN (%schemas) AND %foreign(p.pronamespace, p.proname) AND %free(pg_proc, p.oid)
  AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid
    AND i.deptype = 'i')
)";

RoutineKind kindOf(QChar letter)
{
    switch (letter.toLatin1()) {
    case 'p':
        return RoutineKind::Procedure;
    case 'a':
        return RoutineKind::Aggregate;
    case 'w':
        return RoutineKind::Window;
    default:
        return RoutineKind::Function;
    }
}

} // namespace

base::Result<void> readRoutines(Catalogue& catalogue)
{
    return catalogue.read(QString::fromLatin1(routinesQuery), [&](RowReader& row) {
        const qint64 oid = row.number();
        const qint64 schemaOid = row.number();
        Routine routine;
        routine.name = catalogue.nameIn(schemaOid, row.text());
        routine.kind = kindOf(row.letter());
        routine.identityArguments = row.text();
        routine.arguments = row.text();
        routine.returnType = row.text();
        routine.language = row.text();
        const QString owner = row.text();
        routine.access = catalogue.access(owner, row.text(), 'f');
        routine.definition = row.text();
        while (routine.definition.endsWith(QLatin1Char('\n')))
            routine.definition.chop(1);
        routine.comment = catalogue.comment(RoutineClass, oid);
        catalogue.ids.insert(
            {RoutineClass, oid, 0}, {schema::ObjectKind::Routine, routine.name, routine.identityArguments});
        catalogue.database.routines.append(routine);
    });
}

} // namespace strandline::engine::postgresql
