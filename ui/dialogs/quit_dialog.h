// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace strandline::ui {

/// A run that the window would leave behind.
struct RunningWrite
{
    QString place; ///< "◆ Production shop_prod"
    QString what; ///< "0044 drop legacy invoice"
    bool keepsNothing = true;
};

/// Closing the window while something is written.
class QuitDialog : public QDialog
{
    Q_OBJECT

public:
    enum Answer { Keep, StopThenQuit, QuitNow };

    explicit QuitDialog(const QList<RunningWrite>& writes, QWidget* parent = nullptr);

Q_SIGNALS:
    void answered(int answer);
};

} // namespace strandline::ui
