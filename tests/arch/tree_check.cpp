// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/arch/tree_check.h"

#include "tests/arch/source_text.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace strandline::arch {

namespace {

// Headers soft and hard, sources soft and hard: what a reader can keep in mind, and what nobody reviews any
// more.
constexpr int headerSoft = 150;
constexpr int headerHard = 400;
constexpr int sourceSoft = 600;
constexpr int sourceHard = 1000;

class TreeCheck
{
public:
    TreeCheck(QString root, const Layers& layers, QString qtHeaders)
        : m_root(std::move(root))
        , m_layers(layers)
        , m_qtHeaders(std::move(qtHeaders))
    { }

    TreeReport run();

private:
    void checkFile(const QString& file);
    void checkFirstLines(const QString& file, const QStringList& lines);
    void checkBudget(const QString& file, int lines);
    void checkOwnHeader(const QString& file, const QList<Include>& includes);
    void checkInclude(const QString& file, const QString& module, const Include& include);
    void checkQtInclude(const QString& file, const QString& module, const Include& include);
    void checkPurity(const QString& file, const QString& module, const QString& code);
    void checkTargets(const QString& file);
    QString qtModuleOf(const QString& header) const;
    void complain(const QString& file, int line, const QString& what);

    QString m_root;
    const Layers& m_layers;
    QString m_qtHeaders;
    TreeReport m_report;
};

QString read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

bool isHeader(const QString& file)
{
    return file.endsWith(QLatin1String(".h"));
}

QString folderOf(const QString& file)
{
    return file.left(file.lastIndexOf(QLatin1Char('/')));
}

bool isProduct(const QString& path)
{
    return path.startsWith(QLatin1String("core/")) || path.startsWith(QLatin1String("ui/"))
        || path.startsWith(QLatin1String("app/"));
}

TreeReport TreeCheck::run()
{
    m_report.violations = m_layers.problems;
    QStringList sources;
    QStringList targets;
    for (const QString& top :
        {QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app"), QStringLiteral("tests")}) {
        QDirIterator it(m_root + QLatin1Char('/') + top,
            {QStringLiteral("*.h"), QStringLiteral("*.cpp"), QStringLiteral("CMakeLists.txt")}, QDir::Files,
            QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString file = QDir(m_root).relativeFilePath(it.next());
            (file.endsWith(QLatin1String(".txt")) ? targets : sources).append(file);
        }
    }
    sources.sort();
    targets.sort();
    for (const QString& file : sources)
        checkFile(file);
    for (const QString& file : targets)
        checkTargets(file);
    m_report.files = int(sources.size());
    return m_report;
}

void TreeCheck::checkFile(const QString& file)
{
    const QString text = read(m_root + QLatin1Char('/') + file);
    const QStringList lines = text.split(QLatin1Char('\n'));
    checkFirstLines(file, lines);
    // The text after the last line break is no line.
    checkBudget(file, int(lines.size()) - 1);
    const QList<Include> includes = includesOf(text);
    checkOwnHeader(file, includes);
    QString module;
    if (isProduct(file)) {
        module = m_layers.moduleOf(folderOf(file));
        if (module.isEmpty()) {
            complain(file, 1, QStringLiteral("is in a folder that tests/arch/layers.txt does not list"));
            return;
        }
    }
    for (const Include& include : includes)
        checkInclude(file, module, include);
    if (m_layers.pure.contains(module))
        checkPurity(file, module, codeOnly(text));
}

void TreeCheck::checkFirstLines(const QString& file, const QStringList& lines)
{
    if (lines.value(0) != QLatin1String("// SPDX-License-Identifier: GPL-3.0-or-later"))
        complain(file, 1, QStringLiteral("does not begin with the SPDX licence line"));
    if (isHeader(file) && !lines.contains(QStringLiteral("#pragma once")))
        complain(file, 1, QStringLiteral("has no \"#pragma once\""));
}

void TreeCheck::checkBudget(const QString& file, int lines)
{
    const int hard = m_layers.limits.value(file, isHeader(file) ? headerHard : sourceHard);
    const int soft = isHeader(file) ? headerSoft : sourceSoft;
    if (lines > hard)
        complain(file, lines, QStringLiteral("has %1 lines, more than %2; split it").arg(lines).arg(hard));
    else if (lines > soft && !m_layers.limits.contains(file))
        m_report.warnings +=
            QStringLiteral("%1 has %2 lines, the soft limit is %3").arg(file).arg(lines).arg(soft);
}

void TreeCheck::checkOwnHeader(const QString& file, const QList<Include>& includes)
{
    if (isHeader(file))
        return;
    const QString own = file.left(file.size() - 4) + QLatin1String(".h");
    if (!QFileInfo::exists(m_root + QLatin1Char('/') + own))
        return;
    if (includes.isEmpty() || includes.first().path != own)
        complain(file, includes.isEmpty() ? 1 : includes.first().line,
            QStringLiteral("does not include %1 first").arg(own));
}

void TreeCheck::checkInclude(const QString& file, const QString& module, const Include& include)
{
    const QString& path = include.path;
    const bool own = isProduct(path) || path.startsWith(QLatin1String("tests/"));
    if (!own) {
        static const QRegularExpression generated(QStringLiteral("(\\.moc|^moc_.*\\.cpp|^ui_.*\\.h)$"));
        const bool beside =
            QFileInfo::exists(m_root + QLatin1Char('/') + folderOf(file) + QLatin1Char('/') + path);
        if (include.quoted && beside && !generated.match(path).hasMatch())
            complain(file, include.line,
                QStringLiteral("includes \"%1\": write the path from the root of the repository").arg(path));
        checkQtInclude(file, module, include);
        return;
    }
    if (module.isEmpty())
        return; // Tests may look at everything.
    if (!isProduct(path)) {
        complain(
            file, include.line, QStringLiteral("includes %1: only tests may include from tests").arg(path));
        return;
    }
    const QString other = m_layers.moduleOf(folderOf(path));
    if (other.isEmpty() || !m_layers.allowed.value(module).contains(other)) {
        const QString name = other.isEmpty() ? folderOf(path) : other;
        complain(
            file, include.line, QStringLiteral("includes %1: %2 may not include %3").arg(path, module, name));
    }
}

void TreeCheck::checkQtInclude(const QString& file, const QString& module, const Include& include)
{
    if (module.isEmpty())
        return;
    static const QSet<QString> guiModules {QStringLiteral("QtGui"), QStringLiteral("QtWidgets"),
        QStringLiteral("QtSvg"), QStringLiteral("QtSvgWidgets"), QStringLiteral("QtPrintSupport")};
    const QString qt = qtModuleOf(include.path);
    if (qt == QLatin1String("QtSql") && !m_layers.qtSql.contains(module))
        complain(file, include.line,
            QStringLiteral("includes <%1>: %2 may not include Qt Sql").arg(include.path, module));
    if (guiModules.contains(qt) && !m_layers.gui.contains(module))
        complain(file, include.line,
            QStringLiteral("includes <%1>: %2 may not include %3").arg(include.path, module, qt));
}

/// "QtWidgets" for QLabel or QtWidgets/QLabel, empty for what is not Qt's.
QString TreeCheck::qtModuleOf(const QString& header) const
{
    if (!header.startsWith(QLatin1Char('Q')) && !header.startsWith(QLatin1Char('q')))
        return {};
    if (header.startsWith(QLatin1String("Qt")) && header.contains(QLatin1Char('/')))
        return header.section(QLatin1Char('/'), 0, 0);
    // Qt Core first: it has most of what is included.
    static const QStringList modules {QStringLiteral("QtCore"), QStringLiteral("QtSql"),
        QStringLiteral("QtGui"), QStringLiteral("QtWidgets"), QStringLiteral("QtSvg"),
        QStringLiteral("QtPrintSupport")};
    for (const QString& name : modules) {
        if (QFileInfo::exists(m_qtHeaders + QLatin1Char('/') + name + QLatin1Char('/') + header))
            return name;
    }
    return {};
}

void TreeCheck::checkPurity(const QString& file, const QString& module, const QString& code)
{
    static const QRegularExpression outside(QStringLiteral(
        "\\b(QObject|Q_OBJECT|QFile|QFileInfo|QSaveFile|QTemporaryFile|QDir|QDirIterator|QProcess|QSettings"
        "|QThread|QThreadPool|QMutex|QTimer|QElapsedTimer|QEventLoop|QNetwork\\w+|QSql\\w+|currentDateTime|"
        "currentDateTimeUtc"
        "|currentMSecsSinceEpoch|currentSecsSinceEpoch|system_clock|steady_clock|ifstream|ofstream|getenv|"
        "qgetenv"
        "|qEnvironmentVariable)\\b|#\\s*include\\s*<(fstream|filesystem|thread|iostream|mutex)>"));
    int number = 0;
    for (const QString& line : code.split(QLatin1Char('\n'))) {
        ++number;
        const QRegularExpressionMatch match = outside.match(line);
        if (match.hasMatch())
            complain(file, number,
                QStringLiteral("uses %1: %2 is pure").arg(match.captured(0).simplified(), module));
    }
}

/// The CMake targets must not be wider than the includes: every neighbour named in DEPS has to be an allowed
/// one.
void TreeCheck::checkTargets(const QString& file)
{
    const QString module = isProduct(file) ? m_layers.moduleOf(folderOf(file)) : QString();
    if (module.isEmpty())
        return;
    static const QRegularExpression comment(QStringLiteral("#[^\\n]*"));
    static const QRegularExpression deps(QStringLiteral("\\bDEPS\\s+([a-z_\\s]+)"));
    auto matches = deps.globalMatch(read(m_root + QLatin1Char('/') + file).remove(comment));
    while (matches.hasNext()) {
        static const QRegularExpression blank(QStringLiteral("\\s+"));
        for (const QString& target : matches.next().captured(1).split(blank, Qt::SkipEmptyParts)) {
            // engine_sqlite is the target of engine/sqlite, cli that of app/cli.
            const QString folder = QString(target).replace(QLatin1Char('_'), QLatin1Char('/'));
            const QString other = m_layers.moduleOf(QStringLiteral("core/") + folder);
            const QString program = m_layers.moduleOf(QStringLiteral("app/") + folder);
            const QSet<QString> allowed = m_layers.allowed.value(module);
            if (!allowed.contains(other) && !allowed.contains(program))
                complain(file, 1, QStringLiteral("links %1: %2 may not use it").arg(target, module));
        }
    }
}

void TreeCheck::complain(const QString& file, int line, const QString& what)
{
    m_report.violations += QStringLiteral("%1:%2 %3").arg(file).arg(line).arg(what);
}

} // namespace

TreeReport checkTree(const QString& root, const Layers& layers, const QString& qtHeaders)
{
    return TreeCheck(root, layers, qtHeaders).run();
}

} // namespace strandline::arch
