// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/history_writer.h"

namespace strandline::history {

HistoryWriter::HistoryWriter(db::Connection& connection, const QString& schema)
    : m_connection(connection)
    , m_text(connection.info(), schema)
{ }

base::Result<void> HistoryWriter::add(const migration::HistoryRow& row)
{
    return m_connection.executeOwn({m_text.insertRow(row).complete()});
}

base::Result<void> HistoryWriter::addBookkeepingRow(const migration::HistoryRow& row)
{
    return m_connection.executeOwn({m_text.insertBookkeepingRow(row)});
}

base::Result<void> HistoryWriter::remove(migration::Kind kind, const QString& version, const QString& name)
{
    return m_connection.executeOwn({m_text.deleteRow(kind, version, name)});
}

base::Result<void> HistoryWriter::replaceText(const migration::HistoryRow& row)
{
    return m_connection.executeOwn({m_text.replaceText(row)});
}

base::Result<void> HistoryWriter::append(const migration::LogEvent& event)
{
    return m_connection.executeOwn({m_text.insertEvents({event}).complete()});
}

base::Result<void> HistoryWriter::append(const QList<migration::LogEvent>& events)
{
    if (events.isEmpty())
        return {};
    return m_connection.executeOwn({m_text.insertEvents(events).complete()});
}

base::Result<void> HistoryWriter::keepScript(const QByteArray& sha256, const QByteArray& bytes)
{
    return keepScripts({{sha256, bytes, bytes.size()}});
}

base::Result<void> HistoryWriter::keepScripts(const QList<RowText::ScriptText>& scripts)
{
    if (scripts.isEmpty())
        return {};
    return m_connection.executeOwn({m_text.insertScripts(scripts)});
}

} // namespace strandline::history
