// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/error_view.h"

#include "ui/object_names.h"
#include "ui/theme/icons.h"
#include "ui/widgets/announce.h"

#include <QAction>
#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

/// Errors say their summary without a full stop, because it may be put into another sentence.
QString sentence(QString text)
{
    text = text.trimmed();
    static const QString ends = QStringLiteral(".!?:…”");
    if (!text.isEmpty() && !ends.contains(text.back()))
        text += QLatin1Char('.');
    return text;
}

QString firstParagraph(const QString& text)
{
    const QString trimmed = text.trimmed();
    const qsizetype end = trimmed.indexOf(QLatin1Char('\n'));
    return end < 0 ? trimmed : trimmed.left(end).trimmed();
}

QString detailsOf(const base::Error& error)
{
    QStringList lines;
    const auto add = [&lines](const QString& label, const QString& value) {
        if (!value.isEmpty())
            lines << label + QStringLiteral(": ") + value;
    };
    add(ErrorView::tr("What"), error.summary.trimmed());
    add(ErrorView::tr("Where"), error.position.toString());
    add(ErrorView::tr("Kind"), base::errorCodeName(error.code));
    add(ErrorView::tr("Code"), error.nativeCode);
    add(ErrorView::tr("Message"), error.detail.trimmed());
    add(ErrorView::tr("Hint"), error.hint.trimmed());
    return lines.join(QLatin1Char('\n'));
}

QLabel* wrappedLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPushButton* quietButton(const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    return button;
}

} // namespace

ErrorView::ErrorView(Form form, QWidget* parent)
    : SeverityFrame(Severity::Error, parent)
    , m_icon(new IconLabel(this))
    , m_what(wrappedLabel(this))
    , m_why(wrappedLabel(this))
    , m_hint(wrappedLabel(this))
    , m_actions(new QHBoxLayout)
    , m_goTo(quietButton({}, this))
    , m_detailsButton(quietButton(tr("&Details"), this))
    , m_copy(quietButton(tr("&Copy all"), this))
    , m_details(new QPlainTextEdit(this))
{
    setObjectName(names::errorView());
    m_icon->setSeverity(Severity::Error);
    QFont bold = font();
    bold.setBold(true);
    m_what->setFont(bold);
    m_goTo->setObjectName(names::errorGoToButton());
    m_detailsButton->setObjectName(names::errorDetailsButton());
    m_detailsButton->setCheckable(true);
    m_copy->setObjectName(names::errorCopyButton());
    m_copy->setIcon(icon(QStringLiteral("edit-copy")));
    m_details->setObjectName(names::errorDetails());
    m_details->setReadOnly(true);
    m_details->setTabChangesFocus(true);
    m_details->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_details->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_details->setAccessibleName(tr("Details of the error"));
    connect(m_detailsButton, &QPushButton::toggled, this, &ErrorView::showDetails);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(details());
        announce(this, tr("Details copied"));
    });
    connect(m_goTo, &QPushButton::clicked, this, [this] {
        if (!m_errors.isEmpty())
            Q_EMIT positionRequested(m_errors.first().position);
    });
    build(form);
    clear();
}

void ErrorView::build(Form form)
{
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_what);
    texts->addWidget(m_why);
    texts->addWidget(m_hint);

    m_actions->setSpacing(6);
    m_actions->addWidget(m_goTo);
    m_actions->addStretch(1);
    m_actions->addWidget(m_detailsButton);
    m_actions->addWidget(m_copy);
    texts->addSpacing(4);
    texts->addLayout(m_actions);
    texts->addWidget(m_details);

    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);

    auto* layout = new QVBoxLayout(this);
    const int margin = form == Form::Page ? 24 : 10;
    layout->setContentsMargins(barWidth + margin, margin, margin, margin);
    layout->addLayout(row);
    if (form == Form::Page) {
        layout->addStretch(1);
        QFont large = m_what->font();
        large.setPointSizeF(large.pointSizeF() * 1.2);
        m_what->setFont(large);
    }
}

void ErrorView::setError(const base::Error& error, const QDateTime& whenUtc)
{
    setErrors({error}, whenUtc);
}

void ErrorView::setErrors(const QList<base::Error>& errors, const QDateTime& whenUtc)
{
    if (errors.isEmpty()) {
        clear();
        return;
    }
    m_errors = errors;
    m_when = whenUtc;
    const base::Error& first = errors.first();
    const qsizetype more = errors.size() - 1;
    QString what = sentence(first.summary);
    if (what.isEmpty())
        what = tr("Something failed without saying what.");
    QString why = sentence(firstParagraph(first.detail));
    if (why.isEmpty() && first.hint.trimmed().isEmpty())
        why = tr("No reason was given.");
    QString hint = sentence(first.hint);
    if (more > 0)
        hint += (hint.isEmpty() ? QString() : QStringLiteral(" "))
            + (more == 1
                    ? tr("One more problem is listed in the details.")
                    : tr("%n more problems are listed in the details.", nullptr, static_cast<int>(more)));
    m_what->setText(what);
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    const int line = first.position.line;
    m_goTo->setVisible(line > 0 && m_goToShown);
    m_goTo->setText(tr("&Go to line %1").arg(line));
    m_goTo->setToolTip(tr("Show the place in the script"));
    m_details->setPlainText(details());
    m_detailsButton->setChecked(false);
    showDetails(false);
    updateAccessibleText();
    show();
    announce(this, accessibleName() + QLatin1Char(' ') + accessibleDescription(), Politeness::Assertive);
}

void ErrorView::setActions(const QList<QAction*>& actions)
{
    qDeleteAll(m_actionButtons);
    m_actionButtons.clear();
    int at = 0;
    for (QAction* action : actions) {
        auto* button = quietButton(action->text(), this);
        button->setIcon(action->icon());
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, button, [action, button] {
            button->setEnabled(action->isEnabled());
            button->setText(action->text());
            button->setToolTip(action->toolTip());
        });
        m_actions->insertWidget(at++, button);
        m_actionButtons.append(button);
    }
    QWidget* before = nullptr;
    for (QWidget* button : m_actionButtons + QList<QPushButton*> {m_goTo, m_detailsButton, m_copy}) {
        if (before)
            setTabOrder(before, button);
        before = button;
    }
    setTabOrder(m_copy, m_details);
}

void ErrorView::setGoToShown(bool shown)
{
    m_goToShown = shown;
}

void ErrorView::clear()
{
    m_errors.clear();
    hide();
}

QString ErrorView::whatText() const
{
    return m_what->text();
}

QString ErrorView::whyText() const
{
    return m_why->text();
}

QString ErrorView::hintText() const
{
    return m_hint->text();
}

QString ErrorView::details() const
{
    QStringList blocks;
    for (const base::Error& error : m_errors)
        blocks << detailsOf(error);
    if (m_when.isValid())
        blocks << tr("Time: %1").arg(m_when.toString(Qt::ISODate));
    return blocks.join(QStringLiteral("\n\n"));
}

void ErrorView::showDetails(bool shown)
{
    m_details->setVisible(shown);
    m_copy->setVisible(shown);
    m_detailsButton->setAccessibleDescription(shown ? tr("shown") : tr("hidden"));
    if (shown)
        fitDetails();
}

/// As high as its text, within reason: an inline error must not push the script off the page.
void ErrorView::fitDetails()
{
    const int wanted = static_cast<int>(std::clamp<qsizetype>(details().count(QLatin1Char('\n')) + 2, 4, 10));
    m_details->setFixedHeight(wanted * m_details->fontMetrics().lineSpacing() + 10);
}

void ErrorView::updateAccessibleText()
{
    setAccessibleName(m_what->text());
    QStringList rest;
    for (const QLabel* label : {m_why, m_hint}) {
        if (!label->text().isEmpty())
            rest << label->text();
    }
    setAccessibleDescription(rest.join(QLatin1Char(' ')));
}

} // namespace strandline::ui
