// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/hooks.h"

#include "core/runner/shell_command.h"

namespace strandline::runner {

namespace {

const QString kPrefix = QStringLiteral("STRANDLINE_");

/// An error text or a path can be long, and one string of an environment must stay below 128 KiB.
constexpr qsizetype kLongestValue = 32 * 1024;

/// What a hook is told of its run. Strandline may itself have been started by a hook of another run, whose
/// values must not be taken for this one's. docs/formats/project-file.md has the list.
const QStringList& runVariables()
{
    static const QStringList names = QStringLiteral(
        "HOOK PROJECT RUN_ID ENVIRONMENT TIER DATABASE FROM_VERSION TO_VERSION MIGRATION_COUNT "
        "MIGRATION VERSION NAME DIRECTION OUTCOME ERROR")
                                         .split(QLatin1Char(' '));
    return names;
}

QByteArray valueOf(QString value)
{
    if (value.size() > kLongestValue)
        value = value.left(kLongestValue) + QStringLiteral("…");
    return value.replace(QChar(0), QChar(QChar::ReplacementCharacter)).toUtf8();
}

QMap<QByteArray, QByteArray> environmentOf(
    const QString& hook, const HookSettings& settings, const QMap<QString, QString>& variables)
{
    QMap<QByteArray, QByteArray> environment = inheritedEnvironment();
    for (const QString& name : runVariables())
        environment.remove((kPrefix + name).toUtf8());
    for (const QMap<QString, QString>* source : {&settings.environment, &variables}) {
        for (auto value = source->begin(); value != source->end(); ++value) {
            const QString name = value.key().startsWith(kPrefix) ? value.key() : kPrefix + value.key();
            environment.insert(name.toUtf8(), valueOf(value.value()));
        }
    }
    environment.insert("STRANDLINE_HOOK", hook.toUtf8());
    return environment;
}

QString lastLines(const QString& output)
{
    const QStringList lines = output.trimmed().split(QLatin1Char('\n'));
    return lines.mid(qMax<qsizetype>(0, lines.size() - 5)).join(QLatin1Char('\n'));
}

base::Error failure(const QString& name, const ShellOutcome& done, int timeoutMs)
{
    base::Error error;
    error.code = base::ErrorCode::Precondition;
    error.detail = lastLines(done.output);
    switch (done.end) {
    case ShellOutcome::End::NotStarted:
        error.code = base::ErrorCode::Io;
        error.summary = QStringLiteral("The hook %1 could not be started").arg(name);
        error.detail = done.problem;
        error.hint = QStringLiteral("Hooks run in the folder of the project, through /bin/sh.");
        break;
    case ShellOutcome::End::TimedOut:
        error.summary = QStringLiteral("The hook %1 took longer than %2 s and was ended")
                            .arg(name)
                            .arg(timeoutMs / 1000.0);
        error.hint =
            QStringLiteral("Look why it hangs. What may take long belongs into the background, with its "
                           "output redirected.");
        break;
    case ShellOutcome::End::Cancelled:
        error.code = base::ErrorCode::Cancelled;
        error.summary = QStringLiteral("The hook %1 was stopped on request").arg(name);
        break;
    case ShellOutcome::End::Signal:
        error.summary = QStringLiteral("The hook %1 was ended by signal %2").arg(name).arg(done.code);
        error.hint = QStringLiteral("Run its command line by hand in the folder of the project.");
        break;
    case ShellOutcome::End::Lost:
        error.summary = QStringLiteral("How the hook %1 ended is not known").arg(name);
        error.hint = QStringLiteral("Strandline was started with SIGCHLD ignored; start it without.");
        break;
    case ShellOutcome::End::Exited:
        error.summary = QStringLiteral("The hook %1 ended with exit code %2").arg(name).arg(done.code);
        error.nativeCode = QString::number(done.code);
        if (done.code == 126 || done.code == 127)
            error.hint =
                QStringLiteral("The shell could not run a program of the command line: check its path "
                               "and that it is executable.");
        else
            error.hint = QStringLiteral("Its output says why; exit code 0 means that all is well.");
        break;
    }
    return error;
}

} // namespace

Hooks::Hooks(HookSettings settings, base::CancelToken cancel)
    : m_settings(std::move(settings))
    , m_cancel(std::move(cancel))
{ }

bool Hooks::has(const QString& name) const
{
    return !m_settings.commands.value(name).trimmed().isEmpty();
}

HookOutcome Hooks::run(const QString& name, const QMap<QString, QString>& variables) const
{
    HookOutcome outcome;
    if (!has(name))
        return outcome;
    ShellCommand command;
    command.line = m_settings.commands.value(name);
    command.folder = m_settings.workingFolder;
    command.timeoutMs = m_settings.timeoutMs;
    command.environment = environmentOf(name, m_settings, variables);
    const ShellOutcome done = runShell(command, m_cancel);
    outcome.ran = done.started;
    outcome.output = done.output;
    outcome.durationMs = done.durationMs;
    outcome.ok = done.end == ShellOutcome::End::Exited && done.code == 0;
    outcome.exitCode = done.end == ShellOutcome::End::Exited ? done.code : -1;
    if (!outcome.ok)
        outcome.error = failure(name, done, m_settings.timeoutMs);
    return outcome;
}

} // namespace strandline::runner
