// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpora/corpus_scripts.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QMap>
#include <QRegularExpression>

namespace strandline::corpora {

namespace {

struct Files
{
    QString up;
    QString down;
};

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Under which words a file may be asked for: its whole stem, and its version.
struct FileName
{
    QStringList keys;
    bool isDown = false;
};

FileName parseName(const QFileInfo& file)
{
    FileName name;
    QString stem = file.completeBaseName();
    if (stem == QLatin1String("up") || stem == QLatin1String("down") || stem == QLatin1String("migration")) {
        name.isDown = stem == QLatin1String("down");
        stem = file.dir().dirName();
    } else {
        // One project ends some names with "_up" where its others have ".up".
        static const QRegularExpression direction(QStringLiteral("[._](up|down)$"));
        const auto match = direction.match(stem);
        name.isDown = match.captured(1) == QLatin1String("down");
        stem.truncate(match.hasMatch() ? match.capturedStart() : stem.size());
    }
    static const QRegularExpression flyway(QStringLiteral("^V([0-9.]+)__(.*)$"));
    const auto match = flyway.match(stem);
    if (match.hasMatch())
        name.keys = QStringList {match.captured(1)};
    else if (stem.startsWith(QLatin1String("R__")))
        name.keys = QStringList {QStringLiteral("R ") + stem.mid(3)};
    else
        name.keys = QStringList {stem, stem.section(QLatin1Char('_'), 0, 0)};
    return name;
}

QMap<QString, Files> findFiles(const QString& folder)
{
    QMap<QString, Files> files;
    QDirIterator walk(folder, {QStringLiteral("*.sql")}, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next();
        const FileName name = parseName(walk.fileInfo());
        for (const QString& key : name.keys)
            (name.isDown ? files[key].down : files[key].up) = path;
    }
    return files;
}

/// dbmate and goose keep both directions in one file. What stands before the first mark is comment.
void splitSections(CorpusScript& script)
{
    static const QRegularExpression mark(
        QStringLiteral(
            "^-- *(?:migrate:|\\+goose +)(up|down|StatementBegin|StatementEnd|NO TRANSACTION)\\b(.*)$"),
        QRegularExpression::CaseInsensitiveOption);
    QByteArray up;
    QByteArray down;
    bool hasUp = false;
    bool hasDown = false;
    for (const QByteArray& line : script.up.split('\n')) {
        const auto match = mark.match(QString::fromUtf8(line).trimmed());
        const QString word = match.captured(1).toLower();
        hasUp = hasUp || word == QLatin1String("up");
        hasDown = hasDown || word == QLatin1String("down");
        if (word == QLatin1String("no transaction")
            || match.captured(2).contains(QLatin1String("transaction:false")))
            script.noTransaction = true;
        if (!match.hasMatch())
            (hasDown ? down : up) += line + '\n';
    }
    if (!hasUp)
        return;
    script.up = up;
    if (hasDown)
        script.down = down;
}

/// What the tool of the project says outside of the script.
bool runsWithoutTransaction(const CorpusProject& project, const CorpusScript& script, const QString& path)
{
    const QByteArray metadata = bytesOf(QFileInfo(path).dir().filePath(QStringLiteral("metadata.toml")));
    if (metadata.contains("run_in_transaction = false"))
        return true;
    // Prisma never opens one, and the scripts it makes for SQLite count on that.
    if (QFileInfo(path).fileName() == QLatin1String("migration.sql"))
        return project.dialect == sql::Dialect::Sqlite;
    // A procedure that commits cannot be called in a transaction.
    return project.name == QLatin1String("reportportal") && script.id == QLatin1String("40");
}

/// A COMMIT at the end, sometimes of a transaction that nobody began: refused here, and the message says to
/// take it away.
QByteArray withoutOwnCommit(const QByteArray& text)
{
    static const QRegularExpression commit(
        QStringLiteral("\\n\\s*COMMIT\\s*;\\s*$"), QRegularExpression::CaseInsensitiveOption);
    QString script = QString::fromUtf8(text);
    const auto match = commit.match(script);
    return match.hasMatch() ? script.left(match.capturedStart() + 1).toUtf8() : text;
}

bool isBlank(const QByteArray& text)
{
    return text.trimmed().isEmpty();
}

} // namespace

QString CorpusScript::fileName() const
{
    QString file = name.toLower();
    for (QChar& c : file) {
        if (!((c >= QLatin1Char('a') && c <= QLatin1Char('z'))
                || (c >= QLatin1Char('0') && c <= QLatin1Char('9'))))
            c = QLatin1Char('_');
    }
    return version.isEmpty() ? file : version + QLatin1Char('_') + file;
}

QList<CorpusScript> readScripts(const CorpusProject& project, QString& problem)
{
    const QMap<QString, Files> files = findFiles(project.folder);
    QList<CorpusScript> scripts;
    const QDateTime first(QDate(2020, 1, 1), QTime(0, 0), Qt::UTC);
    for (const QJsonValue& entry : project.expected[QStringLiteral("migrations")].toArray()) {
        if (entry[QStringLiteral("up")].toString().startsWith(QLatin1String("skipped")))
            continue; // no SQL
        CorpusScript script;
        script.id = entry[QStringLiteral("id")].toString();
        script.name = entry[QStringLiteral("name")].toString();
        const bool isRepeatable = script.id == QLatin1String("R");
        const auto found = files.find(isRepeatable ? QStringLiteral("R ") + script.name : script.id);
        if (found == files.end() || found->up.isEmpty()) {
            problem = QStringLiteral("no file for %1 %2").arg(script.id, script.name);
            return {};
        }
        if (!isRepeatable)
            script.version = first.addSecs(60 * scripts.size()).toString(QStringLiteral("yyyyMMddhhmmss"));
        script.up = withoutOwnCommit(bytesOf(found->up));
        if (!found->down.isEmpty())
            script.down = bytesOf(found->down);
        else
            splitSections(script);
        script.noTransaction = script.noTransaction || runsWithoutTransaction(project, script, found->up);
        scripts << script;
    }
    return scripts;
}

void writeScripts(const test::TempProject& project, const QList<CorpusScript>& scripts)
{
    for (const CorpusScript& script : scripts) {
        const QByteArray head = script.noTransaction ? "-- strandline:no-transaction\n" : "";
        // A file of nothing but blanks is a problem here; with those tools it is an empty migration.
        const auto text = [&head](
                              const QByteArray& sql) { return head + (isBlank(sql) ? "-- nothing\n" : sql); };
        if (script.version.isEmpty()) {
            project.write(
                QStringLiteral("migrations/repeatable/%1.sql").arg(script.fileName()), text(script.up));
            continue;
        }
        project.write(QStringLiteral("migrations/%1.up.sql").arg(script.fileName()), text(script.up));
        if (script.down)
            project.write(
                QStringLiteral("migrations/%1.down.sql").arg(script.fileName()), text(*script.down));
    }
}

} // namespace strandline::corpora
