// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/schema_fingerprint.h"

#include "core/engine/postgresql/canonical_session.h"
#include "core/engine/postgresql/history_place.h"
#include "core/sql/identifier.h"

#include <array>

namespace strandline::engine::postgresql {

namespace {

// Objects are named by what regclass, regtype and regprocedure print with an empty search path, never by
// number. Lists whose order means nothing are sorted; a missing list of grants is the default one, which a
// GRANT with its REVOKE leaves written out. Rows become text as ROW(…)::text, which quotes and so cannot
// confuse ('a,b', 'c') with ('a', 'b,c').
//
// The default of an ordinary column sees no other columns: asked without its table it is printed twenty times
// as fast. Dropped columns keep their place in `names`, so that a column's number finds its name.
//
// %acl(list, kind, owner) is replaced by the sorted list of grants, %options(list) by the sorted options.

/// What belongs to the database's own schema: no catalogue, no temporary objects, no members of extensions
/// (name and version of the extension stand for them), none of our tables.
constexpr char frame[] = R"(
WITH ns AS MATERIALIZED (
  SELECT n.oid, n.nspname, n.nspowner, n.nspacl FROM pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
), ext AS MATERIALIZED (
  SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
), rel AS MATERIALIZED (
  SELECT c.* FROM pg_class c JOIN ns ON ns.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c', 'S', 'i', 'I')
    AND NOT (ns.nspname = %history AND starts_with(c.relname, 'strandline_'))
    AND NOT EXISTS (SELECT FROM ext e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid)
), fn AS MATERIALIZED (
  SELECT p.* FROM pg_proc p JOIN ns ON ns.oid = p.pronamespace
  WHERE NOT (ns.nspname = %history AND starts_with(p.proname, 'strandline_'))
    AND NOT EXISTS (SELECT FROM ext e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid)
), typ AS MATERIALIZED (
  SELECT t.* FROM pg_type t JOIN ns ON ns.oid = t.typnamespace
  WHERE t.typtype <> 'c' AND NOT (t.typelem <> 0 AND t.typlen = -1 AND t.typcategory = 'A')
    AND NOT EXISTS (SELECT FROM ext e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid)
), own AS MATERIALIZED (
  SELECT oid FROM rel
), cols AS MATERIALIZED (
  SELECT a.attrelid, array_agg(a.attname::text ORDER BY a.attnum) AS names, string_agg(ROW(a.attname,
        format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, %generated, a.attstorage, %compression,
        a.attislocal, a.attinhcount,
        pg_get_expr(d.adbin, CASE WHEN %generated = '' THEN 0 ELSE d.adrelid END),
        CASE WHEN a.attcollation <> 0 AND a.attcollation <> 100 THEN a.attcollation::regcollation_text END,
        CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
        CASE WHEN a.attoptions::text LIKE '%n\_distinct%' THEN %options(a.attoptions) END, a.attfdwoptions, %acl(a.attacl, c, r.relowner))::text, ',' ORDER BY a.attnum)
        FILTER (WHERE NOT a.attisdropped) AS line
  FROM rel r JOIN pg_attribute a ON a.attrelid = r.oid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0 GROUP BY a.attrelid
), classes AS MATERIALIZED (
  SELECT numbers, (SELECT string_agg(o.opcname, ',' ORDER BY n)
    FROM unnest(numbers::oid[]) WITH ORDINALITY u(number, n) LEFT JOIN pg_opclass o ON o.oid = number) AS names
  FROM (SELECT DISTINCT x.indclass AS numbers FROM pg_index x JOIN own ON own.oid = x.indexrelid) distinct_lists
)
SELECT encode(sha256(convert_to(coalesce(string_agg(line, E'\n' ORDER BY line COLLATE "C"), ''), 'UTF8')), 'hex') FROM (SELECT kind || ' ' || line AS line FROM (
)";

struct Part
{
    int since; ///< first server version that has the columns
    const char* sql;
    /// Rare kinds are left out where this finds nothing: planning them would take longer than all the rest.
    const char* onlyIf = nullptr;
};

constexpr std::array parts {
    Part {0,
        R"(SELECT 'schema' AS kind, ROW(nspname, pg_get_userbyid(nspowner), %acl(nspacl, n, nspowner))::text
        AS line FROM ns WHERE NOT EXISTS
        (SELECT FROM ext e WHERE e.classid = 'pg_namespace'::regclass AND e.objid = ns.oid))"},
    Part {0,
        R"(SELECT 'relation', ROW(r.oid::regclass, r.relkind, pg_get_userbyid(r.relowner), r.relpersistence,
        am.amname, ts.spcname, %options(r.reloptions), r.relrowsecurity,
        r.relforcerowsecurity, r.relreplident, pg_get_expr(r.relpartbound, r.oid),
        CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END,
        CASE WHEN r.reloftype <> 0 THEN r.reloftype::regtype END,
        CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END,
        %acl(r.relacl, r, r.relowner))::text
        FROM rel r LEFT JOIN pg_am am ON am.oid = r.relam LEFT JOIN pg_tablespace ts ON ts.oid = r.reltablespace
        WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c'))"},
    // Numbers of columns stay behind when columns go; only their order counts.
    Part {0, R"(SELECT 'columns', attrelid::regclass::text || ' ' || coalesce(line, '') FROM cols)"},
    Part {0, R"(SELECT 'toast options', ROW(r.oid::regclass, %options(t.reloptions))::text
        FROM pg_class t JOIN rel r ON r.reltoastrelid = t.oid WHERE t.relkind = 't' AND t.reloptions IS NOT NULL)"},
    Part {0, R"(SELECT 'inherits', ROW(i.inhrelid::regclass, i.inhparent::regclass, i.inhseqno)::text
        FROM pg_inherits i JOIN own ON own.oid = i.inhrelid)",
        "pg_inherits"},
    Part {140000, R"(SELECT 'detaching', i.inhrelid::regclass::text
        FROM pg_inherits i JOIN own ON own.oid = i.inhrelid WHERE i.inhdetachpending)",
        "pg_inherits"},
    // What is in a primary key or a unique constraint, its index tells.
    Part {0, R"(SELECT 'constraint', ROW(CASE WHEN k.conrelid <> 0 THEN k.conrelid::regclass::text
        ELSE k.contypid::regtype::text END, k.conname, k.contype, k.condeferrable, k.condeferred,
        CASE WHEN k.contype NOT IN ('p', 'u') THEN pg_get_constraintdef(k.oid) END, k.conindid::regclass,
        k.convalidated, k.connoinherit, k.conislocal, k.coninhcount)::text
        FROM pg_constraint k WHERE k.conrelid IN (SELECT oid FROM own) OR k.contypid IN (SELECT oid FROM typ))"},
    Part {180000, R"(SELECT 'period', k.conrelid::regclass::text || ' ' || k.conname
        FROM pg_constraint k JOIN own ON own.oid = k.conrelid WHERE k.conperiod)",
        "pg_constraint WHERE conperiod"},
    // pg_get_indexdef() looks for the default of each operator class, which costs more than all the rest
    // here; it is asked only for what has expressions.
    Part {0, R"(SELECT 'index', ROW(x.indexrelid::regclass, x.indrelid::regclass, am.amname, x.indisunique,
        x.indisexclusion, x.indimmediate, x.indnkeyatts, %nulls, x.indisvalid, x.indisready, x.indisclustered,
        x.indisreplident, x.indisprimary, ts.spcname, %options(r.reloptions), x.indoption,
        (SELECT string_agg(coalesce(quote_ident(c.names[k]), '?'), ',' ORDER BY n)
         FROM unnest(x.indkey::int2[]) WITH ORDINALITY u(k, n)),
        classes.names,
        CASE WHEN x.indcollation::text ~ '[^0 ]' THEN (SELECT string_agg(co::regcollation_text::text, ',' ORDER BY n)
         FROM unnest(x.indcollation::oid[]) WITH ORDINALITY u(co, n)) END,
        CASE WHEN x.indexprs IS NOT NULL OR x.indpred IS NOT NULL THEN pg_get_indexdef(x.indexrelid) END)::text
        FROM pg_index x JOIN rel r ON r.oid = x.indexrelid JOIN pg_am am ON am.oid = r.relam
        JOIN cols c ON c.attrelid = x.indrelid JOIN classes ON classes.numbers = x.indclass
        LEFT JOIN pg_tablespace ts ON ts.oid = r.reltablespace)"},
    Part {130000, R"(SELECT 'operator class parameters', ROW(a.attrelid::regclass, a.attnum,
        %options(a.attoptions))::text
        FROM rel r JOIN pg_attribute a ON a.attrelid = r.oid WHERE r.relkind IN ('i', 'I') AND a.attoptions IS NOT NULL)",
        "pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind IN ('i', 'I') AND c.oid >= "
        "16384"
        " AND a.attoptions IS NOT NULL"},
    Part {0, R"(SELECT 'index statistics', ROW(r.oid::regclass, a.attnum, a.attstattarget)::text
        FROM pg_index x JOIN rel r ON r.oid = x.indexrelid JOIN pg_attribute a ON a.attrelid = r.oid
        WHERE x.indexprs IS NOT NULL AND a.attstattarget >= 0)"},
    Part {0, R"(SELECT 'sequence', ROW(s.seqrelid::regclass, r.relpersistence, pg_get_userbyid(r.relowner),
        %acl(r.relacl, s, r.relowner), s.seqtypid::regtype, s.seqstart, s.seqincrement,
        s.seqmax, s.seqmin, s.seqcache, s.seqcycle, d.refobjid::regclass, d.deptype, c.names[d.refobjsubid])::text
        FROM pg_sequence s JOIN rel r ON r.oid = s.seqrelid
        LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid
             AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
        LEFT JOIN cols c ON c.attrelid = d.refobjid)"},
    Part {0, R"(SELECT 'foreign table', ROW(f.ftrelid::regclass, s.srvname, %options(f.ftoptions))::text
        FROM pg_foreign_table f JOIN own ON own.oid = f.ftrelid JOIN pg_foreign_server s ON s.oid = f.ftserver)",
        "pg_foreign_table"},
    Part {0, R"(SELECT 'trigger', ROW(pg_get_triggerdef(t.oid), t.tgenabled)::text
        FROM pg_trigger t JOIN own ON own.oid = t.tgrelid WHERE NOT t.tgisinternal)",
        "pg_trigger WHERE NOT tgisinternal"},
    // ALTER TABLE … DISABLE TRIGGER ALL switches the checks of foreign keys off.
    Part {0,
        R"(SELECT 'disabled check', ROW(t.tgrelid::regclass, k.conname, t.tgfoid::regproc, t.tgenabled)::text
        FROM pg_trigger t JOIN own ON own.oid = t.tgrelid JOIN pg_constraint k ON k.oid = t.tgconstraint
        WHERE t.tgisinternal AND t.tgenabled <> 'O')",
        "pg_trigger WHERE tgisinternal AND tgenabled <> 'O'"},
    Part {0, R"(SELECT 'rule', ROW(pg_get_ruledef(w.oid), w.ev_enabled)::text
        FROM pg_rewrite w JOIN own ON own.oid = w.ev_class WHERE w.rulename <> '_RETURN')",
        "pg_rewrite WHERE rulename <> '_RETURN' AND oid >= 16384"},
    Part {0, R"(SELECT 'policy', ROW(p.polrelid::regclass, p.polname, p.polcmd, p.polpermissive,
        (SELECT string_agg(CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r)::text END, ',' ORDER BY
         pg_get_userbyid(r) COLLATE "C") FROM unnest(p.polroles) r),
        pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))::text
        FROM pg_policy p JOIN own ON own.oid = p.polrelid)",
        "pg_policy"},
    Part {0, R"(SELECT 'routine', ROW(p.oid::regprocedure, p.prokind, pg_get_userbyid(p.proowner),
        CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END, %acl(p.proacl, f, p.proowner))::text
        FROM fn p)"},
    Part {0, R"(SELECT 'aggregate', ROW(p.oid::regprocedure, pg_get_function_arguments(p.oid),
        format_type(p.prorettype, NULL), p.proparallel, p.provolatile, a.aggkind, a.aggnumdirectargs,
        a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn,
        a.aggminvtransfn, a.aggmfinalfn, a.aggfinalextra, a.aggmfinalextra, a.aggfinalmodify, a.aggmfinalmodify,
        a.aggsortop::regoperator, a.aggtranstype::regtype, a.aggtransspace, a.aggmtranstype::regtype,
        a.aggmtransspace, a.agginitval, a.aggminitval)::text FROM fn p JOIN pg_aggregate a ON a.aggfnoid = p.oid)",
        "pg_aggregate WHERE aggfnoid >= 16384"},
    Part {0, R"(SELECT 'type', ROW(t.oid::regtype, t.typtype, pg_get_userbyid(t.typowner),
        %acl(t.typacl, T, t.typowner), t.typlen, t.typbyval, t.typcategory, t.typispreferred, t.typisdefined,
        t.typdelim, t.typalign, t.typstorage, t.typnotnull,
        format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typndims, t.typdefault,
        t.typcollation::regcollation_text, t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin,
        t.typmodout, t.typanalyze,
        (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder) FROM pg_enum e
         WHERE e.enumtypid = t.oid),
        (SELECT ROW(g.rngsubtype::regtype, g.rngcollation::regcollation_text, g.rngcanonical, g.rngsubdiff,
            o.opcname)::text FROM pg_range g JOIN pg_opclass o ON o.oid = g.rngsubopc
         WHERE g.rngtypid = t.oid))::text FROM typ t)"},
    Part {0, R"(SELECT 'extension', ROW(x.extname, x.extversion, n.nspname, pg_get_userbyid(x.extowner))::text
        FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace)"},
    Part {0,
        R"(SELECT 'event trigger', ROW(v.evtname, v.evtevent, pg_get_userbyid(v.evtowner), v.evtfoid::regproc,
        v.evtenabled, v.evttags)::text FROM pg_event_trigger v
        WHERE NOT EXISTS (SELECT FROM ext e WHERE e.classid = 'pg_event_trigger'::regclass AND e.objid = v.oid))",
        "pg_event_trigger"},
    Part {0, R"(SELECT 'publication', ROW(pg_get_userbyid(p.pubowner), to_jsonb(p) - 'oid' - 'pubowner')::text
        FROM pg_publication p)",
        "pg_publication"},
    Part {0, R"(SELECT 'published table', ROW(p.pubname, r.prrelid::regclass, %published)::text
        FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid)",
        "pg_publication_rel"},
    Part {150000, R"(SELECT 'published schema', ROW(p.pubname, s.pnnspid::regnamespace)::text
        FROM pg_publication_namespace s JOIN pg_publication p ON p.oid = s.pnpubid)",
        "pg_publication_namespace"},
    Part {0,
        R"(SELECT 'subscription', ROW(s.subname, pg_get_userbyid(s.subowner), s.subenabled, s.subslotname,
        s.subpublications)::text FROM pg_subscription s
        WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()))",
        "pg_subscription"},
    Part {0, R"(SELECT 'statistics', ROW(pg_get_statisticsobjdef(s.oid), pg_get_userbyid(s.stxowner),
        %stattarget)::text FROM pg_statistic_ext s JOIN own ON own.oid = s.stxrelid)",
        "pg_statistic_ext"},
    Part {0, R"(SELECT 'default grants', ROW(pg_get_userbyid(d.defaclrole), n.nspname, d.defaclobjtype,
        (SELECT string_agg(i::text, ',' ORDER BY i::text COLLATE "C") FROM unnest(d.defaclacl) i))::text
        FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace)",
        "pg_default_acl"},
    Part {0, R"(SELECT 'operator', ROW(o.oid::regoperator, pg_get_userbyid(o.oprowner), o.oprcanmerge,
        o.oprcanhash, o.oprresult::regtype, o.oprcom::regoperator, o.oprnegate::regoperator,
        o.oprcode::regprocedure, o.oprrest, o.oprjoin)::text
        FROM pg_operator o JOIN ns ON ns.oid = o.oprnamespace WHERE NOT EXISTS
        (SELECT FROM ext e WHERE e.classid = 'pg_operator'::regclass AND e.objid = o.oid))",
        "pg_operator WHERE oid >= 16384"},
    Part {0, R"(SELECT 'cast', ROW(c.castsource::regtype, c.casttarget::regtype,
        nullif(c.castfunc, 0)::regprocedure, c.castcontext, c.castmethod)::text
        FROM pg_cast c WHERE c.oid >= 16384 AND NOT EXISTS
        (SELECT FROM ext e WHERE e.classid = 'pg_cast'::regclass AND e.objid = c.oid))",
        "pg_cast WHERE oid >= 16384"},
    Part {0, R"(SELECT 'operator family', ROW(f.opfname, ns.nspname, am.amname, pg_get_userbyid(f.opfowner),
        (SELECT string_agg(ROW(o.amopstrategy, o.amoppurpose, o.amopopr::regoperator)::text, ',' ORDER BY
            o.amopopr::regoperator::text COLLATE "C", o.amopstrategy) FROM pg_amop o WHERE o.amopfamily = f.oid),
        (SELECT string_agg(ROW(o.amprocnum, o.amproc::regprocedure)::text, ',' ORDER BY
            o.amproc::regprocedure::text COLLATE "C", o.amprocnum, o.amproclefttype::regtype::text,
            o.amprocrighttype::regtype::text) FROM pg_amproc o WHERE o.amprocfamily = f.oid))::text
        FROM pg_opfamily f JOIN ns ON ns.oid = f.opfnamespace JOIN pg_am am ON am.oid = f.opfmethod
        WHERE NOT EXISTS
        (SELECT FROM ext e WHERE e.classid = 'pg_opfamily'::regclass AND e.objid = f.oid))",
        "pg_opfamily WHERE oid >= 16384"},
    Part {0, R"(SELECT 'operator class', ROW(c.opcname, ns.nspname, am.amname, pg_get_userbyid(c.opcowner),
        f.opfname, c.opcintype::regtype, c.opcdefault, nullif(c.opckeytype, 0)::regtype)::text
        FROM pg_opclass c JOIN ns ON ns.oid = c.opcnamespace JOIN pg_am am ON am.oid = c.opcmethod
        JOIN pg_opfamily f ON f.oid = c.opcfamily WHERE NOT EXISTS
        (SELECT FROM ext e WHERE e.classid = 'pg_opclass'::regclass AND e.objid = c.oid))",
        "pg_opclass WHERE oid >= 16384"},
    Part {0, R"(SELECT 'collation', ROW(ns.nspname, pg_get_userbyid(c.collowner),
        to_jsonb(c) - 'oid' - 'collnamespace' - 'collowner' - 'collversion')::text
        FROM pg_collation c JOIN ns ON ns.oid = c.collnamespace WHERE NOT EXISTS
        (SELECT FROM ext e WHERE e.classid = 'pg_collation'::regclass AND e.objid = c.oid))",
        "pg_collation WHERE oid >= 16384"},
    Part {0, R"(SELECT 'conversion', ROW(ns.nspname, c.conname, pg_get_userbyid(c.conowner),
        pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.conproc,
        c.condefault)::text FROM pg_conversion c JOIN ns ON ns.oid = c.connamespace)",
        "pg_conversion WHERE oid >= 16384"},
    Part {0,
        R"(SELECT 'text search configuration', ROW(c.oid::regconfig, pg_get_userbyid(c.cfgowner), p.prsname,
        (SELECT string_agg(ROW(m.maptokentype, m.mapseqno, m.mapdict::regdictionary)::text, ','
            ORDER BY m.maptokentype, m.mapseqno) FROM pg_ts_config_map m WHERE m.mapcfg = c.oid))::text
        FROM pg_ts_config c JOIN ns ON ns.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
        WHERE NOT EXISTS (SELECT FROM ext e WHERE e.classid = 'pg_ts_config'::regclass AND e.objid = c.oid))",
        "pg_ts_config WHERE oid >= 16384"},
    Part {0,
        R"(SELECT 'text search dictionary', ROW(d.oid::regdictionary, pg_get_userbyid(d.dictowner), t.tmplname,
        d.dictinitoption)::text FROM pg_ts_dict d JOIN ns ON ns.oid = d.dictnamespace
        JOIN pg_ts_template t ON t.oid = d.dicttemplate WHERE NOT EXISTS
        (SELECT FROM ext e WHERE e.classid = 'pg_ts_dict'::regclass AND e.objid = d.oid))",
        "pg_ts_dict WHERE oid >= 16384"},
    Part {0, R"(SELECT 'language', ROW(l.lanname, pg_get_userbyid(l.lanowner), l.lanpltrusted,
        l.lanplcallfoid::regproc, %acl(l.lanacl, l, l.lanowner))::text
        FROM pg_language l WHERE l.lanispl)"},
    Part {0, R"(SELECT 'foreign server', ROW(s.srvname, pg_get_userbyid(s.srvowner), w.fdwname, s.srvtype,
        s.srvversion, %options(s.srvoptions), %acl(s.srvacl, S, s.srvowner))::text
        FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw)",
        "pg_foreign_server"},
    Part {0, R"(SELECT 'foreign data wrapper', ROW(w.fdwname, pg_get_userbyid(w.fdwowner),
        w.fdwhandler::regproc, w.fdwvalidator::regproc, %options(w.fdwoptions),
        %acl(w.fdwacl, F, w.fdwowner))::text FROM pg_foreign_data_wrapper w WHERE NOT EXISTS
        (SELECT FROM ext e WHERE e.classid = 'pg_foreign_data_wrapper'::regclass AND e.objid = w.oid))",
        "pg_foreign_data_wrapper"},
    Part {0, R"(SELECT 'access method', ROW(a.amname, a.amtype, a.amhandler::regproc)::text
        FROM pg_am a WHERE a.oid >= 16384)",
        "pg_am WHERE oid >= 16384"},
    // By name, so that a comment is the same on an object that was made anew.
    Part {0, R"(SELECT 'comment', ROW(i.type, i.identity, d.description)::text
        FROM pg_description d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
        WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.objoid IN (SELECT oid FROM ns))
          AND NOT EXISTS (SELECT FROM ext e WHERE e.classid = d.classoid AND e.objid = d.objoid)
          AND (d.classoid <> 'pg_class'::regclass OR d.objoid IN (SELECT oid FROM own))
          AND coalesce(i.schema !~ '^pg_', true))"},
    Part {0, R"(SELECT 'label', ROW(i.type, i.identity, d.provider, d.label)::text
        FROM pg_seclabel d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
        WHERE coalesce(i.schema !~ '^pg_', true))",
        "pg_seclabel"},
};

/// Replaces every %name(arguments) by what the function makes of its arguments.
template <typename Make> QString expand(QString sql, const QString& name, Make make)
{
    for (qsizetype at = sql.indexOf(name); at >= 0; at = sql.indexOf(name, at)) {
        const qsizetype end = sql.indexOf(QLatin1Char(')'), at);
        const qsizetype begin = at + name.size();
        QStringList arguments;
        for (const QString& argument : sql.mid(begin, end - begin).split(QLatin1Char(',')))
            arguments << argument.trimmed();
        sql.replace(at, end + 1 - at, make(arguments));
    }
    return sql;
}

/// For each part with a condition, whether there is anything of its kind.
base::Result<QList<bool>> wantedParts(db::Connection& connection)
{
    QStringList conditions;
    for (const Part& part : parts) {
        const bool ask = part.onlyIf && part.since <= connection.info().versionNumber;
        conditions << (ask ? QStringLiteral("EXISTS (SELECT FROM %1)").arg(QLatin1String(part.onlyIf))
                           : QStringLiteral("true"));
    }
    const auto rows = connection.query(QStringLiteral("SELECT ") + conditions.join(QLatin1String(", ")));
    if (!rows)
        return base::forward(rows);
    QList<bool> wanted;
    for (const QVariant& value : rows->rows.value(0))
        wanted << value.toBool();
    return wanted;
}

QString fingerprintQuery(int version, const QString& historySchema, const QList<bool>& wanted)
{
    QString sql = QString::fromUtf8(frame);
    bool first = true;
    for (size_t i = 0; i < parts.size(); ++i) {
        const Part& part = parts.at(i);
        if (part.since > version || !wanted.value(qsizetype(i)))
            continue;
        if (!first)
            sql += QStringLiteral("\nUNION ALL ");
        sql += QString::fromUtf8(part.sql);
        first = false;
    }
    sql += QStringLiteral("\n) each_kind) all_lines");
    sql = expand(sql, QStringLiteral("%acl("), [](const QStringList& a) {
        const QString sorted = QStringLiteral(
            "(SELECT string_agg(i::text, ',' ORDER BY i::text COLLATE \"C\") FROM unnest(%1) i)");
        return QStringLiteral("CASE WHEN %1 IS NOT NULL THEN nullif(coalesce(%2, ''), coalesce(%3, '')) END")
            .arg(a.at(0), sorted.arg(a.at(0)),
                sorted.arg(QStringLiteral("acldefault('%1', %2)").arg(a.at(1), a.at(2))));
    });
    sql = expand(sql, QStringLiteral("%options("), [](const QStringList& a) {
        // Some servers keep a stamp of their own among the options of a column, under a name with pg_.
        return QStringLiteral(
            "CASE WHEN %1 IS NOT NULL THEN (SELECT string_agg(i, ',' ORDER BY i COLLATE \"C\")"
            " FROM unnest(%1) i WHERE NOT starts_with(i, 'pg_')) END")
            .arg(a.at(0));
    });
    const auto since = [&](const char* name, int first_, const char* text, const char* otherwise) {
        sql.replace(QLatin1String(name), QLatin1String(version >= first_ ? text : otherwise));
    };
    since("%generated", 120000, "a.attgenerated", "''");
    since("%nulls", 150000, "x.indnullsnotdistinct", "''");
    since("%compression", 140000, "a.attcompression", "''");
    since("%stattarget", 130000, "coalesce(s.stxstattarget, -1)", "-1");
    since("%published", 150000,
        "pg_get_expr(r.prqual, r.prrelid), (SELECT string_agg(a.attname, ',' ORDER BY a.attname) FROM "
        "pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs))",
        "''");
    // Before 13 there is no regcollation; every server has this function, whose words do not change.
    since("::regcollation_text", 130000, "::regcollation", "");
    sql.replace(QLatin1String("%history"), sql::quoteLiteral(historySchema, sql::Dialect::PostgreSql));
    return sql;
}

} // namespace

base::Result<QByteArray> schemaFingerprint(db::Connection& connection, const QString& historySchema)
{
    const auto place = historyPlace(connection, historySchema);
    if (!place)
        return base::forward(place);
    QByteArray digest;
    const auto read = withCanonicalSession(connection, [&]() -> base::Result<void> {
        const auto wanted = wantedParts(connection);
        if (!wanted)
            return base::forward(wanted);
        const auto rows =
            connection.query(fingerprintQuery(connection.info().versionNumber, *place, *wanted));
        if (!rows)
            return base::forward(rows);
        digest = rows->rows.value(0).value(0).toByteArray();
        return {};
    });
    if (!read)
        return base::fail(read.error().withContext(QStringLiteral("The schema could not be summed up")));
    return digest;
}

} // namespace strandline::engine::postgresql
