// SPDX-License-Identifier: GPL-3.0-or-later
// The command line must run on a server without any desktop library: asked of the loader, not of CMake.
#include <QFile>
#include <QProcess>
#include <QTest>

namespace {

QStringList librariesOf(const QString& program)
{
    QProcess ldd;
    ldd.start(QStringLiteral("ldd"), {program});
    if (!ldd.waitForFinished(30000) || ldd.exitCode() != 0)
        return {};
    QStringList names;
    for (const QString& line :
        QString::fromUtf8(ldd.readAllStandardOutput()).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        names += line.trimmed().section(QLatin1Char(' '), 0, 0);
    return names;
}

QStringList desktopLibraries(const QStringList& libraries)
{
    QStringList found;
    for (const QString& name : libraries) {
        for (const QLatin1String prefix :
            {QLatin1String("libQt6Gui"), QLatin1String("libQt6Widgets"), QLatin1String("libQt6Svg"),
                QLatin1String("libQt6PrintSupport"), QLatin1String("libqscintilla"), QLatin1String("libX11"),
                QLatin1String("libGL"), QLatin1String("libwayland")}) {
            if (name.startsWith(prefix))
                found += name;
        }
    }
    return found;
}

} // namespace

class TestLinkRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commandLineHasNoDesktopLibrary();
    void theCheckSeesADesktopLibrary();
};

void TestLinkRules::commandLineHasNoDesktopLibrary()
{
    const QString program = QStringLiteral(STRANDLINE_BIN_DIR "/strandline-cli");
    QVERIFY2(QFile::exists(program), qPrintable(program));
    const QStringList libraries = librariesOf(program);
    QVERIFY2(!libraries.filter(QStringLiteral("libQt6Core")).isEmpty(), "ldd did not list what was expected");
    QCOMPARE(desktopLibraries(libraries), QStringList());
}

void TestLinkRules::theCheckSeesADesktopLibrary()
{
    const QString program = QStringLiteral(STRANDLINE_BIN_DIR "/strandline");
    if (!QFile::exists(program))
        QSKIP("this build has no desktop program");
    QVERIFY(!desktopLibraries(librariesOf(program)).filter(QStringLiteral("libQt6Widgets")).isEmpty());
}

QTEST_GUILESS_MAIN(TestLinkRules)
#include "tst_link_rules.moc"
