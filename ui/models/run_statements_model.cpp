// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_statements_model.h"

#include "ui/text/run_words.h"

#include <QLocale>

namespace strandline::ui {

using migration::StepState;
using runner::RunEventKind;

struct RunStatementsModel::Node
{
    enum class Kind { Root, Step, Statement, Notice };
    Kind kind = Kind::Root;
    Node* parent = nullptr;
    std::vector<std::unique_ptr<Node>> children;
    State state = State::Waiting;
    int number = 0;
    int statements = 0; ///< of a step
    int done = 0;
    int dropped = 0; ///< children that are not kept any more
    QString text;
    qint64 startedMs = 0;
    qint64 tookMs = -1;
    qint64 rows = -1;
    int attempts = 1;
    QString extra; ///< progress of a batch, a retry
};

namespace {

QString stateGlyphOf(RunStatementsModel::State state)
{
    using State = RunStatementsModel::State;
    switch (state) {
    case State::Waiting:
        return QStringLiteral("○");
    case State::Running:
        return QStringLiteral("▶");
    case State::Done:
        return QStringLiteral("✓");
    case State::Failed:
        return QStringLiteral("✗");
    case State::HalfApplied:
        return QStringLiteral("◐");
    case State::RolledBack:
        return QStringLiteral("↩");
    case State::Unknown:
        return QStringLiteral("?");
    }
    return {};
}

QString stateWordOf(RunStatementsModel::State state)
{
    using State = RunStatementsModel::State;
    switch (state) {
    case State::Waiting:
        return RunStatementsModel::tr("waits");
    case State::Running:
        return RunStatementsModel::tr("running");
    case State::Done:
        return RunStatementsModel::tr("done");
    case State::Failed:
        return RunStatementsModel::tr("failed");
    case State::HalfApplied:
        return RunStatementsModel::tr("half applied");
    case State::RolledBack:
        return RunStatementsModel::tr("taken back");
    case State::Unknown:
        return RunStatementsModel::tr("outcome not known");
    }
    return {};
}

/// "0 rows" is news of an UPDATE and noise of a CREATE TABLE.
bool changesRows(const QString& statement)
{
    static const QStringList words {QStringLiteral("insert"), QStringLiteral("update"),
        QStringLiteral("delete"), QStringLiteral("merge"), QStringLiteral("replace")};
    return words.contains(statement.section(QLatin1Char(' '), 0, 0), Qt::CaseInsensitive);
}

RunStatementsModel::State stateOf(StepState state)
{
    using State = RunStatementsModel::State;
    switch (state) {
    case StepState::NotRun:
        return State::Waiting;
    case StepState::Done:
        return State::Done;
    case StepState::Failed:
        return State::Failed;
    case StepState::HalfApplied:
        return State::HalfApplied;
    case StepState::RolledBack:
        return State::RolledBack;
    case StepState::Unknown:
        return State::Unknown;
    }
    return State::Unknown;
}

} // namespace

RunStatementsModel::RunStatementsModel(QObject* parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{ }

RunStatementsModel::~RunStatementsModel() = default;

void RunStatementsModel::setPlan(const migration::Plan& plan)
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_running = nullptr;
    m_step = -1;
    m_runningSince = -1;
    for (const migration::PlanStep& step : plan.steps) {
        auto node = std::make_unique<Node>();
        node->kind = Node::Kind::Step;
        node->parent = m_root.get();
        node->number = int(m_root->children.size());
        node->text = stepTitle(step);
        node->statements = step.statementCount;
        node->extra = step.action == migration::StepAction::Apply ? QString() : stepActionText(step);
        m_root->children.push_back(std::move(node));
    }
    endResetModel();
}

RunStatementsModel::Node* RunStatementsModel::nodeAt(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex RunStatementsModel::indexOf(const Node* node, int column) const
{
    if (!node || node == m_root.get())
        return {};
    const auto& siblings = node->parent->children;
    // From the end: what changes is nearly always the last.
    for (qsizetype row = qsizetype(siblings.size()) - 1; row >= 0; --row) {
        if (siblings[size_t(row)].get() == node)
            return createIndex(int(row), column, const_cast<Node*>(node));
    }
    return {};
}

QModelIndex RunStatementsModel::index(int row, int column, const QModelIndex& parent) const
{
    const Node* above = nodeAt(parent);
    if (row < 0 || row >= int(above->children.size()) || column < 0 || column >= ColumnCount)
        return {};
    return createIndex(row, column, above->children[size_t(row)].get());
}

QModelIndex RunStatementsModel::parent(const QModelIndex& child) const
{
    return child.isValid() ? indexOf(nodeAt(child)->parent) : QModelIndex();
}

int RunStatementsModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : int(nodeAt(parent)->children.size());
}

int RunStatementsModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

void RunStatementsModel::changed(Node* node)
{
    const QModelIndex first = indexOf(node);
    if (first.isValid())
        Q_EMIT dataChanged(first, first.siblingAtColumn(ColumnCount - 1));
}

void RunStatementsModel::append(Node* parent, std::unique_ptr<Node> child)
{
    if (int(parent->children.size()) >= kMostStatements)
        removeFirst(parent, kMostStatements / 5);
    child->parent = parent;
    const int row = int(parent->children.size());
    beginInsertRows(indexOf(parent), row, row);
    parent->children.push_back(std::move(child));
    endInsertRows();
}

void RunStatementsModel::removeFirst(Node* parent, int count)
{
    count = std::min(count, int(parent->children.size()));
    if (count <= 0)
        return;
    for (int i = 0; i < count; ++i) {
        if (m_running == parent->children[size_t(i)].get())
            m_running = nullptr;
    }
    beginRemoveRows(indexOf(parent), 0, count - 1);
    parent->children.erase(parent->children.begin(), parent->children.begin() + count);
    parent->dropped += count;
    endRemoveRows();
}

RunStatementsModel::Node* RunStatementsModel::statementOf(Node* step, const runner::RunEvent& event)
{
    for (auto node = step->children.rbegin(); node != step->children.rend(); ++node) {
        if ((*node)->kind == Node::Kind::Statement && (*node)->number == event.statement.number)
            return node->get();
    }
    auto fresh = std::make_unique<Node>();
    Node* made = fresh.get();
    fresh->kind = Node::Kind::Statement;
    fresh->number = event.statement.number;
    fresh->text = event.statement.excerpt.simplified();
    append(step, std::move(fresh));
    return made;
}

void RunStatementsModel::addNotice(Node* parent, const QString& text)
{
    auto notice = std::make_unique<Node>();
    notice->kind = Node::Kind::Notice;
    notice->state = State::Done;
    notice->text = text;
    append(parent, std::move(notice));
}

void RunStatementsModel::finishStatement(Node* step, const runner::RunEvent& event)
{
    Node* node = statementOf(step, event);
    node->state = event.error ? State::Failed : State::Done;
    node->tookMs = event.statement.durationMs;
    node->rows = event.statement.rows;
    node->attempts = event.statement.attempts;
    node->extra.clear();
    if (!event.error)
        step->done = std::max(step->done, event.statement.number);
    if (m_running == node) {
        m_running = nullptr;
        m_runningSince = -1;
    }
    for (const QString& notice : event.statement.notices.mid(0, 20))
        addNotice(node, notice);
    if (event.error)
        addNotice(node, event.error->summary);
    changed(node);
    changed(step);
}

void RunStatementsModel::finishStep(Node* step, const runner::RunEvent& event)
{
    step->state = stateOf(event.stepState);
    step->tookMs = std::max<qint64>(0, m_now - step->startedMs);
    m_running = nullptr;
    m_runningSince = -1;
    // What ran in a transaction that was taken back is not done, whatever it said at the time.
    if (step->state == State::RolledBack || step->state == State::Failed) {
        for (const auto& child : step->children) {
            if (child->kind == Node::Kind::Statement && child->state == State::Done)
                child->state = State::RolledBack;
            if (child->state == State::Running)
                child->state = State::Failed;
        }
        const QModelIndex parent = indexOf(step);
        if (!step->children.empty())
            Q_EMIT dataChanged(
                index(0, 0, parent), index(int(step->children.size()) - 1, ColumnCount - 1, parent));
    }
    changed(step);
}

/// A run of thousands of migrations keeps the statements of the last ones.
void RunStatementsModel::forgetOldSteps(int current)
{
    const int old = current - kFinishedStepsWithStatements;
    if (old >= 0 && old < int(m_root->children.size()))
        removeFirst(m_root->children[size_t(old)].get(), kMostStatements);
}

void RunStatementsModel::take(const runner::RunEvent& event, qint64 nowMs)
{
    m_now = nowMs;
    if (event.step < 0 || event.step >= int(m_root->children.size())) {
        if (event.kind == RunEventKind::Note || event.kind == RunEventKind::HookFinished) {
            if (!event.text.isEmpty())
                addNotice(m_root.get(), event.text.simplified());
        }
        return;
    }
    Node* step = m_root->children[size_t(event.step)].get();
    switch (event.kind) {
    case RunEventKind::StepStarted:
        m_step = event.step;
        step->state = State::Running;
        step->startedMs = nowMs;
        step->statements = event.statementCount > 0 ? event.statementCount : step->statements;
        forgetOldSteps(event.step);
        changed(step);
        break;
    case RunEventKind::StatementStarted: {
        Node* node = statementOf(step, event);
        node->state = State::Running;
        m_running = node;
        m_runningSince = nowMs;
        changed(node);
        break;
    }
    case RunEventKind::StatementFinished:
        finishStatement(step, event);
        break;
    case RunEventKind::StatementRetried: {
        Node* node = statementOf(step, event);
        node->extra = event.text;
        changed(node);
        break;
    }
    case RunEventKind::BatchProgress: {
        Node* node = statementOf(step, event);
        const QLocale locale;
        node->rows = event.rowsDone;
        node->extra = event.rowsTotal > 0
            ? tr("%1 of about %2, %3 a second")
                  .arg(locale.toString(event.rowsDone), locale.toString(event.rowsTotal),
                      locale.toString(qint64(event.rowsPerSecond)))
            : tr("%1 a second").arg(locale.toString(qint64(event.rowsPerSecond)));
        changed(node);
        break;
    }
    case RunEventKind::StepFinished:
        finishStep(step, event);
        break;
    case RunEventKind::HookFinished:
    case RunEventKind::Note:
        if (!event.text.isEmpty())
            addNotice(step, event.text.simplified());
        break;
    default:
        break;
    }
}

void RunStatementsModel::tick(qint64 nowMs)
{
    m_now = nowMs;
    if (m_running) {
        for (const Node* node : {m_running, m_running->parent}) {
            const QModelIndex took = indexOf(node, TookColumn);
            Q_EMIT dataChanged(took, took);
        }
    }
}

QModelIndex RunStatementsModel::running() const
{
    if (m_running)
        return indexOf(m_running);
    return m_step >= 0 && m_step < int(m_root->children.size())
        ? indexOf(m_root->children[size_t(m_step)].get())
        : QModelIndex();
}

QVariant RunStatementsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Node* node = nodeAt(index);
    const bool notice = node->kind == Node::Kind::Notice;
    const bool step = node->kind == Node::Kind::Step;
    if (role == StateRole)
        return int(node->state);
    if (role == Qt::TextAlignmentRole && index.column() != WhatColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == WhatColumn)
        return node->text;
    if (role == Qt::AccessibleTextRole && index.column() == WhatColumn) {
        if (notice)
            return tr("Server: %1").arg(node->text);
        return step
            ? tr("%1, %2").arg(node->text, stateWordOf(node->state))
            : tr("Statement %1, %2, %3").arg(node->number).arg(node->text.left(80), stateWordOf(node->state));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case WhatColumn: {
        if (notice)
            return QStringLiteral("ℹ  ") + node->text;
        QString text = stateGlyphOf(node->state) + QStringLiteral("  ")
            + (step ? node->text : QStringLiteral("#%1  %2").arg(node->number).arg(node->text));
        if (!node->extra.isEmpty())
            text += QStringLiteral("   (%1)").arg(node->extra);
        if (step && node->state != State::Waiting && node->statements > 0)
            text += QStringLiteral("   ") + tr("%1 of %2").arg(node->done).arg(node->statements);
        if (node->attempts > 1)
            text += QStringLiteral("   ") + tr("(%1 attempts)").arg(node->attempts);
        return text;
    }
    case TookColumn:
        if (node == m_running)
            return statementTime(m_now - m_runningSince);
        return step && node->state == State::Running ? statementTime(m_now - node->startedMs)
                                                     : statementTime(node->tookMs);
    case RowsColumn:
        return node->rows > 0 || (node->rows == 0 && changesRows(node->text))
            ? tr("%1 rows").arg(QLocale().toString(node->rows))
            : QString();
    default:
        return {};
    }
}

QVariant RunStatementsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == WhatColumn ? int(Qt::AlignLeft | Qt::AlignVCenter)
                                     : int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhatColumn:
        return tr("Migration, statement");
    case TookColumn:
        return tr("Took");
    case RowsColumn:
        return tr("Rows");
    default:
        return {};
    }
}

} // namespace strandline::ui
