// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/statement_splitter.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sqlite3.h>

using namespace strandline;

/// SQLite's own judgement of where a statement ends, over the SQLite cases that have no problem.
class SqliteComplete : public QObject
{
    Q_OBJECT

private slots:
    void agrees_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/sql/sqlite"));
        for (const QString& name : folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }

    void agrees()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray script = file.readAll();
        const sql::SplitResult result = sql::split(script, sql::Dialect::Sqlite);
        if (!result.problems.isEmpty() || path.contains(QLatin1String("without_body")))
            return; // what is broken may be cut differently, on purpose
        for (const sql::Statement& statement : result.statements) {
            const QByteArray text = statement.textIn(script).toByteArray();
            QVERIFY2(sqlite3_complete((text + ';').constData()), text.constData());
            // No shorter piece that ends in a semicolon is complete by SQLite's own rule.
            for (qsizetype at = text.indexOf(';'); at >= 0; at = text.indexOf(';', at + 1))
                QVERIFY2(!sqlite3_complete(text.first(at + 1).constData()), text.constData());
        }
    }
};

QTEST_APPLESS_MAIN(SqliteComplete)
#include "tst_sqlite_complete.moc"
