// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/status_strip.h"

#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"

#include <QLabel>
#include <QTimer>

#include <chrono>

namespace strandline::ui {

using namespace std::chrono_literals;

StatusStrip::StatusStrip(QWidget* parent)
    : QStatusBar(parent)
    , m_connection(addPart(names::statusConnection()))
    , m_head(addPart(names::statusHead()))
    , m_pending(addPart(names::statusPending()))
    , m_drift(addPart(names::statusDrift()))
    , m_read(addPart(names::statusRead()))
    , m_job(new QLabel(this))
    , m_jobDelay(new QTimer(this))
{
    setObjectName(names::statusBar());
    setAccessibleName(tr("Status"));
    // Permanent widgets stay while a command's status tip shows in the middle.
    m_job->setObjectName(names::jobIndicator());
    m_job->setTextFormat(Qt::PlainText);
    m_job->hide();
    addPermanentWidget(m_job);
    m_jobDelay->setSingleShot(true);
    m_jobDelay->setInterval(1s);
    connect(this, &QStatusBar::messageChanged, this, [this](const QString& text) {
        if (text.isEmpty())
            setContent(m_content);
    });
    connect(m_jobDelay, &QTimer::timeout, this, [this] {
        m_job->setText(m_jobText);
        m_job->show();
    });
}

QLabel* StatusStrip::addPart(const QString& objectName)
{
    auto* label = new QLabel(this);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    label->setContentsMargins(4, 0, 8, 0);
    label->hide();
    addWidget(label);
    return label;
}

void StatusStrip::setContent(const StatusContent& content)
{
    m_content = content;
    // A message takes this place for a while; what is shown below it would be painted over it.
    const bool isFree = currentMessage().isEmpty();
    const auto fill = [isFree](QLabel* label, const QString& text) {
        label->setText(text);
        label->setVisible(isFree && !text.isEmpty());
    };
    fill(m_connection,
        content.connection.isEmpty()
            ? QString()
            : (content.connected ? QStringLiteral("● ") : QStringLiteral("○ ")) + content.connection);
    fill(m_head, content.head);
    fill(m_pending, content.pending);
    fill(m_drift, content.drift);
    fill(m_read, content.read);
    m_read->setToolTip(content.readTip);
}

void StatusStrip::setJob(const QString& what)
{
    m_jobText = what;
    if (what.isEmpty()) {
        m_jobDelay->stop();
        m_job->hide();
    } else if (!m_job->isVisible()) {
        if (!m_jobDelay->isActive())
            m_jobDelay->start();
    } else {
        m_job->setText(what);
    }
}

} // namespace strandline::ui
