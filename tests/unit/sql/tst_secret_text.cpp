// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/secret_text.h"

#include <QTest>

using namespace strandline;

class SecretTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hides_data();
    void hides();
};

void SecretTextTest::hides_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("safe");
    const auto row = [](const char* name, const char* sql, const char* safe) {
        QTest::newRow(name) << QString::fromUtf8(sql) << QString::fromUtf8(safe);
    };
    row("postgres", "CREATE ROLE a LOGIN PASSWORD 'gehéim' VALID UNTIL 'x'",
        "CREATE ROLE a LOGIN PASSWORD '***' VALID UNTIL 'x'");
    row("escape string", "ALTER ROLE a PASSWORD E'ge\\'heim'", "ALTER ROLE a PASSWORD E'***'");
    row("dollars", "ALTER ROLE a PASSWORD $x$it's$x$;", "ALTER ROLE a PASSWORD $x$***$x$;");
    row("doubled quotes", "alter role a password 'it''s' nologin", "alter role a password '***' nologin");
    row("encrypted", "ALTER ROLE a ENCRYPTED PASSWORD 'md5abc'", "ALTER ROLE a ENCRYPTED PASSWORD '***'");
    row("none", "ALTER ROLE a PASSWORD NULL", "ALTER ROLE a PASSWORD NULL");
    row("cut off", "CREATE ROLE a PASSWORD 'gehei", "CREATE ROLE a PASSWORD '***'");
    row("mysql", "CREATE USER 'a'@'%' IDENTIFIED BY 'geheim' REQUIRE SSL",
        "CREATE USER 'a'@'%' IDENTIFIED BY '***' REQUIRE SSL");
    row("mysql double quotes", "CREATE USER a IDENTIFIED BY \"ge\\\"heim\"",
        "CREATE USER a IDENTIFIED BY \"***\"");
    row("mysql plugin", "ALTER USER a IDENTIFIED WITH mysql_native_password AS '*ABC'",
        "ALTER USER a IDENTIFIED WITH mysql_native_password AS '***'");
    row("mariadb via", "ALTER USER a IDENTIFIED VIA ed25519 USING PASSWORD('geheim')",
        "ALTER USER a IDENTIFIED VIA ed25519 USING PASSWORD('***')");
    row("set password", "SET PASSWORD FOR 'bob'@'%' = PASSWORD('geheim')",
        "SET PASSWORD FOR 'bob'@'%' = PASSWORD('***')");
    row("set password plain", "SET PASSWORD FOR 'bob'@'%' = 'geheim'", "SET PASSWORD FOR 'bob'@'%' = '***'");
    row("two", "CREATE USER a IDENTIFIED BY 'x', b IDENTIFIED BY 'y'",
        "CREATE USER a IDENTIFIED BY '***', b IDENTIFIED BY '***'");
    row("value of a column", "UPDATE users SET password = 'geheim' WHERE id = 1",
        "UPDATE users SET password = '***' WHERE id = 1");
    row("quoted column", "UPDATE users SET \"password\" = 'geheim'", "UPDATE users SET \"password\" = '***'");
    row("subscription", "CREATE SUBSCRIPTION s CONNECTION 'host=a password=geheim user=b' PUBLICATION p",
        "CREATE SUBSCRIPTION s CONNECTION 'host=a password=*** user=b' PUBLICATION p");
    row("url", "SELECT dblink('postgresql://bob:ge:heim@db/x')",
        "SELECT dblink('postgresql://bob:***@db/x')");
    row("definition of a column", "CREATE TABLE t (password text DEFAULT 'x')",
        "CREATE TABLE t (password text DEFAULT 'x')");
    row("part of a name", "UPDATE t SET password_hint = 'dog'", "UPDATE t SET password_hint = 'dog'");
    row("nothing", "SELECT 'a', 'b'", "SELECT 'a', 'b'");
    row("empty", "", "");
}

void SecretTextTest::hides()
{
    QFETCH(QString, sql);
    QFETCH(QString, safe);
    QCOMPARE(sql::withoutSecrets(sql), safe);
    // What is hidden stays hidden, and a cut anywhere leaves nothing of it.
    QCOMPARE(sql::withoutSecrets(safe), safe);
    for (qsizetype length = 0; length < sql.size(); ++length)
        QVERIFY(!sql::withoutSecrets(sql.left(length)).contains(QStringLiteral("geh")));
}

QTEST_GUILESS_MAIN(SecretTextTest)
#include "tst_secret_text.moc"
