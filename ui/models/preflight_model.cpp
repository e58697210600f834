// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/preflight_model.h"

#include "ui/text/run_words.h"

namespace strandline::ui {

using usecase::CheckLevel;
using usecase::PreflightCheck;

namespace {

QString sentence(QString text)
{
    text = text.simplified();
    // The end of a statement is none of a sentence.
    while (text.endsWith(QLatin1Char(';')))
        text.chop(1);
    if (!text.isEmpty() && !text.endsWith(QLatin1Char('.')))
        text += QLatin1Char('.');
    return text;
}

/// `finding` is what the check itself says: not said twice.
QString errorLine(const base::Error& error, const QString& finding)
{
    QStringList sentences;
    if (finding != sentence(error.summary)) {
        const QString where = error.position.toString();
        sentences << sentence(
            where.isEmpty() ? error.summary : QStringLiteral("%1 (%2)").arg(error.summary, where));
    }
    sentences << sentence(error.detail) << sentence(error.hint);
    sentences.removeAll(QString());
    return sentences.join(QLatin1Char(' '));
}

QString linkText(PreflightModel::Link link)
{
    switch (link) {
    case PreflightModel::Link::None:
        return {};
    case PreflightModel::Link::Show:
        return PreflightModel::tr("Show");
    case PreflightModel::Link::Disconnect:
        return PreflightModel::tr("Disconnect…");
    case PreflightModel::Link::ChangeTimeouts:
        return PreflightModel::tr("Change…");
    }
    return {};
}

/// One thing found that the check's own sentence says already needs no line of its own.
bool saysItAll(const PreflightCheck& check)
{
    return check.errors.size() == 1 && check.errors.first().detail.isEmpty()
        && check.errors.first().hint.isEmpty() && check.finding.startsWith(check.errors.first().summary);
}

} // namespace

PreflightModel::PreflightModel(QObject* parent)
    : QAbstractItemModel(parent)
{ }

void PreflightModel::setChecks(const QList<PreflightCheck>& checks)
{
    QSet<QString> kept;
    for (const PreflightCheck& check : checks) {
        for (const PreflightCheck& old : std::as_const(m_checks)) {
            if (old.id == check.id && old.level == check.level && old.finding == check.finding
                && old.errors == check.errors && m_read.contains(check.id))
                kept.insert(check.id);
        }
    }
    beginResetModel();
    m_checks = checks;
    m_read = kept;
    endResetModel();
    Q_EMIT acknowledgedChanged();
}

QStringList PreflightModel::acknowledged() const
{
    QStringList ids;
    for (const PreflightCheck& check : m_checks) {
        if (m_read.contains(check.id))
            ids << check.id;
    }
    return ids;
}

int PreflightModel::openAcknowledgements() const
{
    return int(std::count_if(m_checks.cbegin(), m_checks.cend(), [this](const PreflightCheck& check) {
        return check.level == CheckLevel::Attention && !m_read.contains(check.id);
    }));
}

const PreflightCheck* PreflightModel::checkAt(const QModelIndex& index) const
{
    if (!index.isValid())
        return nullptr;
    return &m_checks[index.internalId() == 0 ? index.row() : int(index.internalId()) - 1];
}

const base::Error* PreflightModel::errorAt(const QModelIndex& index) const
{
    const PreflightCheck* check = checkAt(index);
    if (!check || check->errors.isEmpty())
        return nullptr;
    return index.internalId() == 0 ? &check->errors.first() : &check->errors[index.row()];
}

const migration::LockWait* PreflightModel::sessionAt(const QModelIndex& index) const
{
    const PreflightCheck* check = checkAt(index);
    if (!check || index.internalId() == 0 || index.row() >= check->sessions.size())
        return nullptr;
    const migration::LockWait& session = check->sessions[index.row()];
    return session.sessionId == 0 ? nullptr : &session;
}

PreflightModel::Link PreflightModel::linkAt(const QModelIndex& index) const
{
    const PreflightCheck* check = checkAt(index);
    if (!check)
        return Link::None;
    if (sessionAt(index))
        return Link::Disconnect;
    const bool isFinding = index.internalId() != 0;
    // A check that waits to be read shows that; its findings take the link then.
    if (check->id == QLatin1String("timeouts"))
        return isFinding || check->level != CheckLevel::Attention ? Link::ChangeTimeouts : Link::None;
    return !isFinding && check->level == CheckLevel::Block ? Link::Show : Link::None;
}

QModelIndex PreflightModel::index(int row, int column, const QModelIndex& parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex PreflightModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, quintptr(0));
}

int PreflightModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return int(m_checks.size());
    if (parent.internalId() != 0 || parent.column() != 0 || saysItAll(m_checks[parent.row()]))
        return 0;
    return int(m_checks[parent.row()].errors.size());
}

int PreflightModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

Qt::ItemFlags PreflightModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const PreflightCheck* check = checkAt(index);
    if (check && index.internalId() == 0 && check->level == CheckLevel::Attention)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant PreflightModel::checkData(const QModelIndex& index, int role) const
{
    const PreflightCheck& check = *checkAt(index);
    const int column = index.column();
    const bool read = m_read.contains(check.id);
    switch (role) {
    case Qt::DisplayRole:
        if (column == CheckColumn)
            return checkLevelGlyph(check.level) + QStringLiteral("  ") + check.title;
        if (column == FindingColumn)
            return check.finding;
        if (check.level == CheckLevel::Attention)
            return tr("I have read this");
        return linkText(linkAt(index));
    case Qt::CheckStateRole:
        if (column == AnswerColumn && check.level == CheckLevel::Attention)
            return int(read ? Qt::Checked : Qt::Unchecked);
        return {};
    case Qt::AccessibleTextRole: {
        if (column != CheckColumn)
            return {};
        QString text = tr("%1, %2: %3").arg(check.title, checkLevelWord(check.level), check.finding);
        if (check.level == CheckLevel::Attention)
            text += read ? tr(" Read.") : tr(" Not read yet.");
        if (linkAt(index) == Link::ChangeTimeouts)
            text += tr(" Return changes them for this run.");
        return text;
    }
    case Qt::ToolTipRole: {
        QStringList lines {check.finding};
        for (const base::Error& error : check.errors.mid(0, 10))
            lines << error.toText();
        return lines.join(QLatin1Char('\n'));
    }
    default:
        return {};
    }
}

QVariant PreflightModel::data(const QModelIndex& index, int role) const
{
    const PreflightCheck* check = checkAt(index);
    if (!check)
        return {};
    return index.internalId() == 0 ? checkData(index, role) : findingData(index, role);
}

QVariant PreflightModel::findingData(const QModelIndex& index, int role) const
{
    const PreflightCheck& check = *checkAt(index);
    const base::Error& error = check.errors[index.row()];
    if (role == Qt::DisplayRole && index.column() == FindingColumn)
        return errorLine(error, check.finding);
    if (role == Qt::DisplayRole && index.column() == AnswerColumn)
        return linkText(linkAt(index));
    if (role == Qt::ToolTipRole)
        return error.toText();
    if (role == Qt::AccessibleTextRole && index.column() == CheckColumn) {
        QString text = errorLine(error, check.finding);
        if (linkAt(index) == Link::Disconnect)
            text += tr(" Return offers to end this session.");
        return text;
    }
    return {};
}

bool PreflightModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const PreflightCheck* check = checkAt(index);
    if (!check || role != Qt::CheckStateRole || index.internalId() != 0
        || check->level != CheckLevel::Attention)
        return false;
    if (value.toInt() == Qt::Checked)
        m_read.insert(check->id);
    else
        m_read.remove(check->id);
    Q_EMIT dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(ColumnCount - 1));
    Q_EMIT acknowledgedChanged();
    return true;
}

QVariant PreflightModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case CheckColumn:
        return tr("Check");
    case FindingColumn:
        return tr("Found");
    case AnswerColumn:
        return tr("Your answer");
    default:
        return {};
    }
}

} // namespace strandline::ui
