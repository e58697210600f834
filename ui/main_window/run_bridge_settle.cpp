// SPDX-License-Identifier: GPL-3.0-or-later
// Telling the history how things are: the questions before, in words of what will be recorded.
#include "ui/dialogs/confirm_dialog.h"
#include "ui/main_window/run_bridge.h"
#include "ui/pages/timeline_page.h"

#include <QInputDialog>
#include <QMainWindow>

namespace strandline::ui {

using runner::SettleKind;

namespace {

struct SettleWords
{
    QString title;
    QString question;
    QString confirm;
};

SettleWords wordsOf(SettleKind kind, const QString& what, const QString& where)
{
    switch (kind) {
    case SettleKind::Baseline:
        return {RunBridge::tr("Set baseline on"),
            RunBridge::tr("Count %1 and everything before it as done?").arg(what),
            RunBridge::tr("Set Baseline at %1").arg(what)};
    case SettleKind::MarkApplied:
        return {RunBridge::tr("Mark as applied on"),
            RunBridge::tr("Record that %1 was applied by hand?").arg(what), RunBridge::tr("Mark as Applied")};
    case SettleKind::MarkSkipped:
        return {RunBridge::tr("Skip on"), RunBridge::tr("Never run %1 on %2?").arg(what, where),
            RunBridge::tr("Skip %1").arg(what)};
    case SettleKind::MarkPending:
        return {RunBridge::tr("Mark as not applied on"),
            RunBridge::tr("Record that %1 is not applied? It will be pending again.").arg(what),
            RunBridge::tr("Mark as Not Applied")};
    case SettleKind::Resolve:
        return {RunBridge::tr("Mark as resolved on"),
            what.isEmpty() ? RunBridge::tr("Settle everything that failed or stopped halfway?")
                           : RunBridge::tr("How did you leave %1?").arg(what),
            RunBridge::tr("Mark as Resolved")};
    case SettleKind::AcceptText:
        return {RunBridge::tr("Accept new text on"),
            RunBridge::tr("Let the file's text of %1 count from now on? It is not run.").arg(what),
            RunBridge::tr("Accept New Text")};
    case SettleKind::ForgetMissing:
        return {RunBridge::tr("Forget missing on"),
            RunBridge::tr("Is the file of %1 gone for good?").arg(what),
            RunBridge::tr("Forget %1").arg(what)};
    }
    return {};
}

} // namespace

void RunBridge::askBaseline()
{
    QStringList versions;
    int here = -1;
    for (const migration::Migration& one : m_parts.project.opened()->set.migrations) {
        if (one.kind != migration::Kind::Versioned)
            continue;
        if (entry() && entry()->version == one.version)
            here = int(versions.size());
        versions << one.version + QLatin1Char(' ') + one.name;
    }
    auto* dialog = new QInputDialog(&m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Set Baseline"));
    dialog->setLabelText(tr("The newest migration whose work this database already holds:"));
    dialog->setComboBoxItems(versions);
    dialog->setComboBoxEditable(false);
    dialog->setTextValue(versions.value(here >= 0 ? here : int(versions.size()) - 1));
    dialog->setOkButtonText(tr("Continue"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& chosen) {
        SettleOrder order;
        order.kind = SettleKind::Baseline;
        order.words = {chosen.section(QLatin1Char(' '), 0, 0)};
        previewSettle(order, order.words.first());
    });
    dialog->open();
}

void RunBridge::settle(SettleKind kind, const QString& id, SettleKind resolvedTo)
{
    SettleOrder order;
    order.kind = kind;
    order.resolvedTo = resolvedTo;
    if (!id.isEmpty())
        order.words = {id};
    previewSettle(order, id);
}

void RunBridge::previewSettle(SettleOrder order, const QString& id)
{
    const QString environment = m_parts.project.environmentName();
    order.environment = m_parts.project.question(environment);
    m_parts.runs.backend()
        .previewSettle(order, base::CancelToken())
        .then(this, [this, order, id](const base::Result<usecase::SettlePreview>& preview) {
            if (preview)
                confirmSettle(order, *preview, id);
            else
                reportError(preview.error());
        });
}

void RunBridge::confirmSettle(SettleOrder order, const usecase::SettlePreview& preview, const QString& id)
{
    const RunPlace place = placeOf(order.environment.environment);
    const SettleWords words = wordsOf(order.kind, id, place.environment);
    ConfirmContent content;
    content.title = words.title;
    content.question = words.question;
    content.confirmText = words.confirm;
    content.place = place;
    content.asksReason = true;
    if (preview.confirmation.needsTypedName)
        content.typedName = preview.confirmation.typedName;
    const bool resolve = order.kind == SettleKind::Resolve;
    content.choice = order.resolvedTo == SettleKind::MarkApplied ? 1 : 0;
    if (resolve)
        content.choices = {
            {tr("As if it had not run"),
                tr("What stayed was taken away by hand. It counts as pending and will run again.")},
            {tr("As applied"),
                tr("What was missing was done by hand. It counts as applied and will not run.")}};
    else
        content.facts = preview.lines;
    if (resolve && id.isEmpty())
        content.facts = preview.lines;
    auto* dialog = new ConfirmDialog(content, &m_parts.window);
    connect(dialog, &QDialog::accepted, this, [this, dialog, order, words, resolve, id]() mutable {
        order.reason = dialog->reason();
        order.decisions.typedName = dialog->typedName();
        order.decisions.allowDataLoss = false;
        if (resolve)
            order.resolvedTo = dialog->choice() == 1 ? SettleKind::MarkApplied : SettleKind::MarkPending;
        const QString title =
            words.confirm.contains(id) ? words.confirm : words.confirm + QLatin1Char(' ') + id;
        if (!m_parts.runs.settle(order, title))
            reportError({base::ErrorCode::Conflict,
                tr("Something is being written to %1 already").arg(order.environment.environment), {},
                tr("Wait until it has ended."), {}, {}});
    });
    dialog->open();
}

} // namespace strandline::ui
