// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/status_strip.h"
#include "ui/object_names.h"

#include <QLabel>
#include <QTest>

using namespace strandline;
namespace names = ui::names;

class StatusStripTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messageAndContentDoNotOverlap();
};

void StatusStripTest::messageAndContentDoNotOverlap()
{
    ui::StatusStrip strip;
    strip.show();
    QVERIFY(QTest::qWaitForWindowExposed(&strip));
    ui::StatusContent content;
    content.connected = true;
    content.connection = QStringLiteral("production read");
    content.head = QStringLiteral("at 0040");
    strip.setContent(content);
    const auto* head = strip.findChild<QLabel*>(names::statusHead());
    QVERIFY(head->isVisible());
    strip.showMessage(QStringLiteral("The session of “reporting” was ended."));
    QVERIFY(!head->isVisible());
    // The database is read again while the message stands there.
    content.head = QStringLiteral("at 0044");
    strip.setContent(content);
    QVERIFY(!head->isVisible());
    strip.clearMessage();
    QVERIFY(head->isVisible());
    QCOMPARE(head->text(), QStringLiteral("at 0044"));
    // What is empty stays away.
    QVERIFY(!strip.findChild<QLabel*>(names::statusDrift())->isVisible());
}

QTEST_MAIN(StatusStripTest)
#include "tst_status_strip.moc"
