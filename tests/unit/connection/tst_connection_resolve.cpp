// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/connection_url.h"
#include "core/connection/dotenv.h"
#include "core/connection/pgpass.h"
#include "core/connection/resolve.h"
#include "tests/unit/connection/case_file.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace strandline;
using connection::ResolveRequest;
using connection::Setting;
using testing::Case;
using testing::CaseEntry;

namespace {

/// One case on a disk of its own: "file <path> [mode]" entries are written below a temporary folder, whose
/// name stands as {dir} in the case.
class World
{
public:
    explicit World(const Case& data)
        : m_data(data)
    {
        for (const CaseEntry& entry : data.entries)
            if (entry.key == QLatin1String("file"))
                write(entry);
    }

    QString filled(QString text) const { return text.replace(QStringLiteral("{dir}"), m_folder.path()); }

    base::Result<connection::Resolved> resolve() const
    {
        auto request = this->request();
        if (!request)
            return base::forward(request);
        if (m_data.has(QStringLiteral("surroundings"))) {
            request = connection::fromSurroundings(*request);
            if (!request)
                return base::forward(request);
        }
        return connection::resolve(*request);
    }

private:
    void write(const CaseEntry& entry)
    {
        const QStringList words = entry.value.split(QLatin1Char(' '));
        const QString path = m_folder.path() + QLatin1Char('/') + words.first();
        QDir().mkpath(QFileInfo(path).absolutePath());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", qPrintable(path));
        file.write(filled(entry.lines.join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8());
        file.close();
        const mode_t mode = words.size() > 1 ? mode_t(words.at(1).toUInt(nullptr, 8)) : 0600;
        ::chmod(QFile::encodeName(path).constData(), mode);
    }

    base::Result<ResolveRequest> request() const
    {
        ResolveRequest request;
        request.url = filled(m_data.first(QStringLiteral("url")));
        request.urlOrigin = QStringLiteral("strandline.toml");
        request.urlEnv = m_data.first(QStringLiteral("url_env"));
        request.baseFolder = m_folder.path() + QStringLiteral("/project");
        request.home = m_folder.path() + QStringLiteral("/home");
        request.etcFolder = m_folder.path() + QStringLiteral("/etc");
        request.osUser = QStringLiteral("osuser");
        request.typedPassword = base::Secret(m_data.first(QStringLiteral("typed")));
        request.environment = connection::Variables(QStringLiteral("the environment"));
        for (const QString& line : m_data.all(QStringLiteral("env")))
            request.environment.insert(
                line.section(QLatin1Char('='), 0, 0), filled(line.section(QLatin1Char('='), 1)));
        auto dotenv = connection::readDotenv(request.baseFolder, request.environment);
        if (!dotenv)
            return base::forward(dotenv);
        request.dotenv = *dotenv;
        return request;
    }

    const Case& m_data;
    QTemporaryDir m_folder;
};

QString shown(const QString& name, const QString& value, const QString& origin)
{
    return QStringLiteral("%1: %2 <- %3").arg(name, value, origin);
}

QStringList linesOf(const connection::Resolved& resolved)
{
    const auto& settings = resolved.settings;
    QStringList lines;
    const auto add = [&lines](const char* name, const Setting& setting) {
        if (setting.isGiven())
            lines << shown(QLatin1String(name), setting.value, setting.origin);
    };
    add("host", settings.host);
    add("port", settings.port);
    add("socket", settings.socket);
    add("user", settings.user);
    add("database", settings.database);
    if (!settings.passwordOrigin.isEmpty())
        lines << shown(QStringLiteral("password"), settings.password.reveal(), settings.passwordOrigin);
    if (settings.tls != connection::TlsMode::Unspecified)
        lines << shown(QStringLiteral("tls"), connection::tlsModeName(settings.tls), settings.tlsOrigin);
    for (auto it = settings.options.cbegin(); it != settings.options.cend(); ++it)
        lines << shown(QStringLiteral("option ") + it.key(), it->value, it->origin);
    for (const auto& each : resolved.overridden)
        lines << QStringLiteral("overridden: %1 %2 <- %3 by %4")
                     .arg(each.setting, each.value, each.origin, each.by);
    lines.sort();
    return lines;
}

} // namespace

class TestConnectionResolve : public QObject
{
    Q_OBJECT

private slots:
    void resolves_data()
    {
        QTest::addColumn<Case>("data");
        const QString path = QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/connection/resolve.cases");
        for (const Case& each : testing::readCases(path))
            QTest::addRow("%d %s", each.line, qPrintable(each.name)) << each;
    }
    void resolves()
    {
        QFETCH(const Case, data);
        const World world(data);
        const auto resolved = world.resolve();
        if (data.has(QStringLiteral("error"))) {
            QVERIFY2(!resolved, "was accepted");
            const QString text = resolved.error().toText();
            for (const QString& part : data.all(QStringLiteral("error")))
                QVERIFY2(text.contains(world.filled(part)), qPrintable(text));
            QVERIFY2(!text.contains(QStringLiteral("s3cret")), qPrintable(text));
            return;
        }
        QVERIFY2(resolved, resolved ? "" : qPrintable(resolved.error().toText()));
        QStringList expected;
        static const QStringList instructions {QStringLiteral("file"), QStringLiteral("env"),
            QStringLiteral("url"), QStringLiteral("url_env"), QStringLiteral("typed"),
            QStringLiteral("surroundings"), QStringLiteral("note")};
        for (const CaseEntry& entry : data.entries)
            if (!instructions.contains(entry.key))
                expected << world.filled(entry.key + QStringLiteral(": ") + entry.value);
        expected.sort();
        QCOMPARE(linesOf(*resolved).join(QLatin1Char('\n')), expected.join(QLatin1Char('\n')));
        QString notes;
        for (const auto& note : resolved->notes)
            notes += note.toText() + QLatin1Char('\n');
        for (const QString& part : data.all(QStringLiteral("note")))
            QVERIFY2(notes.contains(world.filled(part)), qPrintable(notes));
        if (!data.has(QStringLiteral("note")))
            QCOMPARE(notes, QString());
    }

    /// Whatever the source, no password reaches a text.
    void passwordsStayHidden_data() { resolves_data(); }
    void passwordsStayHidden()
    {
        QFETCH(const Case, data);
        const World world(data);
        const auto resolved = world.resolve();
        if (!resolved)
            return;
        QString all = resolved->settings.describe() + connection::toDisplayUrl(resolved->settings);
        QDebug(&all) << resolved->settings;
        for (const auto& note : resolved->notes)
            all += note.toText();
        for (const auto& each : resolved->overridden)
            all += each.setting + each.value + each.origin + each.by;
        QVERIFY2(!all.contains(QStringLiteral("s3cret")), qPrintable(all));
    }

    void pgpass_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("password");
        const auto row = [](const char* name, const QByteArray& text, const char* host,
                             const char* password) {
            QTest::newRow(name) << text << QString::fromUtf8(host) << QString::fromUtf8(password);
        };
        row("exact", "h:5432:db:us:pw", "h", "pw");
        row("no match", "x:5432:db:us:pw", "h", "-");
        row("first match counts", "h:*:*:us:one\nh:*:*:us:two", "h", "one");
        row("all wild", "*:*:*:*:pw", "h", "pw");
        row("wild is the whole field", "h*:*:*:*:pw", "h", "-");
        row("prefix is no match", "hh:5432:db:us:pw", "h", "-");
        row("escaped colon", "\\:\\:1:5432:db:us:p\\:w", "::1", "p:w");
        row("escaped backslash", "h:5432:db:us:p\\\\w", "h", "p\\w");
        row("ends at a colon", "h:5432:db:us:pw:rest", "h", "pw");
        row("comment", "#h:5432:db:us:no\nh:5432:db:us:pw", "h", "pw");
        row("CRLF", "h:5432:db:us:pw\r\n", "h", "pw");
        row("empty lines", "\n\nh:5432:db:us:pw\n", "h", "pw");
        row("socket is localhost", "localhost:5432:db:us:pw", "", "pw");
        row("default folder is localhost", "localhost:5432:db:us:pw", "/var/run/postgresql", "pw");
        row("another folder is itself", "localhost:*:*:*:no\n/srv/pg:5432:db:us:pw", "/srv/pg", "pw");
        row("too few fields", "h:5432:db:pw", "h", "-");
        row("unicode", "h:5432:db:us:pä🔑", "h", "pä🔑");
        row("lone backslash at the end", "h:5432:db:us:pw\\", "h", "pw\\");
        row("backslash at the end of a field", "h\\", "h", "-");
        row("empty password", "h:5432:db:us:", "h", "");
    }
    void pgpass()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, host);
        QFETCH(const QString, password);
        const auto found = connection::findInPgpass(
            text, {host, QStringLiteral("5432"), QStringLiteral("db"), QStringLiteral("us")});
        QCOMPARE(found ? found->reveal() : QStringLiteral("-"), password);
    }

    void processRequestIsFilled()
    {
        const auto request = connection::requestForProcess(QDir::tempPath());
        QVERIFY(request);
        QVERIFY(!request->home.isEmpty());
        QVERIFY(!request->osUser.isEmpty());
        QVERIFY(request->environment.value(QStringLiteral("PATH")));
    }

    /// A pipe in the place of a file must not hang the program.
    void pipeIsRefused()
    {
        QTemporaryDir folder;
        QCOMPARE(::mkfifo(QFile::encodeName(folder.filePath(QStringLiteral(".env"))).constData(), 0600), 0);
        const auto read = connection::readDotenv(folder.path(), {});
        QVERIFY(!read);
        QVERIFY(read.error().detail.contains(QStringLiteral("not a plain file")));
    }

    void hugeFileIsRefused()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral(".env")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(5 * 1024 * 1024));
        file.close();
        const auto read = connection::readDotenv(folder.path(), {});
        QVERIFY(!read);
        QVERIFY(read.error().detail.contains(QStringLiteral("limit")));
    }
};

QTEST_GUILESS_MAIN(TestConnectionResolve)
#include "tst_connection_resolve.moc"
