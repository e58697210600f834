// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/line_index.h"
#include "core/sql/statement_splitter.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace strandline;

namespace {

/// Printable on one line, so that a reviewer sees every byte in the expectation.
QByteArray visible(QByteArrayView text)
{
    QByteArray out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (uchar(c) < 0x20 || uchar(c) == 0x7F)
            out += "\\x" + QByteArray::number(uchar(c), 16).rightJustified(2, '0');
        else
            out += c;
    }
    return out;
}

QByteArray describe(QByteArrayView script, sql::Dialect dialect)
{
    const sql::SplitResult result = sql::split(script, dialect);
    QByteArray out;
    for (const sql::Statement& statement : result.statements) {
        out += QByteArray::number(statement.number) + ' ' + QByteArray::number(statement.line) + ':'
            + QByteArray::number(statement.column) + ' ' + sql::statementKindName(statement.kind).toUtf8()
            + (statement.terminated ? "" : " open") + '\n';
        if (statement.fullBegin < statement.begin)
            out += "  before: "
                + visible(script.sliced(statement.fullBegin, statement.begin - statement.fullBegin).trimmed())
                + '\n';
        out += "  " + visible(statement.textIn(script)) + '\n';
        if (statement.kind == sql::StatementKind::CopyFromStdin)
            out += "  data: " + visible(statement.dataIn(script)) + '\n';
    }
    for (const sql::Directive& directive : result.directives)
        out += "directive " + QByteArray::number(directive.line) + ": " + directive.name.toByteArray() + " ["
            + directive.argument.toByteArray() + "]\n";
    for (const base::Error& problem : result.problems)
        out += "problem " + QByteArray::number(problem.position.line) + ':'
            + QByteArray::number(problem.position.column) + ' ' + visible(problem.summary.toUtf8()) + "\n  "
            + visible(problem.detail.toUtf8()) + "\n  " + visible(problem.hint.toUtf8()) + '\n';
    return out.isEmpty() ? QByteArray("nothing\n") : out;
}

} // namespace

/// Every tests/cases/sql/<dialect>/*.sql is split and compared with the .expected beside it.
/// STRANDLINE_UPDATE_CASES=1 writes the expectations; read their diff before committing it.
class SplitterCases : public QObject
{
    Q_OBJECT

private:
    static QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void cases_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("dialect");
        int count = 0;
        for (const auto dialect : {sql::Dialect::PostgreSql, sql::Dialect::MySql, sql::Dialect::Sqlite}) {
            const QDir folder(
                QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/sql/%1").arg(sql::dialectName(dialect)));
            const QStringList names = folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
            for (const QString& name : names) {
                QTest::addRow("%s/%s", qPrintable(folder.dirName()), qPrintable(name))
                    << folder.filePath(name) << int(dialect);
                ++count;
            }
        }
        QVERIFY2(count >= 60, "the case files are not there");
    }

    void cases()
    {
        QFETCH(QString, path);
        QFETCH(int, dialect);
        const QByteArray script = read(path);
        const QByteArray actual = describe(script, sql::Dialect(dialect));
        QString expectedPath = path;
        expectedPath.replace(QRegularExpression(QStringLiteral("\\.sql$")), QStringLiteral(".expected"));
        if (qEnvironmentVariableIntValue("STRANDLINE_UPDATE_CASES") == 1) {
            QFile file(expectedPath);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(actual) == actual.size());
            return;
        }
        const QByteArray expected = read(expectedPath);
        if (actual != expected) {
            const QList<QByteArray> a = actual.split('\n'), e = expected.split('\n');
            qsizetype i = 0;
            while (i < a.size() && i < e.size() && a[i] == e[i])
                ++i;
            QFAIL(qPrintable(QStringLiteral("line %1 of the expectation\n  expected: %2\n  actual:   %3")
                                 .arg(i + 1)
                                 .arg(QString::fromUtf8(e.value(i)), QString::fromUtf8(a.value(i)))));
        }
    }

    /// The positions that the splitter reports are those of the random-access index.
    void positionsAgree_data() { cases_data(); }
    void positionsAgree()
    {
        QFETCH(QString, path);
        QFETCH(int, dialect);
        const QByteArray script = read(path);
        const sql::LineIndex index(script);
        const sql::SplitResult result = sql::split(script, sql::Dialect(dialect));
        for (const sql::Statement& statement : result.statements)
            QCOMPARE(index.at(statement.begin), (sql::LineColumn {statement.line, statement.column}));
    }
};

QTEST_APPLESS_MAIN(SplitterCases)
#include "tst_splitter_cases.moc"
