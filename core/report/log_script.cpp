// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/log_script.h"

#include "core/base/digest.h"
#include "core/db/statement_text.h"
#include "core/report/statement_sql.h"
#include "core/sql/secret_text.h"

#include <QHash>
#include <QSet>

namespace strandline::report {

using migration::EventKind;
using migration::LogEvent;

namespace {

QString migrationOf(const LogEvent& event)
{
    return event.version.isEmpty() ? event.name : event.version + QLatin1Char('_') + event.name;
}

bool ranAStatement(const LogEvent& event)
{
    return event.statement > 0
        && (event.kind == EventKind::StatementDone || event.kind == EventKind::StatementStarted
            || event.kind == EventKind::Failed);
}

bool ranAScript(const LogEvent& event)
{
    return event.statement == 0
        && (event.kind == EventKind::Applied || event.kind == EventKind::Reverted
            || event.kind == EventKind::Resumed);
}

QString outcomeOf(const LogEvent& event)
{
    if (event.kind == EventKind::Failed)
        return QStringLiteral("failed");
    return event.kind == EventKind::StatementStarted ? QStringLiteral("began") : QStringLiteral("done");
}

class ScriptWriter
{
public:
    ScriptWriter(sql::Dialect dialect, const ScriptOfEvent& scriptOf)
        : m_dialect(dialect)
        , m_scriptOf(scriptOf)
    { }

    void add(const LogLine& line);
    QString text() const { return m_text; }

private:
    struct Known
    {
        QByteArray bytes;
        sql::SplitResult split;
    };
    const Known& scriptOf(const LogEvent& event);
    void addStatement(const LogEvent& event, const Known& script);
    void addScript(const LogEvent& event, const Known& script);
    void comment(const QString& text)
    {
        m_text += QStringLiteral("-- ") + text.simplified() + QLatin1Char('\n');
    }
    void statement(const sql::Statement& one, const QByteArray& bytes)
    {
        m_text += sql::withoutSecrets(QString::fromUtf8(statementAsSql(one, bytes, m_dialect)));
    }

    const sql::Dialect m_dialect;
    const ScriptOfEvent& m_scriptOf;
    QHash<QString, Known> m_scripts;
    QSet<QString> m_written;
    QString m_text;
};

const ScriptWriter::Known& ScriptWriter::scriptOf(const LogEvent& event)
{
    const QString key = migrationOf(event) + QLatin1Char('\n') + event.direction;
    auto found = m_scripts.find(key);
    if (found == m_scripts.end()) {
        Known known;
        known.bytes = m_scriptOf(event);
        known.split = sql::split(known.bytes, m_dialect);
        found = m_scripts.insert(key, known);
    }
    return *found;
}

/// The digest decides, or for what is not recorded yet the beginning: the file may have been edited since.
void ScriptWriter::addStatement(const LogEvent& event, const Known& script)
{
    if (event.statement <= int(script.split.statements.size())) {
        const sql::Statement& one = script.split.statements[size_t(event.statement) - 1];
        const QByteArrayView text = one.textIn(script.bytes);
        const bool same = event.sha256.isEmpty()
            ? !event.detail.isEmpty() && db::statementExcerpt(QString::fromUtf8(text)) == event.detail
            : base::sha256Hex(text) == event.sha256;
        if (same) {
            statement(one, script.bytes);
            return;
        }
    }
    comment(QStringLiteral("The text that ran is not at hand. ") + sql::withoutSecrets(event.detail));
}

void ScriptWriter::addScript(const LogEvent& event, const Known& script)
{
    if (script.bytes.isEmpty()
        || (!event.sha256.isEmpty() && base::sha256Hex(script.bytes) != event.sha256)) {
        comment(QStringLiteral("The text that ran is not at hand."));
        return;
    }
    for (const sql::Statement& one : script.split.statements)
        statement(one, script.bytes);
}

void ScriptWriter::add(const LogLine& line)
{
    const LogEvent& event = line.event;
    const bool isStatement = ranAStatement(event);
    if (!isStatement && !ranAScript(event))
        return;
    const QString key = event.runId + QLatin1Char('\n') + migrationOf(event) + QLatin1Char('\n')
        + event.direction + QLatin1Char('\n') + QString::number(event.statement);
    if (m_written.contains(key))
        return;
    m_written.insert(key);
    if (!m_text.isEmpty())
        m_text += QLatin1Char('\n');
    QString head = QStringLiteral("%1, %2, %3 %4")
                       .arg(event.at.toUTC().toString(Qt::ISODate), line.environment, migrationOf(event),
                           event.direction);
    if (isStatement)
        head += QStringLiteral(", statement %1").arg(event.statement);
    comment(head + QStringLiteral(", ") + outcomeOf(event));
    if (isStatement)
        addStatement(event, scriptOf(event));
    else
        addScript(event, scriptOf(event));
}

} // namespace

QString logAsScript(const QList<LogLine>& lines, sql::Dialect dialect, const ScriptOfEvent& scriptOf)
{
    ScriptWriter writer(dialect, scriptOf);
    // A start says nothing that its end does not say better.
    QSet<QString> ended;
    for (const LogLine& line : lines) {
        if (line.event.kind != EventKind::StatementStarted && ranAStatement(line.event))
            ended.insert(line.event.runId + migrationOf(line.event) + line.event.direction
                + QString::number(line.event.statement));
    }
    for (const LogLine& line : lines) {
        const QString key = line.event.runId + migrationOf(line.event) + line.event.direction
            + QString::number(line.event.statement);
        if (line.event.kind != EventKind::StatementStarted || !ended.contains(key))
            writer.add(line);
    }
    return writer.text();
}

} // namespace strandline::report
