// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/app_folders.h"
#include "core/settings/recent_projects.h"
#include "core/settings/settings_file.h"

#include <QProcessEnvironment>
#include <QtTest>

#include <thread>
#include <vector>

using namespace strandline;

class TestSettings : public QObject
{
    Q_OBJECT

private slots:
    void foldersFollowTheSpecification_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("expected");
        QTest::newRow("unset") << QString() << QStringLiteral("/home/anna/.local/state/strandline");
        QTest::newRow("set") << QStringLiteral("/srv/state") << QStringLiteral("/srv/state/strandline");
        QTest::newRow("slash at the end")
            << QStringLiteral("/srv/state/") << QStringLiteral("/srv/state/strandline");
        QTest::newRow("relative is ignored")
            << QStringLiteral("state") << QStringLiteral("/home/anna/.local/state/strandline");
        QTest::newRow("odd name") << QStringLiteral("/srv/we;ird \"ö")
                                  << QStringLiteral("/srv/we;ird \"ö/strandline");
    }
    void foldersFollowTheSpecification()
    {
        QFETCH(QString, variable);
        QFETCH(QString, expected);
        QProcessEnvironment environment;
        if (!variable.isEmpty())
            environment.insert(QStringLiteral("XDG_STATE_HOME"), variable);
        const auto folders = settings::appFolders(environment, QStringLiteral("/home/anna"));
        QCOMPARE(folders.state, expected);
        QCOMPARE(folders.config, QStringLiteral("/home/anna/.config/strandline"));
        QCOMPARE(folders.data, QStringLiteral("/home/anna/.local/share/strandline"));
        QCOMPARE(folders.cache, QStringLiteral("/home/anna/.cache/strandline"));
    }

    void recentProjectsNewestFirstEachOnce()
    {
        const QTemporaryDir folder;
        const settings::RecentProjects recent(folder.filePath(QStringLiteral("not/there yet")));
        QVERIFY(recent.read() && recent.read()->isEmpty());
        QVERIFY(recent.remember(project("/a")));
        QVERIFY(recent.remember(project("/we;ird \"ö")));
        QVERIFY(recent.remember(project("/a/")));
        const auto list = recent.read();
        QVERIFY(list);
        QCOMPARE(list->size(), 2);
        QCOMPARE(list->first(), project("/a/"));
        QCOMPARE(list->last(), project("/we;ird \"ö"));
        QVERIFY(recent.forget(QStringLiteral("/a")));
        QCOMPARE(recent.read()->size(), 1);
        for (int i = 0; i < 2 * settings::RecentProjects::kLimit; ++i)
            QVERIFY(recent.remember(project(QByteArray("/p" + QByteArray::number(i)).constData())));
        QCOMPARE(recent.read()->size(), settings::RecentProjects::kLimit);
    }

    void twoWindowsLoseNothing()
    {
        const QTemporaryDir folder;
        constexpr int kEach = 8;
        std::vector<std::thread> windows;
        std::atomic<int> failures = 0;
        for (const char* prefix : {"/x", "/y"}) {
            windows.emplace_back([&, prefix] {
                const settings::RecentProjects recent(folder.path());
                for (int i = 0; i < kEach; ++i) {
                    if (!recent.remember(project(QByteArray(prefix + QByteArray::number(i)).constData())))
                        ++failures;
                }
            });
        }
        for (std::thread& window : windows)
            window.join();
        QCOMPARE(failures.load(), 0);
        QCOMPARE(settings::RecentProjects(folder.path()).read()->size(), 2 * kEach);
    }

    void keysOfANewerProgramStay()
    {
        const QTemporaryDir folder;
        const settings::SettingsFile file(folder.filePath(QStringLiteral("s.json")));
        QVERIFY(file.update([](QJsonObject& object) { object.insert(QStringLiteral("newer"), 7); }));
        QVERIFY(file.update([](QJsonObject& object) { object.insert(QStringLiteral("ours"), true); }));
        QCOMPARE(file.read()->value(QLatin1String("newer")).toInt(), 7);
        QCOMPARE(file.read()->value(QLatin1String("ours")).toBool(), true);
    }

    void brokenFileIsKeptBeside()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("s.json"));
        QFile broken(path);
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{ \"half\": ");
        broken.close();
        const settings::SettingsFile file(path);
        QVERIFY(!file.read());
        QCOMPARE(file.read().error().code, base::ErrorCode::Invalid);
        QVERIFY(file.update([](QJsonObject& object) { object.insert(QStringLiteral("a"), 1); }));
        QVERIFY(file.read());
        QFile kept(path + QStringLiteral(".broken"));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray("{ \"half\": "));
    }

    void folderThatCannotBeMade()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto outcome =
            settings::RecentProjects(file.fileName() + QStringLiteral("/state")).remember(project("/a"));
        QVERIFY(!outcome);
        QVERIFY(!outcome.error().summary.isEmpty());
    }

private:
    static settings::RecentProject project(const char* path)
    {
        return {QString::fromUtf8(path), QStringLiteral("näme"), QStringLiteral("dev"),
            QDateTime::fromMSecsSinceEpoch(1767225600123, Qt::UTC)};
    }
};

QTEST_APPLESS_MAIN(TestSettings)
#include "tst_settings.moc"
