// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_backend.h"
#include "tests/support/ui/fake_timeline.h"
#include "ui/controllers/project_controller.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace strandline;

/// What is shown belongs to what was asked last, however late and in whatever order answers come.
class ProjectControllerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void opensAndReadsTheDevelopmentEnvironment();
    void productionIsNotAskedByItself();
    void anEnvironmentThatIsNamedIsAsked();
    void unknownEnvironment();
    void failedOpenKeepsWhatIsOpen();
    void lateProjectIsDropped();
    void lateEnvironmentIsDropped();
    void newerAnswerWins();
    void closeForgets();
    void failedReadKeepsTheOldReading();
    void passwordStaysWithItsEnvironment();
    void compare();
    void filesAreWatched();

private:
    std::unique_ptr<test::FakeBackend> m_backend;
    std::unique_ptr<base::FixedClock> m_clock;
    std::unique_ptr<ui::ProjectController> m_controller;
};

namespace {

const QString kShop = QStringLiteral("/projects/shop");

} // namespace

void ProjectControllerTest::init()
{
    m_controller.reset();
    m_backend = test::FakeBackend::shop();
    m_clock = std::make_unique<base::FixedClock>(test::fixedNow());
    m_controller = std::make_unique<ui::ProjectController>(*m_backend, *m_clock);
}

void ProjectControllerTest::opensAndReadsTheDevelopmentEnvironment()
{
    QSignalSpy opened(m_controller.get(), &ui::ProjectController::projectOpened);
    m_controller->openProject(kShop);
    QTRY_COMPARE(opened.size(), 1);
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    QCOMPARE(m_controller->environmentName(), QStringLiteral("dev"));
    QVERIFY(m_controller->timelineInput().timeline->compared);
    QCOMPARE(
        m_backend->log, QStringList({QStringLiteral("open /projects/shop"), QStringLiteral("read dev")}));
    QCOMPARE(m_backend->recent.first(), kShop);
    QVERIFY(!m_controller->isBusy());
}

void ProjectControllerTest::productionIsNotAskedByItself()
{
    auto& project = m_backend->projects[kShop]->opened.project;
    project.environments = project.environments.mid(2); // staging and production
    m_controller->openProject(kShop);
    QTRY_VERIFY(m_controller->hasProject());
    QTest::qWait(20);
    QCOMPARE(m_controller->environmentName(), QStringLiteral("staging"));
    QCOMPARE(m_backend->log, QStringList {QStringLiteral("open /projects/shop")});
    QVERIFY(!m_controller->timelineInput().timeline->compared);
    m_controller->refresh(); // somebody pressed Connect
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
}

void ProjectControllerTest::anEnvironmentThatIsNamedIsAsked()
{
    m_controller->openProject(kShop, QStringLiteral("production"));
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    QCOMPARE(m_controller->environmentName(), QStringLiteral("production"));
}

void ProjectControllerTest::unknownEnvironment()
{
    QSignalSpy failed(m_controller.get(), &ui::ProjectController::actionFailed);
    m_controller->openProject(kShop, QStringLiteral("prod"));
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(failed.first().first().value<base::Error>().summary.contains(QStringLiteral("“prod”")));
    QCOMPARE(m_controller->environmentName(), QStringLiteral("dev"));
}

void ProjectControllerTest::failedOpenKeepsWhatIsOpen()
{
    m_controller->openProject(kShop);
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    QSignalSpy failed(m_controller.get(), &ui::ProjectController::projectFailed);
    m_controller->openProject(QStringLiteral("/nowhere"));
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(m_controller->folder(), kShop);
    QVERIFY(m_controller->currentReading().view != nullptr);
    QVERIFY(!m_controller->isOpening());
}

void ProjectControllerTest::lateProjectIsDropped()
{
    auto other = *m_backend->projects.value(kShop);
    other.opened.project.root = QStringLiteral("/projects/other");
    other.opened.project.environments.clear();
    m_backend->projects.insert(QStringLiteral("/projects/other"), other);
    m_backend->hold = true;
    m_controller->openProject(kShop);
    m_controller->openProject(QStringLiteral("/projects/other"));
    QCOMPARE(m_backend->waiting(), 2);
    m_backend->answerNewest();
    QTRY_COMPARE(m_controller->folder(), QStringLiteral("/projects/other"));
    m_backend->answerOldest();
    QTest::qWait(20);
    QCOMPARE(m_controller->folder(), QStringLiteral("/projects/other"));
    QVERIFY(!m_controller->isBusy());
}

void ProjectControllerTest::lateEnvironmentIsDropped()
{
    m_controller->openProject(kShop);
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    m_backend->hold = true;
    m_controller->refresh();
    m_controller->closeProject();
    QSignalSpy read(m_controller.get(), &ui::ProjectController::environmentRead);
    m_backend->answerOldest();
    QTest::qWait(20);
    QCOMPARE(read.size(), 0);
    QVERIFY(!m_controller->hasProject());
}

void ProjectControllerTest::newerAnswerWins()
{
    m_controller->openProject(kShop);
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    m_backend->hold = true;
    m_backend->environments[QStringLiteral("dev")]->timeline.headVersion = QStringLiteral("old");
    m_controller->refresh();
    m_backend->environments[QStringLiteral("dev")]->timeline.headVersion = QStringLiteral("new");
    m_controller->refresh();
    m_backend->answerNewest();
    QTRY_COMPARE(m_controller->currentReading().timeline->headVersion, QStringLiteral("new"));
    m_backend->answerOldest();
    QTest::qWait(20);
    QCOMPARE(m_controller->currentReading().timeline->headVersion, QStringLiteral("new"));
}

void ProjectControllerTest::closeForgets()
{
    m_controller->openProject(kShop);
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    m_controller->closeProject();
    QVERIFY(!m_controller->hasProject());
    QVERIFY(!m_controller->timelineInput().timeline);
    QVERIFY(m_controller->environmentName().isEmpty());
}

void ProjectControllerTest::failedReadKeepsTheOldReading()
{
    m_controller->openProject(kShop);
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    m_backend->environments.remove(QStringLiteral("dev"));
    QSignalSpy failed(m_controller.get(), &ui::ProjectController::environmentFailed);
    m_controller->refresh();
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(m_controller->currentReading().view != nullptr);
    QVERIFY(m_controller->currentReading().error.has_value());
    QVERIFY(!m_controller->currentReading().reading);
}

void ProjectControllerTest::passwordStaysWithItsEnvironment()
{
    m_controller->openProject(kShop, QStringLiteral("production"));
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    m_controller->refreshWithPassword(base::Secret(QStringLiteral("pw")));
    m_controller->selectEnvironment(QStringLiteral("staging"));
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    QCOMPARE(m_backend->passwords.value(QStringLiteral("production")), QStringLiteral("pw"));
    QCOMPARE(m_backend->passwords.value(QStringLiteral("staging")), QString());
}

void ProjectControllerTest::compare()
{
    m_controller->openProject(kShop);
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    m_controller->setCompared(QStringLiteral("staging"), true);
    QCOMPARE(m_controller->timelineInput().compared.size(), 1);
    QTRY_VERIFY(m_controller->timelineInput().compared.first().timeline != nullptr);
    // Choosing the compared one as current takes it out of the columns.
    m_controller->selectEnvironment(QStringLiteral("staging"));
    QVERIFY(m_controller->timelineInput().compared.isEmpty());
}

void ProjectControllerTest::filesAreWatched()
{
    QTemporaryDir folder;
    auto& opened = m_backend->projects[kShop]->opened;
    opened.project.migrationFolders = {folder.path()};
    opened.project.configPath.clear();
    opened.set.migrations.clear();
    m_controller->openProject(kShop);
    QTRY_VERIFY(m_controller->currentReading().view != nullptr);
    m_backend->log.clear();
    // Three writes in a row make one rescan.
    for (int i = 0; i < 3; ++i) {
        QFile file(folder.filePath(QStringLiteral("2026010112000%1_x.up.sql").arg(i)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QTest::qWait(30);
    }
    QTRY_VERIFY(m_backend->log.contains(QStringLiteral("read dev")));
    QTest::qWait(500);
    QCOMPARE(
        m_backend->log, QStringList({QStringLiteral("open /projects/shop"), QStringLiteral("read dev")}));
}

QTEST_MAIN(ProjectControllerTest)
#include "tst_project_controller.moc"
