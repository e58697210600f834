// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/environment_view.h"

#include <QFrame>
#include <QPointer>

namespace strandline::ui {

/// The rows of the popup as values: setting, value, origin.
struct DetailRow
{
    QString label;
    QString value;
    QString origin;
};

QList<DetailRow> connectionRows(const usecase::EnvironmentView& view);
/// Which of the two locks holds, in a sentence.
QString lockSentence(const db::ServerInfo& server);
/// For the banner: "locked by the server", "locked by the program", "not locked".
QString lockWords(const db::ServerInfo& server);

/// Popup under the banner: where each setting of the connection came from, and what keeps it from writing.
/// Esc closes it and gives the focus back to the button.
class ConnectionDetails : public QFrame
{
    Q_OBJECT

public:
    ConnectionDetails(const usecase::EnvironmentView& view, QWidget* opener);
    void open();

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    QPointer<QWidget> m_opener;
};

} // namespace strandline::ui
