// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/announce.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/message_bar.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace strandline;
using namespace strandline::ui;

namespace {

base::Error sample()
{
    return {base::ErrorCode::Sql, QStringLiteral("Statement 4 failed: 2 rows share “sku = A-17”"),
        QStringLiteral(
            "A unique index cannot be made while duplicates exist\nKey (sku)=(A-17) is duplicated."),
        QStringLiteral("Remove the duplicates, then run it again."), QStringLiteral("23505"),
        {QStringLiteral("db/0044_sku.up.sql"), 4, 12, 3}};
}

template <typename T> T* child(QWidget* parent, const char* name)
{
    return parent->findChild<T*>(QLatin1String(name));
}

} // namespace

class TestErrorView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatWhyAndWhatToDo()
    {
        ErrorView view(ErrorView::Form::Inline);
        QVERIFY(view.isHidden());
        view.setError(sample(), QDateTime(QDate(2026, 11, 20), QTime(14, 2, 11), Qt::UTC));
        QVERIFY(!view.isHidden());
        QCOMPARE(view.whatText(), QStringLiteral("Statement 4 failed: 2 rows share “sku = A-17”"));
        QCOMPARE(view.whyText(), QStringLiteral("A unique index cannot be made while duplicates exist."));
        QCOMPARE(view.hintText(), QStringLiteral("Remove the duplicates, then run it again."));
        QCOMPARE(view.details(),
            QStringLiteral("What: Statement 4 failed: 2 rows share “sku = A-17”\n"
                           "Where: db/0044_sku.up.sql:12:3\nKind: sql\nCode: 23505\n"
                           "Message: A unique index cannot be made while duplicates exist\n"
                           "Key (sku)=(A-17) is duplicated.\n"
                           "Hint: Remove the duplicates, then run it again.\n\nTime: 2026-11-20T14:02:11Z"));
        view.clear();
        QVERIFY(view.isHidden());
    }

    void neverShowsAnEmptyText_data()
    {
        QTest::addColumn<QString>("summary");
        QTest::addColumn<QString>("detail");
        QTest::addColumn<QString>("hint");
        QTest::newRow("nothing at all") << QString() << QString() << QString();
        QTest::newRow("blanks") << QStringLiteral("  ") << QStringLiteral("\n") << QStringLiteral(" ");
        QTest::newRow("summary only") << QStringLiteral("It failed") << QString() << QString();
        QTest::newRow("hint only") << QString() << QString() << QStringLiteral("Try again.");
    }

    void neverShowsAnEmptyText()
    {
        QFETCH(QString, summary);
        QFETCH(QString, detail);
        QFETCH(QString, hint);
        ErrorView view(ErrorView::Form::Page);
        view.setError({base::ErrorCode::Internal, summary, detail, hint, {}, {}});
        QVERIFY(!view.whatText().isEmpty());
        QVERIFY(!view.whyText().isEmpty() || !view.hintText().isEmpty());
        QVERIFY(!view.details().isEmpty());
        QVERIFY(!view.accessibleName().isEmpty());
        QVERIFY(!view.accessibleDescription().isEmpty());
        for (const QLabel* label : view.findChildren<QLabel*>())
            QVERIFY(label->isHidden() || !label->text().isEmpty()
                || label->objectName() == QStringLiteral("liveRegion"));
    }

    void severalErrorsAreCounted()
    {
        ErrorView view(ErrorView::Form::Inline);
        base::Error second = sample();
        second.summary = QStringLiteral("Second");
        view.setErrors({sample(), second, second});
        QVERIFY(view.hintText().contains(QStringLiteral("2 more")));
        QCOMPARE(view.details().count(QStringLiteral("What: Second")), 2);
        view.setErrors({});
        QVERIFY(view.isHidden());
    }

    void worksWithTheKeyboard()
    {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* before = new QLineEdit(&window);
        auto* view = new ErrorView(ErrorView::Form::Inline, &window);
        layout->addWidget(before);
        layout->addWidget(view);
        QAction retry(QStringLiteral("Try again"));
        QAction unavailable(QStringLiteral("Show session"));
        unavailable.setEnabled(false);
        unavailable.setToolTip(QStringLiteral("Not connected"));
        view->setActions({&retry, &unavailable});
        view->setError(sample());
        window.show();
        QApplication::setActiveWindow(&window);
        before->setFocus();
        QTRY_VERIFY(before->hasFocus());
        QSignalSpy position(view, &ErrorView::positionRequested);
        QSignalSpy again(&retry, &QAction::triggered);
        QStringList stops;
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            auto* button = qobject_cast<QAbstractButton*>(QApplication::focusWidget());
            if (!button)
                break;
            stops << button->text();
            QTest::keyClick(button, Qt::Key_Space);
        }
        QCOMPARE(again.count(), 1);
        QCOMPARE(position.count(), 1);
        QCOMPARE(position.first().first().value<base::SourcePosition>().line, 12);
        QVERIFY(stops.contains(QStringLiteral("&Go to line 12")));
        QVERIFY(!stops.contains(QStringLiteral("Show session")));
        auto* details = child<QPlainTextEdit>(view, "errorDetails");
        QVERIFY(details->isVisible());
        QVERIFY(stops.contains(QStringLiteral("&Copy all")));
        QCOMPARE(QGuiApplication::clipboard()->text(), view->details());
        // Tab leaves the details, too.
        details->setFocus();
        QTest::keyClick(details, Qt::Key_Tab);
        QVERIFY(!details->hasFocus());
    }

    void isSaidAtOnce()
    {
        QWidget window;
        ErrorView view(ErrorView::Form::Inline, &window);
        view.setError(sample());
        QVERIFY(lastAnnouncement(&window).startsWith(view.whatText()));
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&view);
        QCOMPARE(interface->text(QAccessible::Name), view.whatText());
        QCOMPARE(
            interface->text(QAccessible::Description), view.whyText() + QLatin1Char(' ') + view.hintText());
    }

    void messagesHaveFourSeverities()
    {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* bar = new MessageBar(&window);
        layout->addWidget(bar);
        window.show();
        QVERIFY(bar->isHidden());
        for (const Severity severity :
            {Severity::Information, Severity::Positive, Severity::Warning, Severity::Error}) {
            bar->showMessage(severity, QStringLiteral("Rescanned 12 files"));
            QVERIFY(bar->isVisible());
            QCOMPARE(bar->severity(), severity);
            QCOMPARE(
                lastAnnouncement(&window), severityWord(severity) + QStringLiteral(": Rescanned 12 files"));
        }
        bar->showMessage(Severity::Error, {});
        QVERIFY(bar->isHidden());
    }

    void closingAMessageKeepsTheFocus()
    {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* bar = new MessageBar(&window);
        auto* edit = new QLineEdit(&window);
        layout->addWidget(bar);
        layout->addWidget(edit);
        QAction undo(QStringLiteral("Undo"));
        bar->setActions({&undo});
        bar->showMessage(Severity::Information, QStringLiteral("Note removed"));
        window.show();
        QApplication::setActiveWindow(&window);
        QAbstractButton* close = nullptr;
        for (auto* button : bar->findChildren<QAbstractButton*>()) {
            QVERIFY(!button->accessibleName().isEmpty() || !button->text().isEmpty());
            QVERIFY(button->height() >= 24);
            if (button->text() != QStringLiteral("Undo"))
                close = button;
        }
        QVERIFY(close);
        close->setFocus();
        QTRY_VERIFY(close->hasFocus());
        QSignalSpy closed(bar, &MessageBar::closed);
        QTest::keyClick(close, Qt::Key_Space);
        QCOMPARE(closed.count(), 1);
        QVERIFY(bar->isHidden());
        QVERIFY(edit->hasFocus());
        bar->setActions({});
        QCOMPARE(bar->findChildren<QAbstractButton*>().size(), 1);
    }
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setStyle(QStringLiteral("Fusion"));
    TestErrorView test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_error_view.moc"
