// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/connection_url.h"
#include "tests/unit/connection/case_file.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>
#include <QUrl>

using namespace strandline;
using connection::ConnectionSettings;
using testing::Case;

namespace {

const QString casesFolder = QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/connection/");

/// Every field as "key: value" lines, so that a case that forgets one fails.
QStringList linesOf(const ConnectionSettings& settings)
{
    QStringList lines;
    const auto add = [&lines](const QString& key, const QString& value) {
        if (!value.isEmpty())
            lines << key + QStringLiteral(": ") + value;
    };
    add(QStringLiteral("dialect"), sql::dialectName(settings.dialect));
    add(QStringLiteral("host"), settings.host.value);
    add(QStringLiteral("port"), settings.port.value);
    add(QStringLiteral("socket"), settings.socket.value);
    add(QStringLiteral("user"), settings.user.value);
    add(QStringLiteral("database"), settings.database.value);
    add(QStringLiteral("password"), settings.password.reveal());
    if (settings.password.isEmpty() && !settings.passwordOrigin.isEmpty())
        lines << QStringLiteral("password: (empty)");
    add(QStringLiteral("tls"), connection::tlsModeName(settings.tls));
    for (auto it = settings.options.cbegin(); it != settings.options.cend(); ++it)
        lines << QStringLiteral("option: %1=%2").arg(it.key(), it.value().value);
    for (auto it = settings.secretOptions.cbegin(); it != settings.secretOptions.cend(); ++it)
        lines << QStringLiteral("secret: %1=%2").arg(it.key(), it.value().reveal());
    lines.sort();
    return lines;
}

QStringList expectedLines(const Case& data)
{
    static const QStringList instructions {QStringLiteral("url"), QStringLiteral("base"),
        QStringLiteral("error"), QStringLiteral("hint"), QStringLiteral("never")};
    QStringList lines;
    for (const auto& entry : data.entries)
        if (!instructions.contains(entry.key))
            lines << entry.key + QStringLiteral(": ") + entry.value;
    lines.sort();
    return lines;
}

QStringList nastyPasswords()
{
    return {QStringLiteral("p@ss:w/o%rd;\"'"), QStringLiteral("hunter2"), QStringLiteral("pä$$wörd-🔑-密码"),
        QStringLiteral("${HOME}"), QStringLiteral("a b\tc"), QStringLiteral("%41%zz"),
        QStringLiteral("?x=1&y=2#z"), QString(200, QLatin1Char('Q'))};
}

} // namespace

class TestConnectionUrl : public QObject
{
    Q_OBJECT

private slots:
    void parses_data()
    {
        QTest::addColumn<Case>("data");
        for (const Case& each : testing::readCases(casesFolder + QStringLiteral("urls.cases")))
            QTest::addRow("%d %s", each.line, qPrintable(each.name)) << each;
    }
    void parses()
    {
        QFETCH(const Case, data);
        const auto settings = connection::parseUrl(
            data.first(QStringLiteral("url")), QStringLiteral("test"), data.first(QStringLiteral("base")));
        if (data.has(QStringLiteral("error"))) {
            QVERIFY2(!settings, "was accepted");
            const QString text = settings.error().toText();
            for (const QString& part : data.all(QStringLiteral("error")) + data.all(QStringLiteral("hint")))
                QVERIFY2(text.contains(part), qPrintable(text));
            for (const QString& part : data.all(QStringLiteral("never")))
                QVERIFY2(!text.contains(part), qPrintable(text));
            return;
        }
        QVERIFY2(settings, settings ? "" : qPrintable(settings.error().toText()));
        QCOMPARE(linesOf(*settings).join(QLatin1Char('\n')), expectedLines(data).join(QLatin1Char('\n')));
    }

    /// What is shown can be read again, and means the same but for the secrets.
    void displayUrlIsStable_data() { parses_data(); }
    void displayUrlIsStable()
    {
        QFETCH(const Case, data);
        if (data.has(QStringLiteral("error")))
            return;
        auto settings = connection::parseUrl(
            data.first(QStringLiteral("url")), QStringLiteral("test"), data.first(QStringLiteral("base")));
        QVERIFY(settings);
        const QString shown = connection::toDisplayUrl(*settings);
        const auto again = connection::parseUrl(shown, QStringLiteral("test"));
        QVERIFY2(again, qPrintable(shown));
        settings->password = {};
        settings->passwordOrigin.clear();
        settings->secretOptions.clear();
        QCOMPARE(linesOf(*again), linesOf(*settings));
    }

    void everyValueHasTheOrigin()
    {
        const auto settings =
            connection::parseUrl(QStringLiteral("postgres://u:p@h:1/d?sslmode=require&application_name=x"),
                QStringLiteral("the origin"));
        QVERIFY(settings);
        for (const QString& origin : {settings->host.origin, settings->port.origin, settings->user.origin,
                 settings->database.origin, settings->passwordOrigin, settings->tlsOrigin,
                 settings->options.value(QStringLiteral("application_name")).origin})
            QCOMPARE(origin, QStringLiteral("the origin"));
    }

    void splits_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QString>("password");
        const auto row = [](const char* url, const char* rest, const char* password) {
            QTest::newRow(url) << QString::fromUtf8(url) << QString::fromUtf8(rest)
                               << QString::fromUtf8(password);
        };
        row("postgres://u:p%40ss@h:5432/d?sslmode=require", "postgres://u@h:5432/d?sslmode=require", "p@ss");
        row("postgres://u@h/d", "postgres://u@h/d", "");
        row("postgres://u:@h/d", "postgres://u:@h/d", "");
        row("postgres://h/d?user=u&password=p%26q", "postgres://h/d?user=u", "p&q");
        row("postgres://h/d?password=p&user=u", "postgres://h/d?user=u", "p");
        row("postgres://h/d?password=p", "postgres://h/d", "p");
        row("postgres://u:a@h/d?password=b&password=c", "postgres://u@h/d", "c");
        row("mysql://u:secret@h/d?charset=utf8mb4", "mysql://u@h/d?charset=utf8mb4", "secret");
        row("postgres://${U}:${P}@h/d", "postgres://${U}:${P}@h/d", "");
        row("postgres://${U:-me}:literal@h/d", "postgres://${U:-me}@h/d", "literal");
        row("postgres://${U:-a@b/c}@${H}/d", "postgres://${U:-a@b/c}@${H}/d", "");
        row("postgres://u:${P:-fallback}@h/d", "postgres://u@h/d", "${P:-fallback}");
        row("${DATABASE_URL}", "${DATABASE_URL}", "");
        row("sqlite:a:b@c.db", "sqlite:a:b@c.db", "");
        row("  postgres://u:p@h/d\n", "postgres://u@h/d", "p");
    }
    void splits()
    {
        QFETCH(const QString, url);
        QFETCH(const QString, rest);
        QFETCH(const QString, password);
        const auto split = connection::splitPassword(url);
        QVERIFY(split);
        QCOMPARE(split->url, rest);
        QCOMPARE(split->password.reveal(), password);
        QCOMPARE(split->hadPassword(), !password.isEmpty());
    }
    void splitsFurtherSecrets()
    {
        const auto split = connection::splitPassword(
            QStringLiteral("postgres://u:p@h/d?sslkey=k&sslpassword=s1&x=y&password=q"));
        QVERIFY(split);
        QCOMPARE(split->url, QStringLiteral("postgres://u@h/d?sslkey=k&x=y"));
        QCOMPARE(split->password.reveal(), QStringLiteral("q"));
        QCOMPARE(split->secretOptions.value(QStringLiteral("sslpassword")).reveal(), QStringLiteral("s1"));
    }

    void passwordIsNeverShown_data()
    {
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("pattern");
        const QStringList patterns {QStringLiteral("postgres://u:%1@h:5432/d"),
            QStringLiteral("mysql://u:%1@h/d"),
            QStringLiteral("postgres://h/d?user=u&password=%1&application_name=x"),
            QStringLiteral("postgres://h/d?sslpassword=%1"), QStringLiteral("mysql://h/d?ssl-passphrase=%1"),
            QStringLiteral("postgres://u:%1@h:badport/d"),
            QStringLiteral("postgres://u:%1@h/d?sslmode=strong"),
            QStringLiteral("postgres://u:%1@h/d?pasword=%1"), QStringLiteral("postgres://u:%1@[::1/d"),
            QStringLiteral("postgresq://u:%1@h/d"), QStringLiteral("jdbc:mysql://u:%1@h/d"),
            QStringLiteral("u:%1@h/d"), QStringLiteral("u:%1@tcp(h)/d"), QStringLiteral("%1"),
            QStringLiteral("host=h password=%1"), QStringLiteral("mysql://u:%1@a,b/d"),
            QStringLiteral("mysql://u:%1@h/d?ssl=maybe"),
            QStringLiteral("postgres://u:%1@a:1,b:2,c:3/d?port=1,2"), QStringLiteral("sqlite://u:%1@h/d")};
        for (const QString& password : nastyPasswords())
            for (const QString& pattern : patterns)
                QTest::newRow(qPrintable(pattern + QLatin1Char(' ') + password.left(20)))
                    << password << pattern;
    }
    void passwordIsNeverShown()
    {
        QFETCH(const QString, password);
        QFETCH(const QString, pattern);
        const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(password));
        for (const QString& written : {encoded, password}) {
            QString url = pattern;
            url.replace(QStringLiteral("%1"), written);
            const auto settings = connection::parseUrl(url, QStringLiteral("test"));
            if (!settings) {
                const QString text = settings.error().toText();
                QVERIFY2(!text.contains(password) && !text.contains(encoded), qPrintable(text));
                // Rests of it neither: what an unencoded reserved character cuts off.
                static const QRegularExpression cut(QStringLiteral("[@:/?#&=;]"));
                for (const QString& rest : password.split(cut, Qt::SkipEmptyParts))
                    QVERIFY2(rest.size() < 4 || !text.contains(rest), qPrintable(text));
                continue;
            }
            if (written != encoded)
                continue; // then it is not one password that is meant
            QString all;
            QDebug(&all) << *settings;
            all += connection::toDisplayUrl(*settings) + settings->describe() + settings->serverLabel();
            QVERIFY2(!all.contains(password) && !all.contains(encoded), qPrintable(all));
            const auto split = connection::splitPassword(url);
            QVERIFY(split);
            if (!pattern.startsWith(QLatin1String("sqlite")))
                QVERIFY2(!split->url.contains(encoded), qPrintable(split->url));
        }
    }

    void describes()
    {
        const auto describe = [](const char* url) {
            return connection::parseUrl(QString::fromUtf8(url), QStringLiteral("test"))->describe();
        };
        QCOMPARE(describe("postgres://deploy:x@db1:5432/shop_prod"),
            QStringLiteral("shop_prod on db1:5432 as deploy"));
        QCOMPARE(
            describe("postgres://deploy@[::1]:5432/shop"), QStringLiteral("shop on [::1]:5432 as deploy"));
        QCOMPARE(describe("postgres://%2Frun%2Fpostgresql/shop"), QStringLiteral("shop on /run/postgresql"));
        QCOMPARE(describe("postgres://a,b:2/shop"), QStringLiteral("shop on a, b:2"));
        QCOMPARE(describe("postgres://a,b/shop?port=7"), QStringLiteral("shop on a:7, b:7"));
        QCOMPARE(describe("postgres:///shop"), QStringLiteral("shop on local socket"));
        QCOMPARE(describe("postgres:///"), QStringLiteral("local socket"));
        QCOMPARE(describe("mysql://u@h/d"), QStringLiteral("d on h as u"));
        QCOMPARE(describe("mysql:///d?socket=/run/my.sock"), QStringLiteral("d on /run/my.sock"));
        QCOMPARE(describe("sqlite:///srv/shop.db"), QStringLiteral("/srv/shop.db"));
        QCOMPARE(connection::parseUrl(QStringLiteral("sqlite:///srv/shop.db"), {})->serverLabel(),
            QStringLiteral("shop.db"));
    }

    /// Hostile input ends, and ends soon.
    void longInputIsQuick_data()
    {
        QTest::addColumn<QString>("url");
        const qsizetype many = 400000;
        QTest::newRow("colons") << QStringLiteral("postgres://") + QString(many, QLatin1Char(':'));
        QTest::newRow("commas") << QStringLiteral("postgres://") + QString(many, QLatin1Char(','));
        QTest::newRow("ampersands") << QStringLiteral("postgres://h?") + QString(many, QLatin1Char('&'));
        QTest::newRow("percents") << QStringLiteral("postgres://h/")
                + QStringLiteral("%41").repeated(many / 3);
        QTest::newRow("name") << QStringLiteral("postgres://h?") + QString(many, QLatin1Char('a'))
                + QStringLiteral("=1");
        QTest::newRow("references") << QStringLiteral("postgres://h/")
                + QStringLiteral("${").repeated(many / 2);
        QTest::newRow("brackets") << QStringLiteral("postgres://") + QString(many, QLatin1Char('['));
    }
    void longInputIsQuick()
    {
        QFETCH(const QString, url);
        QElapsedTimer timer;
        timer.start();
        const auto settings = connection::parseUrl(url, QStringLiteral("test"));
        const auto split = connection::splitPassword(url);
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(settings.has_value() || !settings.error().detail.isEmpty());
        QVERIFY(split.has_value() || !split.error().detail.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestConnectionUrl)
#include "tst_connection_url.moc"
