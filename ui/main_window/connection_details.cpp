// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/connection_details.h"

#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>

namespace strandline::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("ConnectionDetails", text);
}

} // namespace

QList<DetailRow> connectionRows(const usecase::EnvironmentView& view)
{
    const connection::ConnectionSettings& settings = view.connection;
    QList<DetailRow> rows;
    const auto add = [&rows](const QString& label, const connection::Setting& setting) {
        if (setting.isSet())
            rows << DetailRow {label, setting.value, setting.origin};
    };
    rows << DetailRow {say("Server"),
        QStringLiteral("%1 %2").arg(view.server.product, view.server.versionText), say("the server")};
    add(say("Host"), settings.host);
    add(say("Port"), settings.port);
    add(say("Socket"), settings.socket);
    add(settings.dialect == sql::Dialect::Sqlite ? say("File") : say("Database"), settings.database);
    if (!view.server.schema.isEmpty())
        rows << DetailRow {say("Schema"), view.server.schema, say("the server")};
    add(say("User"), settings.user);
    if (!settings.passwordOrigin.isEmpty())
        rows << DetailRow {say("Password"), QStringLiteral("••••••"), settings.passwordOrigin};
    if (settings.tls != connection::TlsMode::Unspecified)
        rows << DetailRow {say("TLS mode"), connection::tlsModeName(settings.tls), settings.tlsOrigin};
    if (settings.dialect != sql::Dialect::Sqlite)
        rows << DetailRow {say("Encrypted"),
            view.server.tls ? say("yes, %1").arg(view.server.tlsDetail) : say("no"), say("the server")};
    for (auto it = settings.options.cbegin(); it != settings.options.cend(); ++it)
        add(it.key(), it.value());
    return rows;
}

QString lockSentence(const db::ServerInfo& server)
{
    switch (server.writeLock) {
    case db::WriteLock::Engine:
        return say(
            "The session is read-only: %1 itself refuses every write of it, and the program's own gate "
            "refuses before that.")
            .arg(server.product);
    case db::WriteLock::Program:
        return say("Only the program's own gate refuses writes; %1 would accept them. A login without write "
                   "rights is the safer way to look.")
            .arg(server.product);
    case db::WriteLock::None:
        return say("Nothing keeps this session from writing.");
    }
    return {};
}

QString lockWords(const db::ServerInfo& server)
{
    switch (server.writeLock) {
    case db::WriteLock::Engine:
        return say("locked");
    case db::WriteLock::Program:
        return say("locked by the program only");
    case db::WriteLock::None:
        return say("not locked");
    }
    return {};
}

ConnectionDetails::ConnectionDetails(const usecase::EnvironmentView& view, QWidget* opener)
    : QFrame(opener->window(), Qt::Popup)
    , m_opener(opener)
{
    setObjectName(names::connectionDetails());
    setAccessibleName(say("Details of the connection"));
    setFrameShape(StyledPanel);
    setAttribute(Qt::WA_DeleteOnClose);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(14, 12, 14, 12);
    grid->setHorizontalSpacing(16);
    int row = 0;
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, mutedText(palette()));
    for (const DetailRow& one : connectionRows(view)) {
        auto* label = new QLabel(one.label, this);
        label->setPalette(quiet);
        grid->addWidget(label, row, 0, Qt::AlignTop);
        auto* value = new QLabel(one.value, this);
        value->setTextFormat(Qt::PlainText);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setWordWrap(true);
        value->setMinimumWidth(fontMetrics().averageCharWidth() * 26);
        grid->addWidget(value, row, 1, Qt::AlignTop);
        auto* origin = new QLabel(say("from %1").arg(one.origin), this);
        origin->setTextFormat(Qt::PlainText);
        origin->setPalette(quiet);
        grid->addWidget(origin, row, 2, Qt::AlignTop);
        ++row;
    }
    auto* lock = new QLabel(lockSentence(view.server), this);
    lock->setWordWrap(true);
    grid->addWidget(lock, row++, 0, 1, 3);
    if (view.server.superuser) {
        auto* warning = new QLabel(say("This login is a superuser."), this);
        grid->addWidget(warning, row++, 0, 1, 3);
    }
    auto* close = new QPushButton(say("Close"), this);
    connect(close, &QPushButton::clicked, this, &QWidget::close);
    grid->addWidget(close, row, 2, Qt::AlignRight);
    grid->setColumnStretch(1, 1);
}

void ConnectionDetails::open()
{
    adjustSize();
    const QPoint below = m_opener->mapToGlobal(QPoint(m_opener->width() - width(), m_opener->height() + 4));
    const QRect area = m_opener->screen()->availableGeometry();
    move(std::max(area.left(), below.x()), std::min(below.y(), area.bottom() - height()));
    show();
    findChild<QPushButton*>()->setFocus();
}

void ConnectionDetails::closeEvent(QCloseEvent* event)
{
    if (m_opener)
        m_opener->setFocus(Qt::PopupFocusReason);
    QFrame::closeEvent(event);
}

} // namespace strandline::ui
