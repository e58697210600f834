// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_file.h"

#include <QTest>

using namespace strandline;
using namespace strandline::project;

class TestProjectFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyFileGivesDefaults();
};

void TestProjectFile::emptyFileGivesDefaults()
{
    const auto project = parseProjectFile({}, QStringLiteral("/srv/atara/strandline.toml"));
    QVERIFY(project);
    QCOMPARE(project->name, QStringLiteral("atara"));
    QCOMPARE(project->migrationFolders, QStringList(QStringLiteral("/srv/atara/migrations")));
}

QTEST_GUILESS_MAIN(TestProjectFile)
#include "tst_project_file.moc"
