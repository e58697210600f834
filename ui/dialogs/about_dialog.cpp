// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/about_dialog.h"

#include "ui/editor/sql_highlighter.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QSysInfo>
#include <QVBoxLayout>

namespace strandline::ui {

QString AboutDialog::systemInformation(const QString& version)
{
    return QStringList {QStringLiteral("Strandline %1").arg(version),
        QStringLiteral("Qt %1 (built with %2)")
            .arg(QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR)),
        QStringLiteral("Highlighting: %1").arg(makeHighlighterFactory()->description()),
        QStringLiteral("System: %1, %2")
            .arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture()),
        QStringLiteral("Platform: %1, style %2")
            .arg(QGuiApplication::platformName(), QApplication::style()->name())}
        .join(QLatin1Char('\n'));
}

AboutDialog::AboutDialog(const QString& version, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About Strandline"));
    auto* title = new QLabel(QStringLiteral("Strandline"), this);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.6);
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    auto* text =
        new QLabel(tr("Database migrations you can look at before they happen.\n\n"
                      "Free software under the GNU General Public License, version 3 or later.\n"
                      "Tested on PostgreSQL, MariaDB and SQLite; built for MySQL, not tested on it."),
            this);
    text->setWordWrap(true);
    const QString information = systemInformation(version);
    auto* facts = new QLabel(information, this);
    facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this,
        [information] { QApplication::clipboard()->setText(information); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(text);
    column->addWidget(facts);
    column->addWidget(buttons);
}

} // namespace strandline::ui
