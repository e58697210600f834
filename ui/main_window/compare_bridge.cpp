// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/compare_bridge.h"

#include "core/schema/enum_names.h"
#include "ui/actions/action_registry.h"
#include "ui/main_window/page_host.h"
#include "ui/main_window/window_memory.h"
#include "ui/pages/compare_page.h"

namespace strandline::ui {

CompareBridge::CompareBridge(const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_page(new ComparePage(&parts.pages))
{
    parts.pages.addPage(m_page, tr("Compare"));
    connectParts();
}

void CompareBridge::connectParts()
{
    const auto show = [this] { m_parts.pages.setCurrentPage(m_page); };
    for (const char* name : {"actionPageCompare", "actionCompareEnvironment"})
        connect(m_parts.actions.action(QLatin1String(name)), &QAction::triggered, this, show);
    connect(&m_parts.schemas, &SchemaController::changed, this, [this](const QString& environment) {
        if (environment == m_here || environment == m_there) {
            compare();
            update();
        }
    });
    connect(&m_parts.schemas, &SchemaController::outdated, this, &CompareBridge::look);
    connect(&m_parts.project, &ProjectController::environmentSelected, this, &CompareBridge::projectOpened);
    connect(&m_parts.pages, &PageHost::currentPageChanged, this, &CompareBridge::look);
    connect(m_page, &ComparePage::pairChosen, this, &CompareBridge::choosePair);
    connect(m_page, &ComparePage::optionsChosen, this, &CompareBridge::chooseOptions);
    connect(m_page, &ComparePage::renameAnswered, this, &CompareBridge::answerRename);
    connect(m_page, &ComparePage::refreshRequested, this, &CompareBridge::refresh);
    connect(m_page, &ComparePage::cancelRequested, this, [this] {
        m_parts.schemas.cancel(m_here);
        m_parts.schemas.cancel(m_there);
    });
}

bool CompareBridge::isShown() const
{
    return m_parts.pages.currentPage() == m_page;
}

QStringList CompareBridge::environments() const
{
    QStringList names;
    if (m_parts.project.hasProject()) {
        for (const project::Environment& one : m_parts.project.opened()->project.environments)
            names << one.name;
    }
    return names;
}

/// The current environment against the first other one, until somebody chooses.
void CompareBridge::projectOpened()
{
    const QStringList names = environments();
    const QString current = m_parts.project.environmentName();
    if (!names.contains(m_here) || !names.contains(m_there) || (m_here != current && m_there != current)) {
        QString other;
        for (const QString& name : names) {
            if (name != current && other.isEmpty())
                other = name;
        }
        m_here = current;
        m_there = other;
        m_answers = {};
        m_isCompared = false;
        m_comparedHere.reset();
        m_comparedThere.reset();
        readOptions();
    }
    update();
    look();
}

QString CompareBridge::whyNot() const
{
    if (environments().size() < 2)
        return tr("Comparing needs two databases; this project names %1.")
            .arg(environments().isEmpty() ? tr("none") : tr("one"));
    if (m_here == m_there)
        return tr("“%1” is on both sides. Choose another one to compare it with.").arg(m_here);
    const auto here = m_parts.schemas.state(m_here).reading;
    const auto there = m_parts.schemas.state(m_there).reading;
    if (here && there && here->database->dialect != there->database->dialect)
        return tr("“%1” is %2 and “%3” is %4. Schemas of two kinds of database cannot be compared.")
            .arg(m_here, schema::enumWord(here->database->dialect), m_there,
                schema::enumWord(there->database->dialect));
    return {};
}

/// Opening the page is wanting both sides; reading never writes.
void CompareBridge::look()
{
    if (!isShown() || m_here.isEmpty() || m_there.isEmpty() || m_here == m_there)
        return;
    m_parts.schemas.look(m_here);
    m_parts.schemas.look(m_there);
    compare();
    update();
}

void CompareBridge::refresh()
{
    if (m_here.isEmpty() || m_there.isEmpty() || m_here == m_there)
        return;
    m_parts.schemas.refresh(m_here);
    m_parts.schemas.refresh(m_there);
}

void CompareBridge::compare()
{
    const auto here = m_parts.schemas.state(m_here).reading;
    const auto there = m_parts.schemas.state(m_there).reading;
    if (!here || !there || !whyNot().isEmpty() || (here == m_comparedHere && there == m_comparedThere))
        return;
    m_comparedHere = here;
    m_comparedThere = there;
    m_isCompared = false;
    const int question = ++m_question;
    m_parts.backend
        .compare({here->database, there->database, m_answers.renames, m_answers.refused, m_options})
        .then(this, [this, question](const ComparisonAnswer& answer) {
            if (question != m_question)
                return;
            m_result = answer;
            m_isCompared = true;
            update();
        });
}

void CompareBridge::update()
{
    ComparePageInput input;
    input.environments = environments();
    input.here = m_here;
    input.there = m_there;
    input.whyNot = m_parts.project.hasProject() ? whyNot() : QString();
    input.options = m_options;
    const SchemaState here = m_parts.schemas.state(m_here);
    const SchemaState there = m_parts.schemas.state(m_there);
    input.isBusy = here.isReading || there.isReading || (m_comparedHere && !m_isCompared);
    input.error = here.error ? here.error : there.error;
    if (m_isCompared && input.whyNot.isEmpty()) {
        input.isCompared = true;
        input.hereRead = m_comparedHere->readAt;
        input.thereRead = m_comparedThere->readAt;
        input.result = {m_comparedHere->database, m_comparedThere->database, m_result.differences};
        input.questions = m_result.questions;
    }
    m_page->setInput(input);
}

void CompareBridge::choosePair(const QString& here, const QString& there)
{
    // Swapping turns the answers round; another pair has its own.
    const bool swapped = here == m_there && there == m_here;
    m_answers =
        swapped ? Answers {diff::reversed(m_answers.renames), diff::reversed(m_answers.refused)} : Answers();
    m_here = here;
    m_there = there;
    m_comparedHere.reset();
    m_comparedThere.reset();
    m_isCompared = false;
    if (!swapped)
        readOptions();
    update();
    look();
}

void CompareBridge::answerRename(const diff::RenameQuestion& question, bool isRename)
{
    (isRename ? m_answers.renames : m_answers.refused) << diff::Rename {question.from, question.to};
    m_comparedHere.reset();
    compare();
    update();
}

QString CompareBridge::pairKey() const
{
    QStringList pair {m_here, m_there};
    pair.sort();
    // Names of environments may hold what the file of settings reads as a path.
    return QStringLiteral("compare/") + QString::fromLatin1(pair.join(QLatin1Char('\n')).toUtf8().toHex());
}

void CompareBridge::readOptions()
{
    m_options = ignoringNames(m_parts.memory.projectValue(pairKey()).toStringList());
}

void CompareBridge::chooseOptions(const diff::CompareOptions& options)
{
    m_options = options;
    m_parts.memory.setProjectValue(pairKey(), ignoredNames(options));
    m_comparedHere.reset();
    compare();
    update();
}

} // namespace strandline::ui
