// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run/disconnect_question.h"

#include "ui/text/human_time.h"

#include <QCoreApplication>

namespace strandline::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("DisconnectQuestion", text);
}

} // namespace

ConfirmContent disconnectQuestion(
    const migration::LockWait& session, const RunPlace& place, const QDateTime& seenAt)
{
    ConfirmContent content;
    content.title = say("Disconnect on");
    content.place = place;
    content.question = say("End the session of %1?").arg(sessionText(session));
    content.facts << (session.program.isEmpty() ? say("Application: not known.")
                                                : say("Application: %1.").arg(session.program));
    QString state = session.state.isEmpty() ? say("State not known") : session.state;
    if (session.sinceMs >= 0)
        state += say(" since %1 (%2)")
                     .arg(clockTime(seenAt.addMSecs(-session.sinceMs)), shortDuration(session.sinceMs));
    if (!session.object.isEmpty())
        state += say(", uses “%1”").arg(session.object);
    content.facts << state + QLatin1Char('.');
    if (!session.statement.isEmpty())
        content.facts << say("Last statement: %1").arg(session.statement.simplified());
    content.facts << say("What it has not committed is lost. Its program may connect again at once.");
    content.confirmText = say("Disconnect %1").arg(session.session);
    return content;
}

} // namespace strandline::ui
