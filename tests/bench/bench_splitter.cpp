// SPDX-License-Identifier: GPL-3.0-or-later
// bench_splitter [MB]: splits a made script of each dialect; prints size, time, speed and memory.
#include "core/sql/statement_splitter.h"

#include <QByteArray>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

using namespace strandline;

namespace {

/// A mixture as in a real dump: many short rows, some wide ones, definitions, comments, and the bodies of the
/// dialect.
QByteArray block(sql::Dialect dialect, int n)
{
    const QByteArray id = QByteArray::number(n);
    QByteArray out = "-- table " + id + ", made up\nCREATE TABLE t" + id
        + " (\n  id integer PRIMARY KEY, /* the key */\n  name varchar(100) NOT NULL DEFAULT 'it''s; fine',\n"
          "  points integer\n);\nCREATE INDEX i"
        + id + " ON t" + id + " (name, points);\n";
    for (int i = 0; i < 12; ++i)
        out += "INSERT INTO t" + id + " (id, name, points) VALUES (" + QByteArray::number(i)
            + ", 'Grüße; -- kein Kommentar', 12.5e3);\n";
    out += "INSERT INTO t" + id + " VALUES";
    for (int i = 0; i < 40; ++i)
        out += (i ? ", (" : " (") + QByteArray::number(100 + i) + ", 'row of a wide insert', NULL)";
    out += ";\n";
    switch (dialect) {
    case sql::Dialect::PostgreSql:
        out += "CREATE FUNCTION f" + id
            + "() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n  UPDATE t SET a = $1; -- $x$\n  RETURN "
              "NEW;\nEND\n$body$;\n"
              "CREATE FUNCTION g"
            + id + "(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 2 END; END;\nCOPY t" + id
            + " (id, name) FROM stdin;\n";
        for (int i = 0; i < 40; ++i)
            out += QByteArray::number(i) + "\tsome text; it's data\t\\N\n";
        out += "\\.\n";
        break;
    case sql::Dialect::MySql:
        out += "/*!40000 ALTER TABLE `t" + id
            + "` DISABLE KEYS */;\nCREATE PROCEDURE p()\nBEGIN\n  DECLARE a INT;\n  IF a > 1 THEN SET a = "
              "CASE a WHEN 1 THEN 2 "
              "END; END IF;\n  WHILE a > 0 DO SET a = a - 1; END WHILE;\nEND;\nDELIMITER //\nCREATE TRIGGER "
              "r BEFORE INSERT ON "
              "t FOR EACH ROW BEGIN SET NEW.a = 'it\\'s'; END//\nDELIMITER ;\n";
        break;
    case sql::Dialect::Sqlite:
        out += "CREATE TRIGGER r" + id + " AFTER INSERT ON t" + id
            + " BEGIN\n  UPDATE u SET a = CASE WHEN new.id > 1 THEN 2 ELSE 3 END;\n  DELETE FROM "
              "[odd;name];\nEND;\n";
        break;
    }
    return out;
}

long peakKilobytes()
{
    long peak = 0;
    if (std::FILE* status = std::fopen("/proc/self/status", "r")) {
        char line[256];
        while (std::fgets(line, sizeof line, status)) {
            if (std::strncmp(line, "VmHWM:", 6) == 0)
                peak = std::strtol(line + 6, nullptr, 10);
        }
        std::fclose(status);
    }
    return peak;
}

int measure(sql::Dialect dialect, qsizetype megabytes)
{
    QByteArray script;
    script.reserve(megabytes * 1'000'000 + 100'000);
    for (int n = 0; script.size() < megabytes * 1'000'000; ++n)
        script += block(dialect, n);
    const long before = peakKilobytes();

    double best = 1e9;
    size_t statements = 0;
    qsizetype problems = 0;
    for (int round = 0; round < 3; ++round) {
        QElapsedTimer timer;
        timer.start();
        const sql::SplitResult result = sql::split(script, dialect);
        best = std::min(best, double(timer.nsecsElapsed()) / 1e9);
        statements = result.statements.size();
        problems = result.problems.size();
    }
    const double size = double(script.size()) / 1e6;
    std::printf(
        "%-11s %6.1f MB  %8zu statements  %6.3f s  %7.1f MB/s  peak %.1f MB, %.1f MB of it for the result\n",
        qPrintable(sql::dialectName(dialect)), size, statements, best, size / best,
        double(peakKilobytes()) / 1024, double(peakKilobytes() - before) / 1024);
    return problems == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    const long megabytes = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 50;
    if (megabytes < 1 || megabytes > 1000) {
        std::fprintf(stderr, "usage: bench_splitter [MB, 1 to 1000]\n");
        return 2;
    }
    int worst = 0;
    for (const auto dialect : {sql::Dialect::PostgreSql, sql::Dialect::MySql, sql::Dialect::Sqlite}) {
        // A process for each: the peak of one must not hide that of the next.
        const pid_t child = ::fork();
        if (child == 0) {
            const int code = measure(dialect, megabytes);
            std::fflush(stdout);
            ::_exit(code);
        }
        int status = 1;
        if (child < 0 || ::waitpid(child, &status, 0) != child || status != 0)
            worst = 1;
    }
    return worst;
}
