// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/base/file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace strandline::base;

class FileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatIsThere();
    void namesWhatCannotBeRead();
    void refusesAFileAboveTheLimit();
    void createNewNeverOverwrites();
    void onlyOneOfManyCreatorsWins();
    void replaceKeepsModeAndLink();
    void replaceIsRefusedWhenTheFileChanged();
    void fullDiskLeavesNothingBehind();
    void missingFolderIsNamed();
};

namespace {
WriteRequest createNew(const QString& path, const QByteArray& bytes)
{
    return {path, bytes, WriteMode::CreateNew, {}};
}

/// A write beyond the limit fails like a full disk; the signal that would come first is ignored.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        m_formerHandler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_former);
        const struct rlimit limited = {bytes, m_former.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limited);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_former);
        std::signal(SIGXFSZ, m_formerHandler);
    }

private:
    struct rlimit m_former = {};
    void (*m_formerHandler)(int) = nullptr;
};
} // namespace

void FileTest::readsWhatIsThere()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("übung ; \"x\".sql"));
    const QByteArray bytes("a\0b\r\n\xff", 6);
    QVERIFY(writeFileAtomically(createNew(path, bytes)));
    QCOMPARE(readFile(path).value(), bytes);
}

void FileTest::namesWhatCannotBeRead()
{
    const QTemporaryDir folder;
    const auto missing = readFile(folder.filePath(QStringLiteral("none")));
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QVERIFY(missing.error().summary.contains(folder.filePath(QStringLiteral("none"))));
    const auto directory = readFile(folder.path());
    QVERIFY(!directory);
    QCOMPARE(directory.error().code, ErrorCode::Invalid);
}

void FileTest::refusesAFileAboveTheLimit()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("big"));
    QVERIFY(writeFileAtomically(createNew(path, QByteArray(100, 'x'))));
    QVERIFY(readFile(path, 100));
    const auto refused = readFile(path, 99);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Invalid);
}

void FileTest::createNewNeverOverwrites()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("one"));
    QVERIFY(writeFileAtomically(createNew(path, "first")));
    const auto second = writeFileAtomically(createNew(path, "second"));
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Conflict);
    QCOMPARE(readFile(path).value(), QByteArray("first"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void FileTest::onlyOneOfManyCreatorsWins()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("raced"));
    std::atomic<int> winners {0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&winners, &path, i] {
            if (writeFileAtomically(createNew(path, QByteArray::number(i))))
                ++winners;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(winners.load(), 1);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void FileTest::replaceKeepsModeAndLink()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("target"));
    const QString link = folder.filePath(QStringLiteral("link"));
    QVERIFY(writeFileAtomically(createNew(path, "old")));
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0640), 0);
    QVERIFY(QFile::link(path, link));
    QVERIFY(writeFileAtomically({link, "new", WriteMode::Replace, {}}));
    QCOMPARE(readFile(path).value(), QByteArray("new"));
    QVERIFY(QFileInfo(link).isSymLink());
    struct stat info = {};
    QCOMPARE(::stat(QFile::encodeName(path).constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 07777), 0640);
}

void FileTest::replaceIsRefusedWhenTheFileChanged()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("shared"));
    QVERIFY(writeFileAtomically(createNew(path, "seen")));
    const QByteArray seen = sha256Hex(QByteArrayView("seen"));
    QVERIFY(writeFileAtomically({path, "mine", WriteMode::Replace, seen}));
    const auto refused = writeFileAtomically({path, "late", WriteMode::Replace, seen});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QCOMPARE(readFile(path).value(), QByteArray("mine"));
}

void FileTest::fullDiskLeavesNothingBehind()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("kept"));
    QVERIFY(writeFileAtomically(createNew(path, "kept")));
    {
        const FileSizeLimit limit(4096);
        const auto failed = writeFileAtomically({path, QByteArray(10000, 'x'), WriteMode::Replace, {}});
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::Io);
        QVERIFY(!failed.error().hint.isEmpty());
    }
    QCOMPARE(readFile(path).value(), QByteArray("kept"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void FileTest::missingFolderIsNamed()
{
    const QTemporaryDir folder;
    const auto failed = writeFileAtomically(createNew(folder.filePath(QStringLiteral("no/such/file")), "x"));
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, ErrorCode::NotFound);
    QVERIFY(makeFolder(folder.filePath(QStringLiteral("no/such"))));
    QVERIFY(writeFileAtomically(createNew(folder.filePath(QStringLiteral("no/such/file")), "x")));
    QVERIFY(!makeFolder(folder.filePath(QStringLiteral("no/such/file/below"))));
}

QTEST_GUILESS_MAIN(FileTest)
#include "tst_file.moc"
