// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/inspector_panel.h"

#include "ui/delegates/state_glyphs.h"
#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"
#include "ui/text/human_time.h"
#include "ui/text/state_words.h"

#include <QAction>
#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace strandline::ui {

using migration::MigrationState;
using migration::TimelineEntry;

namespace {

class GlyphLabel final : public QWidget
{
public:
    GlyphLabel(StateGlyph glyph, QWidget* parent)
        : QWidget(parent)
        , m_glyph(glyph)
    {
        const int side = fontMetrics().height() + 2;
        setFixedSize(side, side);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        paintStateGlyph(painter, rect(), m_glyph,
            m_glyph.compared ? stateColour(m_glyph.state, palette()) : mutedText(palette()),
            palette().color(QPalette::Window));
    }

private:
    StateGlyph m_glyph;
};

QLabel* selectable(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    // By mouse only: a label that takes the keyboard would be one more stop on the way through the panel.
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString breakable(QString name)
{
    // Long names break after an underscore instead of pushing the panel wide.
    return name.replace(QLatin1Char('_'), QStringLiteral("_\u200B"));
}

QString outcomeWord(const migration::RunSummary& run)
{
    switch (run.outcome) {
    case migration::EventKind::Applied:
        return InspectorPanel::tr("applied");
    case migration::EventKind::Reverted:
        return InspectorPanel::tr("undone");
    case migration::EventKind::Failed:
        return run.failedStatement > 0 ? InspectorPanel::tr("failed at statement %1").arg(run.failedStatement)
                                       : InspectorPanel::tr("failed");
    default:
        return InspectorPanel::tr("started, no end recorded");
    }
}

} // namespace

InspectorPanel::InspectorPanel(QWidget* parent)
    : QScrollArea(parent)
{
    setObjectName(names::inspectorPanel());
    setAccessibleName(tr("Inspector"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumWidth(fontMetrics().averageCharWidth() * 26);
    rebuild();
}

void InspectorPanel::setContent(const InspectorContent& content)
{
    m_content = content;
    rebuild();
}

void InspectorPanel::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    // Colours are taken when the parts are made.
    if (event->type() == QEvent::PaletteChange && m_body)
        rebuild();
}

QString InspectorPanel::text() const
{
    return m_said.join(QLatin1Char('\n'));
}

void InspectorPanel::addHeading(const QString& text)
{
    auto* label = new QLabel(text, m_body);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    label->setContentsMargins(0, 10, 0, 0);
    m_column->addWidget(label);
    m_said << text;
}

void InspectorPanel::addText(const QString& text, bool muted)
{
    QLabel* label = selectable(text, m_body);
    if (muted) {
        QPalette ink = palette();
        ink.setColor(QPalette::WindowText, mutedText(palette()));
        label->setPalette(ink);
    }
    m_column->addWidget(label);
    m_said << text;
}

void InspectorPanel::addPair(const QString& label, const QString& value, const QString& tip)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* name = new QLabel(label, m_body);
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, mutedText(palette()));
    name->setPalette(ink);
    name->setMinimumWidth(fontMetrics().averageCharWidth() * 9);
    row->addWidget(name, 0, Qt::AlignTop);
    QLabel* text = selectable(value, m_body);
    text->setToolTip(tip);
    row->addWidget(text, 1);
    m_column->addLayout(row);
    m_said << label + QStringLiteral(": ") + value;
}

void InspectorPanel::rebuild()
{
    m_said.clear();
    m_body = new QWidget;
    m_column = new QVBoxLayout(m_body);
    m_column->setContentsMargins(10, 8, 10, 10);
    m_column->setSpacing(3);
    if (!m_content.entry) {
        addText(m_content.input.timeline && !m_content.input.timeline->entries.isEmpty()
                ? tr("Select a migration to see its files, runs and environments.")
                : QString(),
            true);
    } else {
        const TimelineEntry& entry = *m_content.entry;
        const bool compared = m_content.input.timeline && m_content.input.timeline->compared;
        auto* head = new QHBoxLayout;
        head->addWidget(new GlyphLabel({entry.state, compared}, m_body), 0, Qt::AlignTop);
        auto* title = selectable(breakable(entry.name.isEmpty() ? entry.version : entry.name), m_body);
        QFont font = title->font();
        font.setBold(true);
        if (font.pointSizeF() > 0)
            font.setPointSizeF(font.pointSizeF() * 1.1);
        title->setFont(font);
        head->addWidget(title, 1);
        m_column->addLayout(head);
        m_said << entry.id();
        if (!entry.version.isEmpty())
            addText(entry.version, true);
        addText(stateSentence(entry, {m_content.input.environment, m_content.input.nowUtc, compared}));
        for (const migration::MigrationFlag flag : migration::flagList(entry.flags)) {
            // Only the badge is coloured: a paragraph in magenta is hard to read and says no more.
            auto* label = selectable({}, m_body);
            label->setTextFormat(Qt::RichText);
            label->setText(QStringLiteral("<span style=\"color:%1\">%2&nbsp;%3</span>&nbsp; %4")
                               .arg(flagColour(flag, palette()).name(), flagGlyph(flag),
                                   flagBadge(flag).toHtmlEscaped(), flagExplanation(flag).toHtmlEscaped()));
            label->setAccessibleName(flagBadge(flag) + QStringLiteral(": ") + flagExplanation(flag));
            m_column->addWidget(label);
            m_said << flagBadge(flag) + QStringLiteral(": ") + flagExplanation(flag);
        }
        if (!m_content.range.summary.isEmpty())
            addText(m_content.range.summary, true);
        addActions();
        for (const base::Error& problem : entry.problems) {
            addHeading(tr("Problem"));
            addText(problem.toText());
        }
        addFiles(entry);
        addChecksums(entry);
        addRuns(entry);
        addEnvironments(entry);
    }
    m_column->addStretch();
    setWidget(m_body);
}

void InspectorPanel::addFiles(const TimelineEntry& entry)
{
    if (!entry.migration) {
        addHeading(tr("Files"));
        addText(tr("None here: only the database knows this migration."), true);
        return;
    }
    addHeading(tr("Files"));
    const auto file = [this](const QString& label, const migration::Script& script) {
        auto* row = new QHBoxLayout;
        auto* name = selectable(breakable(script.path.section(QLatin1Char('/'), -1)), m_body);
        name->setToolTip(script.path);
        row->addWidget(name, 1);
        auto* open = new QToolButton(m_body);
        open->setText(tr("Open"));
        open->setAccessibleName(tr("Open %1").arg(label));
        open->setToolTip(tr("Open %1 in your editor").arg(script.path));
        open->setFocusPolicy(Qt::StrongFocus);
        open->setMinimumHeight(24);
        connect(open, &QToolButton::clicked, this,
            [this, path = script.absolutePath] { Q_EMIT openFileRequested(path); });
        row->addWidget(open, 0, Qt::AlignTop);
        m_column->addLayout(row);
        m_said << label + QStringLiteral(": ") + script.path;
    };
    if (entry.migration->up)
        file(tr("up script"), *entry.migration->up);
    if (entry.migration->down)
        file(tr("down script"), *entry.migration->down);
    else
        addText(tr("No down script."), true);
}

void InspectorPanel::addActions()
{
    for (QAction* action : std::as_const(m_content.actions)) {
        auto* button = new QPushButton(QString(action->text()).remove(QLatin1Char('&')), m_body);
        button->setAutoDefault(false);
        const auto follow = [button, action] {
            button->setEnabled(action->isEnabled());
            button->setToolTip(action->toolTip());
        };
        follow();
        connect(action, &QAction::changed, button, follow);
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        m_column->addWidget(button, 0, Qt::AlignLeft);
    }
}

void InspectorPanel::addChecksums(const TimelineEntry& entry)
{
    const QByteArray then = entry.history ? entry.history->upSha256 : QByteArray();
    const QByteArray now =
        entry.migration && entry.migration->up ? entry.migration->up->sha256 : QByteArray();
    if (then.isEmpty() && now.isEmpty())
        return;
    addHeading(tr("Checksum of the up script"));
    const auto shortened = [](const QByteArray& sum) {
        return sum.isEmpty() ? InspectorPanel::tr("none")
                             : QString::fromLatin1(sum.left(12)) + QStringLiteral("…");
    };
    addPair(tr("Then"), shortened(then), QString::fromLatin1(then));
    addPair(tr("Now"), shortened(now), QString::fromLatin1(now));
    if (!then.isEmpty() && !now.isEmpty())
        addText(then == now ? tr("The file is byte for byte what ran.")
                : entry.flags.testFlag(migration::MigrationFlag::ChangedCosmetic)
                ? tr("Only layout or comments differ from what ran.")
                : tr("The file differs from what ran."),
            true);
}

void InspectorPanel::addRuns(const TimelineEntry& entry)
{
    if (entry.runs.isEmpty())
        return;
    addHeading(tr("Runs"));
    for (auto run = entry.runs.crbegin(); run != entry.runs.crend(); ++run) {
        QString line =
            shortDateTime(run->at, m_content.input.nowUtc) + QStringLiteral("  ") + outcomeWord(*run);
        if (run->durationMs > 0)
            line += QStringLiteral(", ") + shortDuration(run->durationMs);
        QLabel* label = selectable(line, m_body);
        label->setToolTip(exactDateTime(run->at));
        m_column->addWidget(label);
        m_said << line;
        QStringList by;
        if (!run->actor.isEmpty())
            by << (run->host.isEmpty() ? run->actor : run->actor + QLatin1Char('@') + run->host);
        if (!run->programVersion.isEmpty())
            by << tr("version %1").arg(run->programVersion);
        if (!by.isEmpty())
            addText(QStringLiteral("    ") + by.join(QStringLiteral(", ")), true);
        if (!run->error.isEmpty())
            addText(QStringLiteral("    ")
                    + (run->errorCode.isEmpty() ? run->error
                                                : QStringLiteral("%1: %2").arg(run->errorCode, run->error)),
                false);
    }
}

void InspectorPanel::addEnvironments(const TimelineEntry& entry)
{
    if (m_content.input.compared.isEmpty())
        return;
    addHeading(tr("Other environments"));
    for (const ComparedEnvironment& other : m_content.input.compared) {
        const TimelineEntry* there = other.find(entryKey(entry));
        QString value = !other.timeline ? (other.reading ? tr("reading…") : tr("not read"))
            : there                     ? stateWord(there->state)
                                        : tr("not known there");
        if (there && there->at.isValid())
            value += QStringLiteral(", ") + shortDateTime(there->at, m_content.input.nowUtc);
        addPair(tierCharacter(other.tier) + QLatin1Char(' ') + other.name, value, other.problem);
    }
}

} // namespace strandline::ui
