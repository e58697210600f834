// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/quit_dialog.h"

#include "ui/object_names.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

QString consequence(const RunningWrite& write)
{
    return write.keepsNothing
        ? QuitDialog::tr("%1: the statement is interrupted and nothing is kept.").arg(write.place)
        : QuitDialog::tr(
            "%1: the statement is interrupted; what is committed stays, and the next start offers to "
            "go on.")
              .arg(write.place);
}

} // namespace

QuitDialog::QuitDialog(const QList<RunningWrite>& writes, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(names::quitDialog());
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Still Running"));
    QStringList questions;
    QStringList facts;
    for (const RunningWrite& write : writes) {
        questions << tr("%1 is still running on %2.").arg(write.what, write.place.mid(2));
        facts << consequence(write);
    }
    auto* question = new QLabel(questions.join(QLatin1Char('\n')), this);
    QFont bold = question->font();
    bold.setBold(true);
    question->setFont(bold);
    auto* now = new QLabel(tr("Quitting now:") + QLatin1Char('\n') + facts.join(QLatin1Char('\n')), this);
    for (QLabel* label : {question, now}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    auto* keep = new QPushButton(tr("&Keep Running"), this);
    auto* stop = new QPushButton(tr("&Stop After This Statement, Then Quit"), this);
    auto* quit = new QPushButton(tr("&Quit Now"), this);
    keep->setObjectName(names::quitKeepButton());
    stop->setObjectName(names::quitStopButton());
    quit->setObjectName(names::quitNowButton());
    stop->setAutoDefault(false);
    quit->setAutoDefault(false);
    quit->setAccessibleDescription(facts.join(QLatin1Char(' ')));
    keep->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addWidget(quit);
    row->addStretch(1);
    row->addWidget(stop);
    row->addWidget(keep);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(question);
    column->addWidget(now);
    column->addLayout(row);
    setMinimumWidth(fontMetrics().averageCharWidth() * 70);
    setTabOrder(keep, stop);
    setTabOrder(stop, quit);
    keep->setFocus();
    const auto answer = [this](QPushButton* button, Answer value) {
        connect(button, &QPushButton::clicked, this, [this, value] {
            Q_EMIT answered(value);
            close();
        });
    };
    answer(keep, Keep);
    answer(stop, StopThenQuit);
    answer(quit, QuitNow);
}

} // namespace strandline::ui
