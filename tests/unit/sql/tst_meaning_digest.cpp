// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/meaning_digest.h"

#include <QTest>

using namespace strandline;

class MeaningDigest : public QObject
{
    Q_OBJECT

private slots:
    void digest_data()
    {
        QTest::addColumn<int>("dialect");
        QTest::addColumn<QByteArray>("a");
        QTest::addColumn<QByteArray>("b");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* name, sql::Dialect dialect, QByteArray a, QByteArray b, bool same) {
            QTest::newRow(name) << int(dialect) << a << b << same;
        };
        const auto pg = sql::Dialect::PostgreSql;
        const auto my = sql::Dialect::MySql;
        const auto lite = sql::Dialect::Sqlite;
        row("white space", pg, "SELECT  1 ,\n\t2;", "SELECT 1,2;", true);
        row("comments", pg, "-- a\nSELECT /* b /* c */ */ 1; -- d", "SELECT 1;", true);
        row("last semicolon", pg, "SELECT 1;;\n;", "SELECT 1", true);
        row("line ends", lite, "SELECT 1;\r\n-- x\r\nSELECT 2;\r\n", "SELECT 1;\n-- x\nSELECT 2;\n", true);
        row("byte order mark", lite, "\xEF\xBB\xBFSELECT 1", "SELECT 1", true);
        row("CRLF in a string", pg, "SELECT 'a\r\nb'", "SELECT 'a\nb'", true);
        row("CRLF in a body", pg, "DO $$ a\r\n b $$", "DO $$ a\n b $$", true);
        row("CRLF in COPY data", pg, "COPY t FROM stdin;\r\n1\r\n\\.\r\n", "COPY t FROM stdin;\n1\n\\.\n",
            true);
        row("lone CR in a string", pg, "SELECT 'a\rb'", "SELECT 'a\nb'", false);
        row("space in a string", pg, "SELECT 'a b'", "SELECT 'a  b'", false);
        row("space in a body", pg, "DO $$ a $$", "DO $$  a $$", false);
        row("space in data", pg, "COPY t FROM stdin;\n1\n\\.\n", "COPY t FROM stdin;\n1 \n\\.\n", false);
        row("data is not SQL", pg, "COPY t FROM stdin;\n-- a\n\\.\n", "COPY t FROM stdin;\n-- b\n\\.\n",
            false);
        row("case", pg, "select 1", "SELECT 1", false);
        row("another number", pg, "SELECT 1", "SELECT 2", false);
        row("borders", pg, "SELECT 1; SELECT 2", "SELECT 1 SELECT 2", false);
        row("words run together", pg, "SELECT a b", "SELECT ab", false);
        row("operators run together", pg, "SELECT a - > b", "SELECT a -> b", false);
        row("minus one", pg, "SELECT a=-1", "SELECT a = - 1", true);
        row("operator and sign", lite, "SELECT a< -1", "SELECT a<-1", true);
        row("directive added", lite, "SELECT 1;", "-- strandline:no-transaction\nSELECT 1;", false);
        row("directive trimmed", lite, "--strandline:no-transaction  \r\nSELECT 1;",
            "  -- strandline:no-transaction\nSELECT 1;", true);
        row("directive argument", lite, "-- strandline:lock-timeout 2s", "-- strandline:lock-timeout 3s",
            false);
        row("directive moved", lite, "-- strandline:allow x y\nSELECT 1;\nSELECT 2;",
            "SELECT 1;\n-- strandline:allow x y\nSELECT 2;", false);
        row("directive inside", lite, "SELECT\n-- strandline:allow x y\n1;", "SELECT 1;", false);
        row("directive at the end", lite, "SELECT 1;\n-- strandline:irreversible a", "SELECT 1;", false);
        row("comment about a directive", lite, "-- see strandline:x\nSELECT 1;", "SELECT 1;", true);
        row("version comment is code", my, "SELECT /*!50000 1 */", "SELECT /*!50000 2 */", false);
        row("version comment is not bare code", my, "/*!50000 SELECT 1 */", "SELECT 1", false);
        row("space in a version comment", my, "/*!50000 SELECT  1*/", "/*!50000 SELECT 1 */", true);
        row("hint", my, "SELECT /*+ A */ 1", "SELECT /*+ B */ 1", false);
        row("delimiter", my, "DELIMITER //\nSELECT 1//\nDELIMITER ;\n", "SELECT 1;", true);
        row("delimiter holds semicolons", my, "DELIMITER //\nSELECT 1; SELECT 2//\n", "SELECT 1; SELECT 2;",
            false);
        row("hash comment", my, "SELECT 1 # a\n", "SELECT 1", true);
        row("hash operator", pg, "SELECT 1 # a\n", "SELECT 1", false);
        row("empty", pg, "", "-- nothing\n", true);
    }
    void digest()
    {
        QFETCH(int, dialect);
        QFETCH(QByteArray, a);
        QFETCH(QByteArray, b);
        QFETCH(bool, same);
        const QByteArray first = sql::meaningDigest(a, sql::Dialect(dialect));
        QCOMPARE(first.size(), 64);
        QCOMPARE(first == sql::meaningDigest(b, sql::Dialect(dialect)), same);
    }

    /// Digests are kept in databases: a change of the normal form needs a new column, not a new constant
    /// here.
    void stable()
    {
        QCOMPARE(
            sql::meaningDigest("-- strandline:x y\nSELECT 'a',  1;\nSELECT 2;", sql::Dialect::PostgreSql),
            QByteArray("215cec7f8d73b46e26fcca8659bef6ff755e2ec1c3baf02e17c5171cd1157a26"));
    }
};

QTEST_APPLESS_MAIN(MeaningDigest)
#include "tst_meaning_digest.moc"
