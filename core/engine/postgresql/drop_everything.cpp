// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/drop_everything.h"

namespace strandline::engine::postgresql {

namespace {

// The schemas that stay are emptied object by object: DROP SCHEMA public CASCADE would take extensions of the
// administrator along, which the login could not put back, and CREATE SCHEMA afterwards forgets grants. That
// a role is a member of the owner is enough for dropping.
constexpr char query[] = R"(
WITH kept AS MATERIALIZED (
  SELECT n.oid, n.nspname FROM pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND (n.nspname = ANY (current_schemas(false)) OR n.nspname = 'public' OR NOT pg_has_role(n.nspowner, 'USAGE')
         OR EXISTS (SELECT FROM pg_extension x WHERE x.extnamespace = n.oid AND NOT pg_has_role(x.extowner, 'USAGE')))
), member AS MATERIALIZED (
  SELECT d.classid, d.objid FROM pg_depend d WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
), inner_part AS MATERIALIZED (
  SELECT d.classid, d.objid FROM pg_depend d WHERE (d.deptype IN ('i', 'P') OR (d.deptype = 'a'
    AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass))
    AND NOT (d.refclassid = d.classid AND d.refobjid = d.objid) -- a partitioned table and its own key
)
SELECT step, statement FROM (
  SELECT 0 AS step, format('DROP EXTENSION IF EXISTS %I CASCADE', x.extname) AS statement
  FROM pg_extension x WHERE pg_has_role(x.extowner, 'USAGE') AND x.oid >= 16384
  UNION ALL
  SELECT 1, format('DROP PUBLICATION IF EXISTS %I', p.pubname)
  FROM pg_publication p WHERE pg_has_role(p.pubowner, 'USAGE')
  UNION ALL
  SELECT 2, format('DROP EVENT TRIGGER IF EXISTS %I CASCADE', v.evtname)
  FROM pg_event_trigger v WHERE pg_has_role(v.evtowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_event_trigger'::regclass AND m.objid = v.oid)
  UNION ALL
  SELECT 3, format('DROP SCHEMA IF EXISTS %I CASCADE', n.nspname)
  FROM pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.oid NOT IN (SELECT oid FROM kept)
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)
  UNION ALL
  SELECT 4, format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW'
           WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE'
           WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END, k.nspname, c.relname)
  FROM pg_class c JOIN kept k ON k.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND pg_has_role(c.relowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
    AND (c.relkind = 'c' OR NOT EXISTS
         (SELECT FROM inner_part i WHERE i.classid = 'pg_class'::regclass AND i.objid = c.oid))
    AND NOT (c.relkind = 'c' AND EXISTS
         (SELECT FROM member m WHERE m.classid = 'pg_type'::regclass AND m.objid = c.reltype))
  UNION ALL
  SELECT 5, format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
  FROM pg_proc p JOIN kept k ON k.oid = p.pronamespace
  WHERE pg_has_role(p.proowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
    AND NOT EXISTS (SELECT FROM inner_part i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid)
  UNION ALL
  SELECT 6, format('DROP OPERATOR IF EXISTS %s CASCADE', o.oid::regoperator)
  FROM pg_operator o JOIN kept k ON k.oid = o.oprnamespace
  WHERE pg_has_role(o.oprowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_operator'::regclass AND m.objid = o.oid)
  UNION ALL
  SELECT 7, format('DROP OPERATOR FAMILY IF EXISTS %I.%I USING %I CASCADE', k.nspname, f.opfname, a.amname)
  FROM pg_opfamily f JOIN kept k ON k.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod
  WHERE pg_has_role(f.opfowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_opfamily'::regclass AND m.objid = f.oid)
  UNION ALL
  SELECT 8, format('DROP %s IF EXISTS %I.%I CASCADE', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END,
         k.nspname, t.typname)
  FROM pg_type t JOIN kept k ON k.oid = t.typnamespace
  WHERE t.typtype IN ('b', 'd', 'e', 'r', 'p') AND NOT (t.typelem <> 0 AND t.typcategory = 'A')
    AND pg_has_role(t.typowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
    AND NOT EXISTS (SELECT FROM inner_part i WHERE i.classid = 'pg_type'::regclass AND i.objid = t.oid)
  UNION ALL
  SELECT 9, format('DROP COLLATION IF EXISTS %I.%I CASCADE', k.nspname, c.collname)
  FROM pg_collation c JOIN kept k ON k.oid = c.collnamespace WHERE pg_has_role(c.collowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_collation'::regclass AND m.objid = c.oid)
  UNION ALL
  SELECT 10, format('DROP CONVERSION IF EXISTS %I.%I CASCADE', k.nspname, c.conname)
  FROM pg_conversion c JOIN kept k ON k.oid = c.connamespace WHERE pg_has_role(c.conowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_conversion'::regclass AND m.objid = c.oid)
  UNION ALL
  SELECT 11, format('DROP TEXT SEARCH CONFIGURATION IF EXISTS %I.%I CASCADE', k.nspname, c.cfgname)
  FROM pg_ts_config c JOIN kept k ON k.oid = c.cfgnamespace WHERE pg_has_role(c.cfgowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_config'::regclass AND m.objid = c.oid)
  UNION ALL
  SELECT 12, format('DROP TEXT SEARCH DICTIONARY IF EXISTS %I.%I CASCADE', k.nspname, d.dictname)
  FROM pg_ts_dict d JOIN kept k ON k.oid = d.dictnamespace WHERE pg_has_role(d.dictowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_dict'::regclass AND m.objid = d.oid)
  UNION ALL
  SELECT 13, format('DROP STATISTICS IF EXISTS %I.%I', k.nspname, s.stxname)
  FROM pg_statistic_ext s JOIN kept k ON k.oid = s.stxnamespace WHERE pg_has_role(s.stxowner, 'USAGE')
  UNION ALL
  SELECT 14, format('DROP SERVER IF EXISTS %I CASCADE', s.srvname)
  FROM pg_foreign_server s WHERE pg_has_role(s.srvowner, 'USAGE')
  UNION ALL
  SELECT 15, format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', w.fdwname)
  FROM pg_foreign_data_wrapper w WHERE pg_has_role(w.fdwowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_foreign_data_wrapper'::regclass AND m.objid = w.oid)
  UNION ALL
  SELECT 16, format('SELECT pg_catalog.lo_unlink(%s)', l.oid)
  FROM pg_largeobject_metadata l WHERE pg_has_role(l.lomowner, 'USAGE')
) everything ORDER BY step, statement COLLATE "C")";

} // namespace

base::Result<QList<QByteArray>> dropEverything(db::Connection& connection)
{
    const auto rows = connection.query(QString::fromLatin1(query));
    if (!rows)
        return base::fail(
            rows.error().withContext(QStringLiteral("The objects to drop could not be listed")));
    QList<QByteArray> statements;
    for (const QVariantList& row : rows->rows)
        statements << row.at(1).toString().toUtf8();
    return statements;
}

} // namespace strandline::engine::postgresql
