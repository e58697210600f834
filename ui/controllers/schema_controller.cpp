// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controllers/schema_controller.h"

namespace strandline::ui {

SchemaController::SchemaController(ProjectController& project, SchemaBackend& backend, QObject* parent)
    : QObject(parent)
    , m_project(project)
    , m_backend(backend)
{
    connect(&project, &ProjectController::projectOpened, this, &SchemaController::forgetAll);
    connect(&project, &ProjectController::projectClosed, this, &SchemaController::forgetAll);
    connect(&project, &ProjectController::environmentRead, this, &SchemaController::environmentRead);
}

SchemaController::~SchemaController()
{
    for (const Entry& entry : std::as_const(m_entries))
        entry.cancel.cancel();
}

void SchemaController::forgetAll()
{
    const QStringList known = m_entries.keys();
    for (const Entry& entry : std::as_const(m_entries))
        entry.cancel.cancel();
    m_entries.clear();
    for (const QString& environment : known)
        Q_EMIT changed(environment);
}

/// Whatever ran left an event or a row; both are read with every refresh of the timeline.
QByteArray SchemaController::historyMark(const QString& environment) const
{
    const auto view = m_project.reading(environment).view;
    if (!view)
        return {};
    const migration::HistorySnapshot& history = view->history;
    const qint64 lastEvent = history.events.isEmpty() ? 0 : history.events.last().id;
    return QByteArray::number(lastEvent) + ' ' + QByteArray::number(history.rows.size()) + ' '
        + (history.rows.isEmpty() ? QByteArray() : history.rows.last().version.toUtf8());
}

void SchemaController::environmentRead(const QString& environment)
{
    const auto known = m_entries.find(environment);
    if (known == m_entries.end() || (!known->state.reading && !known->state.isReading))
        return;
    const QByteArray mark = historyMark(environment);
    // A schema that was asked for before the first look at the history has nothing to compare with.
    const QByteArray before = std::exchange(known->historyMark, mark);
    if (before.isEmpty() || before == mark)
        return;
    known->isOutdated = true;
    Q_EMIT outdated(environment);
}

void SchemaController::look(const QString& environment)
{
    if (environment.isEmpty())
        return;
    const Entry entry = m_entries.value(environment);
    const bool known = entry.state.reading && !entry.isOutdated;
    // An error stays until somebody asks again: a server that is down is not asked at every change of page.
    if (!known && !entry.state.isReading && !entry.state.error)
        refresh(environment);
}

void SchemaController::refresh(const QString& environment)
{
    if (environment.isEmpty() || !m_project.hasProject())
        return;
    Entry& entry = m_entries[environment];
    entry.cancel.cancel();
    entry.cancel = base::CancelToken();
    entry.question = ++m_lastQuestion;
    entry.historyMark = historyMark(environment);
    entry.isOutdated = false;
    entry.state.isReading = true;
    const int question = entry.question;
    const base::CancelToken token = entry.cancel;
    Q_EMIT changed(environment);
    m_backend.readSchema(m_project.question(environment), token)
        .then(this, [this, environment, question](base::Result<usecase::SchemaReading> answer) {
            answered(environment, question, std::move(answer));
        });
}

void SchemaController::cancel(const QString& environment)
{
    const auto known = m_entries.constFind(environment);
    if (known != m_entries.cend() && known->state.isReading)
        known->cancel.cancel();
}

void SchemaController::answered(
    const QString& environment, int question, base::Result<usecase::SchemaReading> answer)
{
    const auto known = m_entries.find(environment);
    if (known == m_entries.end() || known->question != question)
        return;
    known->state.isReading = false;
    if (answer) {
        known->state.error.reset();
        known->state.reading = std::make_shared<const usecase::SchemaReading>(std::move(*answer));
    } else {
        known->state.error = answer.error();
    }
    Q_EMIT changed(environment);
}

} // namespace strandline::ui
