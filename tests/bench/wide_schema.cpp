// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/wide_schema.h"

#include <QString>

namespace strandline::bench {

namespace {

constexpr int kTablesPerTransaction = 500;

const char* tableOf(sql::Dialect dialect)
{
    switch (dialect) {
    case sql::Dialect::PostgreSql:
        return R"(CREATE TABLE t%1 (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code varchar(40) NOT NULL UNIQUE,
  name text NOT NULL DEFAULT 'none', price numeric(10,2) DEFAULT 0, made timestamptz NOT NULL DEFAULT now(),
  changed timestamp, doc jsonb DEFAULT '{}', active boolean NOT NULL DEFAULT true,
  parent bigint REFERENCES t%2 (id) ON DELETE CASCADE, tags text[], note text, amount integer CHECK (amount > 0));
CREATE INDEX t%1_name ON t%1 (name, made DESC);
CREATE INDEX t%1_parent ON t%1 (parent) WHERE active;
COMMENT ON TABLE t%1 IS 'table number %1';
COMMENT ON COLUMN t%1.code IS 'what the label says';
)";
    case sql::Dialect::MySql:
        return R"(CREATE TABLE t%1 (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, code varchar(40) NOT NULL UNIQUE COMMENT 'what the label says',
  name varchar(100) NOT NULL DEFAULT 'none', price decimal(10,2) DEFAULT 0,
  made timestamp NOT NULL DEFAULT current_timestamp(), changed datetime, doc json,
  active tinyint(1) NOT NULL DEFAULT 1, parent bigint, tags varchar(200), note text, amount int CHECK (amount > 0),
  KEY t%1_name (name, made), KEY t%1_parent (parent),
  CONSTRAINT t%1_fk FOREIGN KEY (parent) REFERENCES t%2 (id) ON DELETE CASCADE) COMMENT 'table number %1';
)";
    case sql::Dialect::Sqlite:
        break;
    }
    return R"(CREATE TABLE t%1 (
  id integer PRIMARY KEY AUTOINCREMENT, code varchar(40) NOT NULL UNIQUE, name text NOT NULL DEFAULT 'none',
  price numeric(10,2) DEFAULT 0, made text NOT NULL DEFAULT CURRENT_TIMESTAMP, changed text, doc text DEFAULT '{}',
  active integer NOT NULL DEFAULT 1, parent integer REFERENCES t%2 (id) ON DELETE CASCADE, tags text, note text,
  amount integer CHECK (amount > 0));
CREATE INDEX t%1_name ON t%1 (name, made DESC);
CREATE INDEX t%1_parent ON t%1 (parent) WHERE active;
)";
}

const char* routineOf(sql::Dialect dialect)
{
    switch (dialect) {
    case sql::Dialect::PostgreSql:
        return "CREATE FUNCTION f%1(a integer, b text DEFAULT 'x') RETURNS bigint LANGUAGE sql STABLE"
               " AS $$ SELECT count(*) FROM t%1 WHERE amount = a AND name = b $$;\n";
    case sql::Dialect::MySql:
        return "CREATE FUNCTION f%1(a int) RETURNS bigint READS SQL DATA"
               " RETURN (SELECT count(*) FROM t%1 WHERE amount = a);\n";
    case sql::Dialect::Sqlite:
        break;
    }
    return "CREATE TRIGGER f%1 AFTER INSERT ON t%1 BEGIN UPDATE t%1 SET changed = NEW.made WHERE id = "
           "NEW.id; END;\n";
}

} // namespace

QByteArray wideSchema(sql::Dialect dialect, int tables)
{
    QByteArray script;
    const QString table = QString::fromLatin1(tableOf(dialect));
    const QString view =
        QStringLiteral("CREATE VIEW v%1 AS SELECT id, code, name FROM t%1 WHERE active = active;\n");
    const QString routine = QString::fromLatin1(routineOf(dialect));
    for (int i = 0; i < tables; ++i) {
        if (i % kTablesPerTransaction == 0)
            script += i == 0 ? "BEGIN;\n" : "COMMIT;\nBEGIN;\n";
        // The first one refers to itself.
        script += table.arg(i).arg(qMax(i - 1, 0)).toUtf8();
        if (i % 10 == 0)
            script += view.arg(i).toUtf8();
        if (i % 20 == 0)
            script += routine.arg(i).toUtf8();
    }
    return script + "COMMIT;\n";
}

} // namespace strandline::bench
