// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/core_backend.h"
#include "core/base/digest.h"
#include "core/engine/sqlite/sqlite_engine.h"
#include "ui/main_window/main_window.h"
#include "ui/models/timeline_model.h"
#include "ui/pages/timeline_page.h"
#include "ui/widgets/timeline_view.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace strandline;

/// The window over the real core and a real SQLite file.
class CoreBackendTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void projectFromNothing();
    void readsWithoutWriting();
    void missingDatabaseIsAnErrorAndNotANewFile();
    void brokenProjectFile();
    void newFilesAppearByThemselves();
    void recentProjects();
    void programStartsAndMeasures();
    void programRefusesAnUnknownTheme();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    void write(const QString& name, const QByteArray& text) const;
    template <typename T> static base::Result<T> wait(QFuture<base::Result<T>> future);

    std::unique_ptr<QTemporaryDir> m_folder;
    base::SystemClock m_clock;
    engine::Engines m_engines;
    std::unique_ptr<gui::CoreBackend> m_backend;
};

template <typename T> base::Result<T> CoreBackendTest::wait(QFuture<base::Result<T>> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000))
        return base::fail(base::ErrorCode::Internal, QStringLiteral("no answer"));
    return future.result();
}

void CoreBackendTest::init()
{
    m_backend.reset();
    m_engines.add(engine::sqlite::makeSqliteEngine());
    m_folder =
        std::make_unique<QTemporaryDir>(QDir::tempPath() + QStringLiteral("/it's a we;ird \"näme\" XXXXXX"));
    QVERIFY(m_folder->isValid());
    m_backend = std::make_unique<gui::CoreBackend>(m_engines, m_clock, path(QStringLiteral("state")));
}

void CoreBackendTest::write(const QString& name, const QByteArray& text) const
{
    QVERIFY(QDir().mkpath(QFileInfo(path(name)).absolutePath()));
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

/// New Project and New Migration of every kind; what they make can be opened.
void CoreBackendTest::projectFromNothing()
{
    const auto made = wait(m_backend->createProject(path(QStringLiteral("shop")), QStringLiteral("shop")));
    QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().toText()));
    auto opened = wait(m_backend->openProject(path(QStringLiteral("shop")), {}));
    QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().toText()));
    QVERIFY(opened->timeline.entries.isEmpty());
    int count = 0;
    for (const ui::MigrationKindChoice& kind : m_backend->migrationKinds()) {
        const ui::MigrationDraft draft {QStringLiteral("Add %1 to users").arg(kind.key), kind.key};
        const auto preview = wait(m_backend->previewMigration(opened->opened, draft));
        QVERIFY2(preview.has_value(), preview ? "" : qPrintable(preview.error().toText()));
        const auto written = wait(m_backend->createMigration(opened->opened, draft));
        QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().toText()));
        QFile file(*written);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), preview->upText);
        ++count;
    }
    QVERIFY(count >= 9);
    opened = wait(m_backend->openProject(path(QStringLiteral("shop")), {}));
    QVERIFY(opened.has_value());
    QCOMPARE(opened->timeline.entries.size(), count);
    QVERIFY(
        !wait(m_backend->previewMigration(opened->opened, {QString(), QStringLiteral("table")})).has_value());
    QVERIFY(
        !wait(m_backend->createProject(path(QStringLiteral("shop")), QStringLiteral("again"))).has_value());
}

void CoreBackendTest::readsWithoutWriting()
{
    write(QStringLiteral("strandline.toml"),
        "[project]\nname = \"t\"\n[environments.dev]\nurl = \"sqlite:dev.db\"\ntier = \"development\"\n");
    write(QStringLiteral("migrations/20260101120000_a.up.sql"), "CREATE TABLE a (id integer);\n");
    write(QStringLiteral("dev.db"), {}); // an empty file is an empty database
    const auto opened = wait(m_backend->openProject(m_folder->path(), {}));
    QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().toText()));
    const auto view = wait(m_backend->readEnvironment({opened->opened, QStringLiteral("dev"), {}}, {}));
    QVERIFY2(view.has_value(), view ? "" : qPrintable(view.error().toText()));
    QVERIFY(!view->history.present);
    QVERIFY(view->timeline.compared);
    QCOMPARE(view->timeline.counts.pending, 1);
    const auto log = wait(m_backend->readLog({opened->opened, QStringLiteral("dev"), {}}, {}));
    QVERIFY2(log.has_value(), log ? "" : qPrintable(log.error().toText()));
    QVERIFY(log->events.isEmpty());
    QCOMPARE(QFileInfo(path(QStringLiteral("dev.db"))).size(), 0);
    QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("dev.db*")}).size(), 1);
}

void CoreBackendTest::missingDatabaseIsAnErrorAndNotANewFile()
{
    write(QStringLiteral("strandline.toml"),
        "[project]\nname = \"t\"\n[environments.dev]\nurl = \"sqlite:none.db\"\n");
    write(QStringLiteral("migrations/20260101120000_a.up.sql"), "SELECT 1;\n");
    const auto opened = wait(m_backend->openProject(m_folder->path(), {}));
    QVERIFY(opened.has_value());
    const auto view = wait(m_backend->readEnvironment({opened->opened, QStringLiteral("dev"), {}}, {}));
    QVERIFY(!view.has_value());
    QVERIFY2(!view.error().hint.isEmpty(), qPrintable(view.error().toText()));
    QVERIFY(!QFileInfo::exists(path(QStringLiteral("none.db"))));
}

void CoreBackendTest::brokenProjectFile()
{
    write(QStringLiteral("strandline.toml"), "[project]\nnmae = \"t\"\n");
    const auto opened = wait(m_backend->openProject(m_folder->path(), {}));
    QVERIFY(!opened.has_value());
    QVERIFY2(opened.error().position.line > 0 || opened.error().toText().contains(QStringLiteral("name")),
        qPrintable(opened.error().toText()));
}

/// The whole way: a file is written by another program, and its row is there.
void CoreBackendTest::newFilesAppearByThemselves()
{
    write(QStringLiteral("strandline.toml"),
        "[project]\nname = \"t\"\n[environments.dev]\nurl = \"sqlite:dev.db\"\ntier = \"development\"\n");
    write(QStringLiteral("migrations/20260101120000_a.up.sql"), "CREATE TABLE a (id integer);\n");
    write(QStringLiteral("dev.db"), {});
    ui::WindowServices services;
    services.backend = m_backend.get();
    services.clock = &m_clock;
    services.stateFolder = path(QStringLiteral("state"));
    ui::MainWindow window(services);
    window.show();
    window.openProject(m_folder->path());
    const QAbstractItemModel* model = window.timelinePage()->view()->model();
    QTRY_VERIFY_WITH_TIMEOUT(window.controller().currentReading().view != nullptr, 20000);
    QTRY_COMPARE(model->rowCount(), 2);
    write(QStringLiteral("migrations/20260102120000_b.up.sql"), "CREATE TABLE b (id integer);\n");
    QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 3, 20000);
    QTRY_VERIFY(!window.controller().isBusy());
    QVERIFY(QFile::remove(path(QStringLiteral("migrations/20260101120000_a.up.sql"))));
    QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 2, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(!window.controller().isBusy(), 20000);
}

/// The list itself is tested with the settings; here only what the window is offered of it.
void CoreBackendTest::recentProjects()
{
    QVERIFY(m_backend->recentProjects().isEmpty());
    QStringList folders;
    for (int i = 0; i < 3; ++i) {
        const QString folder = path(QStringLiteral("p %1").arg(i));
        QVERIFY(QDir().mkpath(folder));
        folders.prepend(folder);
        m_backend->rememberProject(folder);
        QTRY_COMPARE(m_backend->recentProjects(), folders);
    }
    QVERIFY(QDir(folders[2]).removeRecursively());
    QCOMPARE(m_backend->recentProjects(), folders.mid(0, 2));
    m_backend->forgetProject(folders[0]);
    QTRY_COMPARE(m_backend->recentProjects(), folders.mid(1, 1));
}

void CoreBackendTest::programStartsAndMeasures()
{
    write(QStringLiteral("strandline.toml"),
        "[project]\nname = \"t\"\n[environments.dev]\nurl = \"sqlite:dev.db\"\ntier = \"development\"\n");
    for (int i = 0; i < 1000; ++i) {
        const QString version = QStringLiteral("2026%1").arg(101000000 + i, 10, 10, QLatin1Char('0'));
        write(
            QStringLiteral("migrations/%1_m%2.up.sql").arg(version).arg(i), "CREATE TABLE a (id integer);\n");
    }
    write(QStringLiteral("dev.db"), {});
    QProcess program;
    program.start(QStringLiteral(STRANDLINE_BIN_DIR "/strandline"),
        {QStringLiteral("--project"), m_folder->path(), QStringLiteral("--state-dir"),
            path(QStringLiteral("state")), QStringLiteral("--trace-startup"),
            QStringLiteral("--exit-after-startup")});
    QVERIFY(program.waitForFinished(60000));
    const QString said = QString::fromLocal8Bit(program.readAllStandardError());
    QCOMPARE(program.exitCode(), 0);
    QVERIFY2(said.contains(QStringLiteral("startup: first paint after ")), qPrintable(said));
    QVERIFY2(said.contains(QStringLiteral("startup: usable window after ")), qPrintable(said));
    qInfo().noquote() << "1,000 migrations (budget 700 ms):" << said.trimmed();
}

void CoreBackendTest::programRefusesAnUnknownTheme()
{
    QProcess program;
    program.start(QStringLiteral(STRANDLINE_BIN_DIR "/strandline"),
        {QStringLiteral("--theme"), QStringLiteral("blue")});
    QVERIFY(program.waitForFinished(60000));
    QCOMPARE(program.exitCode(), 2);
    QVERIFY(program.readAllStandardError().contains("no theme"));
}

QTEST_MAIN(CoreBackendTest)
#include "tst_core_backend.moc"
