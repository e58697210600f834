// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/splitter_checks.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace strandline;

/// Replays what the fuzzers found and the splitter's case files through the fuzzers' checks, each in every
/// dialect: a script of another database must not break a promise either.
class SplitterCorpus : public QObject
{
    Q_OBJECT

private slots:
    void replay_data()
    {
        QTest::addColumn<QString>("path");
        int count = 0;
        for (const char* parent : {"tests/fuzz/corpus", "tests/cases/sql"}) {
            for (const char* dialect : {"postgresql", "mysql", "sqlite"}) {
                const QDir folder(QStringLiteral(STRANDLINE_SOURCE_DIR "/%1/%2")
                                      .arg(QString::fromLatin1(parent), QString::fromLatin1(dialect)));
                for (const QString& name : folder.entryList(QDir::Files, QDir::Name)) {
                    if (name.endsWith(QLatin1String(".expected")))
                        continue;
                    QTest::addRow("%s/%s/%s", parent, dialect, qPrintable(name)) << folder.filePath(name);
                    ++count;
                }
            }
        }
        QVERIFY2(count > 90, "the corpus is not there");
    }

    void replay()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray script = file.readAll();
        for (const auto dialect : {sql::Dialect::PostgreSql, sql::Dialect::MySql, sql::Dialect::Sqlite}) {
            const QString broken = fuzz::checkSplitter(script, dialect);
            QVERIFY2(broken.isEmpty(), qPrintable(sql::dialectName(dialect) + QStringLiteral(": ") + broken));
        }
    }
};

QTEST_APPLESS_MAIN(SplitterCorpus)
#include "tst_splitter_corpus.moc"
