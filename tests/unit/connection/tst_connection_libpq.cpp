// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/connection_url.h"

#include <QMap>
#include <QTest>

#include <libpq-fe.h>
#include <memory>

/// Our reading of PostgreSQL URLs against that of the client library itself.
using namespace strandline;

namespace {

using Fields = QMap<QString, QString>;

std::optional<Fields> readByLibpq(const QString& url)
{
    char* message = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(url.toUtf8().constData(), &message), &PQconninfoFree);
    if (message)
        PQfreemem(message);
    if (!options)
        return std::nullopt;
    Fields fields;
    for (const PQconninfoOption* option = options.get(); option->keyword; ++option)
        if (option->val)
            fields.insert(QString::fromUtf8(option->keyword), QString::fromUtf8(option->val));
    return fields;
}

std::optional<Fields> readByUs(const QString& url)
{
    const auto settings = connection::parseUrl(url, QStringLiteral("test"));
    if (!settings)
        return std::nullopt;
    Fields fields;
    const auto add = [&fields](const char* name, const connection::Setting& setting) {
        if (setting.isGiven())
            fields.insert(QLatin1String(name), setting.value);
    };
    add("host", settings->host);
    add("port", settings->port);
    add("user", settings->user);
    add("dbname", settings->database);
    if (!settings->password.isEmpty())
        fields.insert(QStringLiteral("password"), settings->password.reveal());
    if (settings->tls != connection::TlsMode::Unspecified)
        fields.insert(QStringLiteral("sslmode"), connection::tlsModeName(settings->tls));
    for (auto it = settings->options.cbegin(); it != settings->options.cend(); ++it)
        fields.insert(it.key(), it.value().value);
    for (auto it = settings->secretOptions.cbegin(); it != settings->secretOptions.cend(); ++it)
        fields.insert(it.key(), it.value().reveal());
    return fields;
}

QString shown(const std::optional<Fields>& fields)
{
    if (!fields)
        return QStringLiteral("refused");
    QStringList lines;
    for (auto it = fields->cbegin(); it != fields->cend(); ++it)
        lines << it.key() + QLatin1Char('=') + it.value();
    return lines.join(QLatin1Char('\n'));
}

const char* const agreed[] = {
    "postgresql://",
    "postgres://",
    "postgresql:///",
    "postgresql:///shop",
    "postgresql:///?host=db1",
    "postgresql://db1",
    "postgresql://db1/",
    "postgresql://db1:5433",
    "postgresql://db1:5433/",
    "postgresql://db1/shop",
    "postgresql://ann@db1",
    "postgresql://ann@",
    "postgresql://@db1",
    "postgresql://@",
    "postgresql://:@db1",
    "postgresql://ann:@db1/shop",
    "postgresql://:pw@db1/shop",
    "postgresql://ann:pw@db1",
    "postgresql://ann:pw@db1/shop?connect_timeout=10&application_name=loader",
    "postgresql://db1:111,db2:222/shop?target_session_attrs=any",
    "postgresql://db1,db2,db3/shop",
    "postgresql://db1,db2:5/shop",
    "postgresql://db1:5,db2/shop",
    "postgresql://,/shop",
    "postgresql://[2001:db8::1234]/shop",
    "postgresql://[2001:db8::1234]:5433/shop",
    "postgresql://[::1],[::2]:7/shop",
    "postgresql://[::1]?application_name=x",
    "postgresql://[fe80::1%25eth0]/shop",
    "postgresql:///shop?host=localhost&port=5433",
    "postgresql://db1:1/shop?host=db2&port=2",
    "postgresql:///shop?host=/run/postgresql",
    "postgresql://%2Frun%2Fpostgresql/shop",
    "postgresql://%2Frun%2Fpostgresql:5433/shop",
    "postgresql://ann@%2Ftmp,%2Fvar%2Frun/shop",
    "postgresql://ann:p%40ss%3Aw%2Fo%25rd@db1/shop",
    "postgresql://ann:p:a:ss@db1/shop",
    "postgresql://ann:p?ss#x@db1/shop",
    "postgresql://a%6e%6E:%70w@%64b1:%35432/sh%6fp?application%5Fname=%78",
    "postgresql://db1/shop%20with%20blanks",
    "postgresql://db1/sh/op",
    "postgresql://db1/%2Fshop",
    "postgresql://db1/%C3%BCmlaut",
    "postgresql://db1/\xC3\xBCmlaut",
    "postgresql://db1/shop?options=-csearch_path%3Dapp%20-cgeqo%3Doff",
    "postgresql://db1/shop?sslmode=verify-full&sslrootcert=/etc/ca.pem",
    "postgresql://db1/shop?sslmode=disable",
    "postgresql://db1/shop?ssl=true",
    "postgresql://db1/shop?user=bob&password=pw&dbname=other",
    "postgresql://ann@db1/shop?user=bob",
    "postgresql://db1/shop?user=bob%40corp",
    "postgresql://db1/shop?user=bob@corp",
    "postgresql://db1?dbname=shop",
    "postgresql://db1?",
    "postgresql://db1/?",
    "postgresql://db1/shop?",
    "postgresql://db1/shop?application_name=a?b",
    "postgresql://db1/shop?application_name=a/b",
    "postgresql://db1/shop?application_name=",
    "postgresql://db1/shop?sslcert=",
    "postgresql://db1/shop?application_name=one&application_name=two",
    "postgresql://db1/shop?application_name=x&",
    "postgresql://db1/shop?service=shop",
    "postgresql://db1/shop?passfile=/srv/pass",
    "postgresql://db1/shop?sslpassword=k%26k",
    "postgresql://db1/shop?hostaddr=10.0.0.1",
    "postgresql://db1/shop#fragment",
    "postgresql://db1/shop?keepalives=1&keepalives_idle=30&tcp_user_timeout=100",
    "postgresql://db1/shop?gssencmode=disable&channel_binding=prefer&krbsrvname=pg",
    // Refused by both.
    "postgresql://[::1",
    "postgresql://[]",
    "postgresql://[]/shop",
    "postgresql://[::1]x/shop",
    "postgresql://db1/shop?application_name",
    "postgresql://db1/shop?application_name&sslmode=disable",
    "postgresql://db1/shop?application_name=a=b",
    "postgresql://db1/shop?&application_name=a",
    "postgresql://db1/shop?colour=red",
    "postgresql://db1/shop?SSLMODE=disable",
    "postgresql://db1/sh%zzop",
    "postgresql://db1/shop%",
    "postgresql://db1/shop%4",
    "postgresql://db1/sh%00op",
    "postgresql://ann:%@db1/shop",
    "postgresql://db1/shop?application_name=%1",
    "postgresql:db1",
    "postgresql:/db1",
};

struct Deviation
{
    const char* url;
    const char* reason;
};

// Accepted by libpq's parser, refused by us on purpose; libpq itself fails later on most of them.
const Deviation deviations[] = {
    {"postgresql://db1:port/shop", "not a number"},
    {"postgresql://db1:70000/shop", "not a port"},
    {"postgresql://db1:0/shop", "not a port"},
    {"postgresql://db1:5 /shop", "not a port"},
    {"postgresql://a:1,b:2,c/shop?port=1,2", "counts differ"},
    {"postgresql://ann:p@ss@db1/shop", "rest of a password in the host"},
    {"postgresql://ann:p/ss@db1/shop", "rest of a password in the database"},
    {"postgresql://db1/shop?sslmode=strict", "unknown mode"},
    {"postgresql://db1/shop?sslmode=disable&sslmode=require", "contradiction"},
    {"postgresql://db1/shop?sslmode=verify-full&ssl=true", "contradiction"},
    {"postgresql://db1/shop?target_session_attrs=master", "unknown word"},
    {"postgresql://db1/shop?connect_timeout=soon", "not a number"},
    {"postgresql://db1/shop?replication=database", "no SQL"},
    {"postgresql://db1/shop?client_encoding=LATIN1", "always UTF-8"},
    {"postgresql://db1/sh%FFop", "not UTF-8"},
};

} // namespace

class TestConnectionLibpq : public QObject
{
    Q_OBJECT

private slots:
    void agrees_data()
    {
        QTest::addColumn<QString>("url");
        for (const char* url : agreed)
            QTest::newRow(url) << QString::fromUtf8(url);
    }
    void agrees()
    {
        QFETCH(const QString, url);
        QCOMPARE(shown(readByUs(url)), shown(readByLibpq(url)));
    }

    void deviates_data()
    {
        QTest::addColumn<QString>("url");
        for (const Deviation& each : deviations)
            QTest::newRow(each.url) << QString::fromUtf8(each.url);
    }
    void deviates()
    {
        QFETCH(const QString, url);
        QVERIFY2(readByLibpq(url), "libpq refuses it as well: no deviation");
        QCOMPARE(shown(readByUs(url)), QStringLiteral("refused"));
    }

    /// What we show as a URL means the same to libpq.
    void displayUrlAgrees_data() { agrees_data(); }
    void displayUrlAgrees()
    {
        QFETCH(const QString, url);
        const auto settings = connection::parseUrl(url, QStringLiteral("test"));
        if (!settings)
            return;
        const QString display = connection::toDisplayUrl(*settings);
        QCOMPARE(shown(readByUs(display)), shown(readByLibpq(display)));
    }

    /// Every parameter that the linked library has, we know.
    void knowsEveryParameter()
    {
        const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
            PQconndefaults(), &PQconninfoFree);
        QVERIFY(options);
        // Historical or for servers only.
        const QStringList obsolete {
            QStringLiteral("authtype"), QStringLiteral("tty"), QStringLiteral("requiressl")};
        int seen = 0;
        for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
            const QString name = QString::fromUtf8(option->keyword);
            if (obsolete.contains(name))
                continue;
            ++seen;
            const auto settings =
                connection::parseUrl(QStringLiteral("postgresql://h/?%1=").arg(name), QStringLiteral("test"));
            QVERIFY2(settings || name == QLatin1String("sslmode"), qPrintable(name));
        }
        QVERIFY(seen > 30);
    }
};

QTEST_GUILESS_MAIN(TestConnectionLibpq)
#include "tst_connection_libpq.moc"
