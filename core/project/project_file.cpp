// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_file.h"

#include "core/base/file.h"
#include "core/base/suggestion.h"
#include "core/connection/connection_url.h"
#include "core/migration/script_text.h"
#include "core/project/toml_table.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace strandline::project {

namespace {

QStringList words(std::initializer_list<const char*> list)
{
    QStringList result;
    for (const char* word : list)
        result.append(QString::fromLatin1(word));
    return result;
}

/// Entries of a table in the order of the file; toml++ sorts them by name.
QList<std::pair<const toml::key*, const toml::node*>> inFileOrder(const toml::table& table)
{
    QList<std::pair<const toml::key*, const toml::node*>> entries;
    for (auto it = table.cbegin(); it != table.cend(); ++it)
        entries.append({&it->first, &it->second});
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        const auto& left = a.first->source().begin;
        const auto& right = b.first->source().begin;
        return std::pair(left.line, left.column) < std::pair(right.line, right.column);
    });
    return entries;
}

/// A tier for names that everyone uses for one, so that a forgotten key does not make production harmless.
std::optional<Tier> tierByEnvironmentName(const QString& name)
{
    const QString lower = name.toLower();
    if (words({"dev", "development", "local"}).contains(lower))
        return Tier::Development;
    if (words({"test", "testing", "ci"}).contains(lower))
        return Tier::Test;
    if (words({"stage", "staging", "preprod"}).contains(lower))
        return Tier::Staging;
    if (words({"prod", "production", "live"}).contains(lower))
        return Tier::Production;
    return std::nullopt;
}

class FileReader
{
public:
    FileReader(const QString& configPath)
        : m_problems(QFileInfo(configPath).fileName())
        , m_project(defaultProject(QFileInfo(configPath).absolutePath()))
    {
        m_project.configPath = configPath;
    }

    base::Result<Project> read(const toml::table& file);

private:
    void readProject(const toml::table& table);
    void readDesired(const toml::table& table);
    void readScratch(const toml::table& table);
    void readCompare(const toml::table& table);
    void readEnvironments(const toml::table& table);
    void readEnvironment(const QString& name, const toml::key& key, const toml::table& table);
    void readTier(const TomlTable& table, Environment* environment);
    void readPolicy(const TomlTable& environmentTable, Environment* environment);
    void readHooks(const toml::table& table);
    void readLint(const toml::table& table);
    void checkName(const QString& name, const toml::key& key);
    void checkUrl(const TomlTable& table, const char* key, const QString& url);
    void checkDesiredEnvironment();
    QString absolute(const QString& path) const
    {
        return QDir::cleanPath(QDir(m_project.root).absoluteFilePath(path));
    }

    TomlProblems m_problems;
    Project m_project;
    toml::source_region m_desiredPlace;
};

base::Result<Project> FileReader::read(const toml::table& file)
{
    const TomlTable top(file, {},
        words({"project", "desired", "scratch", "compare", "environments", "hooks", "lint"}), m_problems);
    if (const auto* table = top.table("project"))
        readProject(*table);
    if (const auto* table = top.table("desired"))
        readDesired(*table);
    if (const auto* table = top.table("scratch"))
        readScratch(*table);
    if (const auto* table = top.table("compare"))
        readCompare(*table);
    if (const auto* table = top.table("environments"))
        readEnvironments(*table);
    if (const auto* table = top.table("hooks"))
        readHooks(*table);
    if (const auto* table = top.table("lint"))
        readLint(*table);
    checkDesiredEnvironment();
    if (!m_problems.errors().isEmpty())
        return base::fail(m_problems.combined());
    m_project.warnings = m_problems.warnings();
    return m_project;
}

void FileReader::readProject(const toml::table& source)
{
    const TomlTable table(source, QStringLiteral("project"),
        words({"name", "migrations", "format", "per_table", "backups", "keep_backups"}), m_problems);
    m_project.name = table.text("name").value_or(m_project.name);
    std::optional<QStringList> folders;
    if (const auto* node = table.node("migrations"); node && node->is_string()) {
        if (const auto folder = table.text("migrations"))
            folders = QStringList {*folder};
    } else {
        folders = table.textList("migrations");
    }
    if (folders) {
        m_project.migrationFolders.clear();
        for (const QString& folder : *folders)
            m_project.migrationFolders.append(absolute(folder));
    }
    if (table.choice("format", words({"native"})))
        m_project.format = Format::Native;
    m_project.perTable = table.boolean("per_table").value_or(m_project.perTable);
    if (const auto folder = table.text("backups"))
        m_project.backupFolder = absolute(*folder);
    // Zero would rotate away the backup that was just taken.
    m_project.keepBackups = table.number("keep_backups", 1, 10000).value_or(m_project.keepBackups);
}

void FileReader::readDesired(const toml::table& source)
{
    const TomlTable table(
        source, QStringLiteral("desired"), words({"sql", "environment", "command"}), m_problems);
    m_desiredPlace = source.source();
    int kinds = 0;
    for (const char* key : {"sql", "environment", "command"}) {
        if (!table.node(key))
            continue;
        if (++kinds == 2)
            m_problems.add(table.place(key), QStringLiteral("[desired] holds more than one source"),
                QStringLiteral(
                    "The desired schema comes from sql, environment or command, not from several."),
                QStringLiteral("Keep one of them."));
    }
    if (kinds > 1)
        return;
    if (const auto path = table.text("sql")) {
        m_project.desired.kind = DesiredKind::Sql;
        m_project.desired.value = absolute(*path);
    } else if (const auto name = table.text("environment")) {
        m_project.desired.kind = DesiredKind::Environment;
        m_project.desired.value = *name;
        m_desiredPlace = table.place("environment");
    } else if (const auto command = table.textList("command")) {
        m_project.desired.kind = DesiredKind::Command;
        m_project.desired.command = *command;
    }
}

void FileReader::readScratch(const toml::table& source)
{
    const TomlTable table(source, QStringLiteral("scratch"), words({"url"}), m_problems);
    // Empty on purpose means the same as left out: the documented example writes it so.
    if (const auto* node = table.node("url"); node && node->is_string() && node->as_string()->get().empty())
        return;
    if (const auto url = table.text("url")) {
        m_project.scratchUrl = *url;
        checkUrl(table, "url", *url);
    }
}

void FileReader::readCompare(const toml::table& source)
{
    const TomlTable table(source, QStringLiteral("compare"), words({"ignore"}), m_problems);
    const QStringList known = compareIgnoreNames();
    for (const QString& word : table.textList("ignore").value_or(QStringList())) {
        if (known.contains(word))
            m_project.compareIgnore.append(word);
        else
            m_problems.add(table.place("ignore"),
                QStringLiteral("“%1” knows no “%2”").arg(table.pathOf("ignore"), word), {},
                base::nearestWordHint(word, known));
    }
}

void FileReader::checkName(const QString& name, const toml::key& key)
{
    const bool bad = name.isEmpty() || name != name.trimmed() || name.startsWith(QLatin1Char('-'))
        || std::any_of(
            name.begin(), name.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
    if (bad)
        m_problems.add(key.source(), QStringLiteral("The name of an environment cannot be used"),
            QStringLiteral(
                "It is empty, begins with “-”, or has blanks around it or control characters in it."),
            QStringLiteral("Choose a name that can follow --env, such as dev or staging."));
    for (const Environment& other : std::as_const(m_project.environments)) {
        if (other.name.compare(name, Qt::CaseInsensitive) == 0)
            m_problems.add(key.source(),
                QStringLiteral("The environments “%1” and “%2” differ only in the case of letters")
                    .arg(other.name, name),
                {}, QStringLiteral("Rename one: mixing them up would reach the wrong database."));
    }
}

void FileReader::readEnvironments(const toml::table& source)
{
    for (const auto& [key, node] : inFileOrder(source)) {
        const QString name = fromToml(key->str());
        checkName(name, *key);
        if (const auto* table = node->as_table())
            readEnvironment(name, *key, *table);
        else
            m_problems.add(key->source(), QStringLiteral("“environments.%1” must be a section").arg(name), {},
                QStringLiteral("Write it as [environments.%1] with its keys below.").arg(name));
    }
}

void FileReader::readEnvironment(const QString& name, const toml::key& key, const toml::table& source)
{
    const TomlTable table(source, QStringLiteral("environments.") + name,
        words({"url", "url_env", "tier", "tier_label", "enabled", "lock_timeout", "statement_timeout",
            "history_schema", "policy"}),
        m_problems);
    Environment environment;
    environment.name = name;
    environment.origin = QString(kProjectFileName);
    environment.url = table.text("url").value_or(QString());
    environment.urlEnv = table.text("url_env").value_or(QString());
    if (!environment.url.isEmpty())
        checkUrl(table, "url", environment.url);
    if (table.node("url") && table.node("url_env"))
        m_problems.add(table.place("url_env"),
            QStringLiteral("“environments.%1” has both url and url_env").arg(name), {},
            QStringLiteral("Keep one of them."));
    static const QRegularExpression kVariable(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
    if (!environment.urlEnv.isEmpty() && !kVariable.match(environment.urlEnv).hasMatch())
        m_problems.add(table.place("url_env"),
            QStringLiteral("“%1” is not the name of a variable").arg(table.pathOf("url_env")),
            QStringLiteral("It names the variable that holds the URL, not the URL."),
            QStringLiteral("Write for example url_env = \"DATABASE_URL\"."));
    readTier(table, &environment);
    if (!table.node("tier") && environment.tier == Tier::Custom)
        m_problems.warn(key.source(), QStringLiteral("The environment “%1” has no tier").arg(name),
            QStringLiteral("It is treated as carefully as production."),
            QStringLiteral("Add tier = \"development\", \"test\", \"staging\" or \"production\"."));
    // A test database is made anew all the time; running there is asked for on purpose.
    environment.enabled = table.boolean("enabled").value_or(environment.tier != Tier::Test);
    environment.lockTimeoutMs = table.duration("lock_timeout");
    environment.statementTimeoutMs = table.duration("statement_timeout");
    environment.historySchema = table.text("history_schema").value_or(QString());
    readPolicy(table, &environment);
    m_project.environments.append(environment);
}

void FileReader::readTier(const TomlTable& table, Environment* environment)
{
    environment->tier = tierByEnvironmentName(environment->name).value_or(Tier::Custom);
    const QStringList tiers = words({"development", "test", "staging", "production", "custom"});
    if (const auto index = table.choice("tier", tiers))
        environment->tier = tierFromName(tiers[*index]).value_or(Tier::Custom);
    const auto label = table.text("tier_label");
    if (label && environment->tier != Tier::Custom)
        m_problems.add(table.place("tier_label"),
            QStringLiteral("“%1” goes with tier = \"custom\" only").arg(table.pathOf("tier_label")), {},
            QStringLiteral("Remove it, or make the tier custom."));
    if (environment->tier == Tier::Custom)
        environment->customTier = label.value_or(environment->name);
}

void FileReader::readPolicy(const TomlTable& environmentTable, Environment* environment)
{
    environment->policy = Policy::forTier(environment->tier);
    Policy& policy = environment->policy;
    // A SQLite file is put back as a whole and nobody else writes to it meanwhile: restoring is the safe way.
    if (dialectOf(*environment) == sql::Dialect::Sqlite && policy.backup != BackupPolicy::None)
        policy.onFailure = OnFailure::Restore;
    const auto* source = environmentTable.table("policy");
    if (!source)
        return;
    const TomlTable table(*source, environmentTable.pathOf("policy"),
        words({"backup", "require_review", "require_rehearsal", "out_of_order", "drift", "data_loss",
            "on_failure"}),
        m_problems);
    static constexpr std::array kBackups {
        BackupPolicy::Full, BackupPolicy::Schema, BackupPolicy::Touched, BackupPolicy::None};
    if (const auto index = table.choice("backup", words({"full", "schema", "touched", "none"})))
        policy.backup = kBackups[size_t(*index)];
    policy.requireReview = table.boolean("require_review").value_or(policy.requireReview);
    policy.requireRehearsal = table.boolean("require_rehearsal").value_or(policy.requireRehearsal);
    static constexpr std::array kLevels {Level::Allow, Level::Warn, Level::Block};
    if (const auto index = table.choice("out_of_order", words({"allow", "warn", "block"})))
        policy.outOfOrder = kLevels[size_t(*index)];
    if (const auto index = table.choice("drift", words({"allow", "warn", "block"})))
        policy.drift = kLevels[size_t(*index)];
    static constexpr std::array kLossLevels {Level::Allow, Level::Confirm, Level::Block};
    if (const auto index = table.choice("data_loss", words({"allow", "confirm", "block"})))
        policy.dataLoss = kLossLevels[size_t(*index)];
    if (const auto index = table.choice("on_failure", words({"restore", "stop"})))
        policy.onFailure = *index == 0 ? OnFailure::Restore : OnFailure::Stop;
    else if (policy.backup == BackupPolicy::None || policy.backup == BackupPolicy::Schema)
        policy.onFailure = OnFailure::Stop;
    if (policy.onFailure == OnFailure::Restore
        && (policy.backup == BackupPolicy::None || policy.backup == BackupPolicy::Schema))
        m_problems.add(table.place("on_failure"),
            QStringLiteral("“%1” cannot be “restore” without a backup of the data")
                .arg(table.pathOf("on_failure")),
            {}, QStringLiteral("Set backup = \"full\" or \"touched\", or on_failure = \"stop\"."));
}

void FileReader::readHooks(const toml::table& source)
{
    const QStringList known =
        words({"before_run", "after_run", "before_migration", "after_migration", "on_failure"});
    const TomlTable table(source, QStringLiteral("hooks"), known, m_problems);
    for (const QString& hook : known) {
        if (const auto command = table.text(hook.toLatin1().constData()))
            m_project.hooks.insert(hook, *command);
    }
}

void FileReader::readLint(const toml::table& source)
{
    static constexpr std::array kLevels {Level::Allow, Level::Note, Level::Warn, Level::Block};
    QStringList rules;
    for (const auto& [key, node] : inFileOrder(source))
        rules.append(fromToml(key->str()));
    // Which rules exist is known to the linter alone, and it reports a name that it does not know.
    const TomlTable table(source, QStringLiteral("lint"), rules, m_problems);
    for (const QString& rule : std::as_const(rules)) {
        const auto index = table.choice(rule.toUtf8().constData(), words({"off", "note", "warn", "block"}));
        if (index)
            m_project.lint.insert(rule, kLevels[size_t(*index)]);
    }
}

void FileReader::checkUrl(const TomlTable& table, const char* key, const QString& url)
{
    const auto split = connection::splitPassword(url);
    if (!split) {
        const base::Error& error = split.error();
        m_problems.add(table.place(key),
            QStringLiteral("“%1” is not a connection URL").arg(table.pathOf(key)),
            error.detail.isEmpty() ? error.summary : error.detail, error.hint);
        return;
    }
    if (split->hadPassword())
        m_problems.warn(table.place(key), QStringLiteral("“%1” holds a password").arg(table.pathOf(key)),
            QStringLiteral("Everyone who may read the file, and every copy of the repository, has it."),
            QStringLiteral(
                "Remove it here, change it at the server, and keep it in .pgpass, an option file, a "
                "variable, or the key ring."));
}

void FileReader::checkDesiredEnvironment()
{
    const Desired& desired = m_project.desired;
    if (desired.kind != DesiredKind::Environment || m_project.environment(desired.value))
        return;
    QStringList names;
    for (const Environment& environment : std::as_const(m_project.environments))
        names.append(environment.name);
    m_problems.add(m_desiredPlace,
        QStringLiteral("[desired] names the environment “%1”, which is not here").arg(desired.value), {},
        names.isEmpty() ? QStringLiteral("Describe it as [environments.%1].").arg(desired.value)
                        : base::nearestWordHint(desired.value, names));
}

base::Error syntaxError(const toml::parse_error& error, const QString& file)
{
    base::Error result;
    result.code = base::ErrorCode::Invalid;
    result.summary = QStringLiteral("The project file is not valid TOML");
    result.detail = fromToml(error.description());
    result.hint = QStringLiteral("Texts stand in quotes; a section is written as [name].");
    result.position = {file, 0, int(error.source().begin.line), int(error.source().begin.column)};
    return result;
}

} // namespace

Project defaultProject(const QString& root)
{
    Project project;
    project.root = QDir::cleanPath(root);
    project.name = QFileInfo(project.root).fileName();
    if (project.name.isEmpty())
        project.name = project.root; // the root of the file system
    project.migrationFolders = {QDir(project.root).filePath(QStringLiteral("migrations"))};
    project.backupFolder = QDir(project.root).filePath(QStringLiteral(".strandline/backups"));
    return project;
}

base::Result<Project> parseProjectFile(const QByteArray& bytes, const QString& configPath)
{
    const QString file = QFileInfo(configPath).fileName();
    if (const auto problem = migration::textProblem(bytes, file))
        return base::fail(*problem);
    const QByteArrayView text = QByteArrayView(bytes).sliced(migration::byteOrderMarkLength(bytes));
    // The packaged toml++ is built with exceptions; none leaves this function.
    try {
        const toml::table table = toml::parse(std::string_view(text.data(), size_t(text.size())));
        return FileReader(configPath).read(table);
    } catch (const toml::parse_error& error) {
        return base::fail(syntaxError(error, file));
    } catch (const std::exception& error) {
        return base::fail(base::ErrorCode::Internal, QStringLiteral("Could not read the project file"),
            QString::fromLocal8Bit(error.what()));
    }
}

base::Result<Project> readProjectFile(const QString& configPath)
{
    const auto bytes = base::readFile(configPath, kMaxProjectFileBytes);
    if (!bytes)
        return base::forward(bytes);
    return parseProjectFile(*bytes, QFileInfo(configPath).absoluteFilePath());
}

std::optional<sql::Dialect> dialectOf(const Environment& environment)
{
    const QString scheme = environment.url.section(QLatin1Char(':'), 0, 0).toLower();
    if (scheme == QLatin1String("postgres") || scheme == QLatin1String("postgresql"))
        return sql::Dialect::PostgreSql;
    if (scheme == QLatin1String("mysql") || scheme == QLatin1String("mariadb"))
        return sql::Dialect::MySql;
    if (scheme == QLatin1String("sqlite"))
        return sql::Dialect::Sqlite;
    if (environment.url.startsWith(QLatin1String("service=")))
        return sql::Dialect::PostgreSql;
    return std::nullopt;
}

std::optional<sql::Dialect> dialectOf(const Project& project)
{
    for (const Environment& environment : project.environments) {
        if (const auto dialect = dialectOf(environment))
            return dialect;
    }
    return std::nullopt;
}

} // namespace strandline::project
