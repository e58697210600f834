// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace strandline::ui {

/// Versions and licence, and the same as text that can be copied into a report.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    AboutDialog(const QString& version, QWidget* parent);

    /// "Strandline 0.1.0, Qt 6.4.2, Debian GNU/Linux 12 …": nothing of the user's projects or databases.
    static QString systemInformation(const QString& version);
};

} // namespace strandline::ui
