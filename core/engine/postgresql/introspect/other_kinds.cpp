// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/other_kinds.h"

#include <array>

namespace strandline::engine::postgresql {

namespace {

// Columns that came or went between versions are taken out of the row as JSON, where a missing one is null.
constexpr std::array kinds {
    OtherKind {"access method", "pg_am", "pg_am WHERE oid >= 16384", R"(
SELECT a.oid::int8, NULL, a.amname::text, NULL, NULL, NULL,
  format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', a.amname, CASE a.amtype WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END,
    a.amhandler),
  format('DROP ACCESS METHOD %I', a.amname), NULL, NULL, NULL
FROM pg_am a WHERE a.oid >= 16384 AND %global AND %free(pg_am, a.oid))"},

    OtherKind {"cast", "pg_cast", "pg_cast WHERE oid >= 16384", R"(
SELECT c.oid::int8, NULL, format('%s AS %s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)),
  NULL, NULL, NULL,
  format('CREATE CAST (%s AS %s) %s%s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL),
    CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT'
      ELSE 'WITHOUT FUNCTION' END,
    CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END),
  format('DROP CAST (%s AS %s)', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)),
  NULL, NULL, NULL
FROM pg_cast c WHERE c.oid >= 16384 AND %global AND %free(pg_cast, c.oid)
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i'))"},

    OtherKind {"collation", "pg_collation", "pg_collation WHERE oid >= 16384", R"(
SELECT c.oid::int8, n.nspname, c.collname, NULL, NULL, NULL,
  format('CREATE COLLATION %I.%I (provider = %s, %s%s%s)', n.nspname, c.collname,
    CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
    CASE WHEN c.collprovider IN ('i', 'b') THEN format('locale = %L',
        coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', to_jsonb(c) ->> 'collcollate'))
      WHEN c.collcollate = c.collctype THEN format('locale = %L', c.collcollate)
      ELSE format('lc_collate = %L, lc_ctype = %L', c.collcollate, c.collctype) END,
    CASE WHEN to_jsonb(c) ->> 'collisdeterministic' = 'false' THEN ', deterministic = false' END,
    ', rules = ' || quote_literal(to_jsonb(c) ->> 'collicurules')),
  format('DROP COLLATION %I.%I', n.nspname, c.collname), %owner(c.collowner), NULL, NULL
FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
WHERE n.oid IN (%schemas) AND %free(pg_collation, c.oid))"},

    OtherKind {"conversion", "pg_conversion", "pg_conversion WHERE oid >= 16384", R"(
SELECT c.oid::int8, n.nspname, c.conname, NULL, NULL, NULL,
  format('CREATE %sCONVERSION %I.%I FOR %L TO %L FROM %s', CASE WHEN c.condefault THEN 'DEFAULT ' END, n.nspname,
    c.conname, pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.conproc),
  format('DROP CONVERSION %I.%I', n.nspname, c.conname), %owner(c.conowner), NULL, NULL
FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
WHERE n.oid IN (%schemas) AND %free(pg_conversion, c.oid))"},

    OtherKind {"event trigger", "pg_event_trigger", "pg_event_trigger", R"(
SELECT v.oid::int8, NULL, v.evtname::text, NULL, NULL, NULL,
  format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()%s', v.evtname, v.evtevent,
    (SELECT format(E'\n    WHEN TAG IN (%s)', string_agg(quote_literal(t), ', ' ORDER BY t)) FROM unnest(v.evttags) t
     HAVING count(*) > 0),
    v.evtfoid::regproc, CASE v.evtenabled WHEN 'D' THEN format(E';\nALTER EVENT TRIGGER %I DISABLE', v.evtname)
      WHEN 'R' THEN format(E';\nALTER EVENT TRIGGER %I ENABLE REPLICA', v.evtname)
      WHEN 'A' THEN format(E';\nALTER EVENT TRIGGER %I ENABLE ALWAYS', v.evtname) END),
  format('DROP EVENT TRIGGER %I', v.evtname), %owner(v.evtowner), NULL, NULL
FROM pg_event_trigger v WHERE %global AND %free(pg_event_trigger, v.oid))"},

    OtherKind {"foreign data wrapper", "pg_foreign_data_wrapper", "pg_foreign_data_wrapper", R"(
SELECT w.oid::int8, NULL, w.fdwname::text, NULL, NULL, NULL,
  format('CREATE FOREIGN DATA WRAPPER %I%s%s%s', w.fdwname,
    CASE WHEN w.fdwhandler <> 0 THEN ' HANDLER ' || w.fdwhandler::regproc END,
    CASE WHEN w.fdwvalidator <> 0 THEN ' VALIDATOR ' || w.fdwvalidator::regproc END,
    (SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', o.option_name, o.option_value), ', '
      ORDER BY o.option_name)) FROM pg_options_to_table(w.fdwoptions) o HAVING count(*) > 0)),
  format('DROP FOREIGN DATA WRAPPER %I', w.fdwname), %owner(w.fdwowner), %acl(w.fdwacl, F, w.fdwowner), 'F'
FROM pg_foreign_data_wrapper w WHERE %global AND %free(pg_foreign_data_wrapper, w.oid))"},

    OtherKind {"foreign server", "pg_foreign_server", "pg_foreign_server", R"(
SELECT s.oid::int8, NULL, s.srvname::text, NULL, NULL, NULL,
  format('CREATE SERVER %I%s%s FOREIGN DATA WRAPPER %I%s', s.srvname, ' TYPE ' || quote_literal(s.srvtype),
    ' VERSION ' || quote_literal(s.srvversion), w.fdwname,
    (SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', o.option_name, o.option_value), ', '
      ORDER BY o.option_name)) FROM pg_options_to_table(s.srvoptions) o HAVING count(*) > 0)),
  format('DROP SERVER %I', s.srvname), %owner(s.srvowner), %acl(s.srvacl, S, s.srvowner), 'S'
FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
WHERE %global AND %free(pg_foreign_server, s.oid))"},

    // Their options hold passwords, which have no place in a schema that is saved and compared.
    OtherKind {"user mapping", "pg_user_mapping", "pg_user_mappings", R"(
SELECT u.umid::int8, NULL, u.srvname::text, u.usename::text, NULL, NULL, NULL,
  format('The mapping of %s for the foreign server %s is not read, since its options may hold a password',
    u.usename, u.srvname), NULL, NULL, NULL
FROM pg_user_mappings u WHERE %global)"},

    OtherKind {"language", "pg_language", "pg_language WHERE oid >= 16384", R"(
SELECT l.oid::int8, NULL, l.lanname::text, NULL, NULL, NULL,
  format('CREATE %sLANGUAGE %I HANDLER %s%s%s', CASE WHEN l.lanpltrusted THEN 'TRUSTED ' END, l.lanname,
    l.lanplcallfoid::regproc, CASE WHEN l.laninline <> 0 THEN ' INLINE ' || l.laninline::regproc END,
    CASE WHEN l.lanvalidator <> 0 THEN ' VALIDATOR ' || l.lanvalidator::regproc END),
  format('DROP LANGUAGE %I', l.lanname), %owner(l.lanowner), %acl(l.lanacl, l, l.lanowner), 'l'
FROM pg_language l WHERE l.oid >= 16384 AND l.lanispl AND %global AND %free(pg_language, l.oid))"},

    OtherKind {"large objects", "pg_largeobject_metadata", "pg_largeobject_metadata", R"(
SELECT 0::int8, NULL, 'large objects', NULL, NULL, NULL, NULL,
  format('%s large objects are rows rather than schema and are not read', count(*)), NULL, NULL, NULL
FROM pg_largeobject_metadata HAVING %global AND count(*) > 0)"},

    OtherKind {"operator", "pg_operator", "pg_operator WHERE oid >= 16384", R"(
SELECT o.oid::int8, n.nspname, o.oprname, a.sides, NULL, NULL,
  format('CREATE OPERATOR %I.%s (%s)', n.nspname, o.oprname, concat_ws(', ', 'FUNCTION = ' || o.oprcode,
    CASE WHEN o.oprleft <> 0 THEN 'LEFTARG = ' || format_type(o.oprleft, NULL) END,
    CASE WHEN o.oprright <> 0 THEN 'RIGHTARG = ' || format_type(o.oprright, NULL) END,
    (SELECT format('COMMUTATOR = OPERATOR(%I.%s)', cn.nspname, c.oprname) FROM pg_operator c
      JOIN pg_namespace cn ON cn.oid = c.oprnamespace WHERE c.oid = o.oprcom),
    (SELECT format('NEGATOR = OPERATOR(%I.%s)', cn.nspname, c.oprname) FROM pg_operator c
      JOIN pg_namespace cn ON cn.oid = c.oprnamespace WHERE c.oid = o.oprnegate),
    CASE WHEN o.oprrest <> 0 THEN 'RESTRICT = ' || o.oprrest END, CASE WHEN o.oprjoin <> 0 THEN 'JOIN = ' || o.oprjoin END,
    CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END)),
  format('DROP OPERATOR %I.%s (%s)', n.nspname, o.oprname, a.sides), %owner(o.oprowner), NULL, NULL
FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
CROSS JOIN LATERAL (SELECT format('%s, %s', CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) ELSE 'NONE' END,
  CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) ELSE 'NONE' END) AS sides) a
WHERE o.oprcode <> 0 AND n.oid IN (%schemas) AND %free(pg_operator, o.oid))"},

    // What was added to a family by itself; what came with a class stands there.
    OtherKind {"operator family", "pg_opfamily", "pg_opfamily WHERE oid >= 16384", R"(
SELECT f.oid::int8, n.nspname, f.opfname, m.amname, NULL, NULL,
  format('CREATE OPERATOR FAMILY %I.%I USING %I%s', n.nspname, f.opfname, m.amname,
    (SELECT format(E';\nALTER OPERATOR FAMILY %I.%I USING %I ADD %s', n.nspname, f.opfname, m.amname,
        string_agg(part, E',\n    ' ORDER BY part COLLATE "C"))
     FROM (SELECT format('OPERATOR %s %s', o.amopstrategy, o.amopopr::regoperator)
             || coalesce((SELECT format(' FOR ORDER BY %I.%I', sn.nspname, s.opfname) FROM pg_opfamily s
               JOIN pg_namespace sn ON sn.oid = s.opfnamespace WHERE s.oid = o.amopsortfamily), '') AS part
           FROM pg_amop o JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = o.oid
             AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid WHERE o.amopfamily = f.oid
           UNION ALL
           SELECT format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
             format_type(p.amprocrighttype, NULL), p.amproc::regprocedure)
           FROM pg_amproc p JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = p.oid
             AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid WHERE p.amprocfamily = f.oid) loose
     HAVING count(*) > 0)),
  format('DROP OPERATOR FAMILY %I.%I USING %I', n.nspname, f.opfname, m.amname), %owner(f.opfowner), NULL, NULL
FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
WHERE n.oid IN (%schemas) AND %free(pg_opfamily, f.oid))"},

    OtherKind {"operator class", "pg_opclass", "pg_opclass WHERE oid >= 16384", R"(
SELECT c.oid::int8, n.nspname, c.opcname, m.amname, NULL, NULL,
  format(E'CREATE OPERATOR CLASS %I.%I %sFOR TYPE %s USING %I FAMILY %I.%I AS\n    %s', n.nspname, c.opcname,
    CASE WHEN c.opcdefault THEN 'DEFAULT ' END, format_type(c.opcintype, NULL), m.amname, fn.nspname, f.opfname,
    coalesce((SELECT string_agg(part, E',\n    ' ORDER BY part COLLATE "C") FROM (
        SELECT 'STORAGE ' || format_type(c.opckeytype, NULL) AS part WHERE c.opckeytype <> 0
        UNION ALL
        SELECT format('OPERATOR %s %s', o.amopstrategy, o.amopopr::regoperator)
          || coalesce((SELECT format(' FOR ORDER BY %I.%I', sn.nspname, s.opfname) FROM pg_opfamily s
               JOIN pg_namespace sn ON sn.oid = s.opfnamespace WHERE s.oid = o.amopsortfamily), '')
        FROM pg_amop o JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = o.oid
          AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = c.oid
        UNION ALL
        SELECT format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
          format_type(p.amprocrighttype, NULL), p.amproc::regprocedure)
        FROM pg_amproc p JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = p.oid
          AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = c.oid) parts),
      'STORAGE ' || format_type(c.opcintype, NULL))),
  format('DROP OPERATOR CLASS %I.%I USING %I', n.nspname, c.opcname, m.amname), %owner(c.opcowner), NULL, NULL
FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod
JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace
WHERE n.oid IN (%schemas) AND %free(pg_opclass, c.oid))"},

    OtherKind {"publication", "pg_publication", "pg_publication", R"(
SELECT p.oid::int8, NULL, p.pubname::text, NULL, NULL, NULL,
  format('CREATE PUBLICATION %I%s WITH (publish = %L%s)', p.pubname,
    CASE WHEN p.puballtables THEN ' FOR ALL TABLES' ELSE
      (SELECT ' FOR ' || string_agg(part, ', ' ORDER BY part COLLATE "C") FROM (%published) parts) END,
    concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
      CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END),
    CASE WHEN to_jsonb(p) ->> 'pubviaroot' = 'true' THEN ', publish_via_partition_root = true' END),
  format('DROP PUBLICATION %I', p.pubname), %owner(p.pubowner), NULL, NULL
FROM pg_publication p WHERE %global)"},

    OtherKind {"statistics", "pg_statistic_ext", "pg_statistic_ext", R"(
SELECT s.oid::int8, n.nspname, s.stxname, NULL, tn.nspname, t.relname,
  pg_get_statisticsobjdef(s.oid) || CASE WHEN coalesce((to_jsonb(s) ->> 'stxstattarget')::int, -1) >= 0
    THEN format(E';\nALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, to_jsonb(s) ->> 'stxstattarget')
    ELSE '' END,
  format('DROP STATISTICS %I.%I', n.nspname, s.stxname), %owner(s.stxowner), NULL, NULL
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
JOIN pg_class t ON t.oid = s.stxrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
WHERE n.oid IN (%schemas) AND %foreign(t.relnamespace, t.relname) AND %free(pg_statistic_ext, s.oid))"},

    OtherKind {"subscription", "pg_subscription",
        "pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()", R"(
SELECT s.oid::int8, NULL, s.subname::text, NULL, NULL, NULL, NULL,
  format('The subscription %s is not read, since its connection may hold a password', s.subname), NULL, NULL, NULL
FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database() AND %global)"},

    OtherKind {"security label", "pg_seclabel", "pg_seclabel", R"(
SELECT 0::int8, NULL, i.identity, i.type || ' for ' || l.provider, NULL, NULL,
  format('SECURITY LABEL FOR %I ON %s %s IS %L', l.provider, upper(i.type), i.identity, l.label),
  format('SECURITY LABEL FOR %I ON %s %s IS NULL', l.provider, upper(i.type), i.identity), NULL, NULL, NULL
FROM pg_seclabel l, LATERAL pg_identify_object(l.classoid, l.objoid, l.objsubid) i
WHERE %global AND coalesce(i.schema !~ '^pg_', true))"},

    OtherKind {"text search configuration", "pg_ts_config", "pg_ts_config WHERE oid >= 16384", R"(
SELECT c.oid::int8, n.nspname, c.cfgname, NULL, NULL, NULL,
  format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)%s', n.nspname, c.cfgname, pn.nspname, p.prsname,
    (SELECT string_agg(format(E';\nALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s', n.nspname,
        c.cfgname, k.alias, m.dicts), '' ORDER BY k.alias COLLATE "C")
     FROM (SELECT maptokentype, string_agg(mapdict::regdictionary::text, ', ' ORDER BY mapseqno) AS dicts
           FROM pg_ts_config_map WHERE mapcfg = c.oid GROUP BY maptokentype) m
     JOIN ts_token_type(c.cfgparser) k ON k.tokid = m.maptokentype)),
  format('DROP TEXT SEARCH CONFIGURATION %I.%I', n.nspname, c.cfgname), %owner(c.cfgowner), NULL, NULL
FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE n.oid IN (%schemas) AND %free(pg_ts_config, c.oid))"},

    OtherKind {"text search dictionary", "pg_ts_dict", "pg_ts_dict WHERE oid >= 16384", R"(
SELECT d.oid::int8, n.nspname, d.dictname, NULL, NULL, NULL,
  format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I%s)', n.nspname, d.dictname, tn.nspname, t.tmplname,
    ', ' || d.dictinitoption),
  format('DROP TEXT SEARCH DICTIONARY %I.%I', n.nspname, d.dictname), %owner(d.dictowner), NULL, NULL
FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
JOIN pg_namespace tn ON tn.oid = t.tmplnamespace WHERE n.oid IN (%schemas) AND %free(pg_ts_dict, d.oid))"},

    OtherKind {"text search parser", "pg_ts_parser", "pg_ts_parser WHERE oid >= 16384", R"(
SELECT p.oid::int8, n.nspname, p.prsname, NULL, NULL, NULL,
  format('CREATE TEXT SEARCH PARSER %I.%I (START = %s, GETTOKEN = %s, END = %s, LEXTYPES = %s%s)', n.nspname,
    p.prsname, p.prsstart, p.prstoken, p.prsend, p.prslextype,
    CASE WHEN p.prsheadline <> 0 THEN ', HEADLINE = ' || p.prsheadline END),
  format('DROP TEXT SEARCH PARSER %I.%I', n.nspname, p.prsname), NULL, NULL, NULL
FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
WHERE n.oid IN (%schemas) AND %free(pg_ts_parser, p.oid))"},

    OtherKind {"text search template", "pg_ts_template", "pg_ts_template WHERE oid >= 16384", R"(
SELECT t.oid::int8, n.nspname, t.tmplname, NULL, NULL, NULL,
  format('CREATE TEXT SEARCH TEMPLATE %I.%I (%s)', n.nspname, t.tmplname, concat_ws(', ',
    CASE WHEN t.tmplinit <> 0 THEN 'INIT = ' || t.tmplinit END, 'LEXIZE = ' || t.tmpllexize)),
  format('DROP TEXT SEARCH TEMPLATE %I.%I', n.nspname, t.tmplname), NULL, NULL, NULL
FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
WHERE n.oid IN (%schemas) AND %free(pg_ts_template, t.oid))"},

    OtherKind {"transform", "pg_transform", "pg_transform WHERE oid >= 16384", R"(
SELECT f.oid::int8, NULL, format_type(f.trftype, NULL), l.lanname, NULL, NULL,
  format('CREATE TRANSFORM FOR %s LANGUAGE %I (%s)', format_type(f.trftype, NULL), l.lanname, concat_ws(', ',
    CASE WHEN f.trffromsql <> 0 THEN 'FROM SQL WITH FUNCTION ' || f.trffromsql::regprocedure END,
    CASE WHEN f.trftosql <> 0 THEN 'TO SQL WITH FUNCTION ' || f.trftosql::regprocedure END)),
  format('DROP TRANSFORM FOR %s LANGUAGE %I', format_type(f.trftype, NULL), l.lanname), NULL, NULL, NULL
FROM pg_transform f JOIN pg_language l ON l.oid = f.trflang WHERE %global AND %free(pg_transform, f.oid))"},
};

} // namespace

std::span<const OtherKind> otherKinds()
{
    return kinds;
}

} // namespace strandline::engine::postgresql
