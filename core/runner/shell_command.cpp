// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/shell_command.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ; // NOLINT(readability-redundant-declaration): not every libc declares it

namespace strandline::runner {

namespace {

constexpr int kSliceMs = 20;
constexpr int kClosedSliceMs = 4; ///< outputs are closed: the end is near
/// From SIGTERM to SIGKILL: time to remove a temporary file, not to finish the work.
constexpr int kGraceMs = 3000;
constexpr qsizetype kHead = 32 * 1024;
constexpr qsizetype kTail = 32 * 1024;

/// The beginning and the end of an output of any length.
class OutputKeeper
{
public:
    void add(const char* data, qsizetype size)
    {
        const qsizetype toHead = qMin(size, kHead - m_head.size());
        m_head.append(data, toHead);
        m_tail.append(data + toHead, size - toHead);
        // Trimmed when it is twice too long: moving it for each piece would cost the square of the size.
        if (m_tail.size() > 2 * kTail)
            trim();
    }

    QString text()
    {
        trim();
        QByteArray head = m_head;
        QByteArray tail = m_tail;
        if (m_dropped > 0) {
            // Cuts fall between characters.
            while (!head.isEmpty() && (uchar(head.back()) & 0xC0) == 0x80)
                head.chop(1);
            if (!head.isEmpty() && uchar(head.back()) >= 0xC0)
                head.chop(1);
            while (!tail.isEmpty() && (uchar(tail.front()) & 0xC0) == 0x80)
                tail.remove(0, 1);
            head += "\n[" + QByteArray::number(m_dropped) + " bytes left out]\n";
        }
        // Invalid UTF-8 becomes U+FFFD; a NUL could not be kept by every database.
        return QString::fromUtf8(head + tail).replace(QChar(0), QChar(QChar::ReplacementCharacter));
    }

private:
    void trim()
    {
        const qsizetype excess = m_tail.size() - kTail;
        if (excess <= 0)
            return;
        m_tail.remove(0, excess);
        m_dropped += excess;
    }

    QByteArray m_head;
    QByteArray m_tail;
    qint64 m_dropped = 0;
};

QString systemText(int number)
{
    return QString::fromLocal8Bit(std::strerror(number));
}

class SpawnActions
{
public:
    SpawnActions() { ::posix_spawn_file_actions_init(&m_actions); }
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&m_actions); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;

    /// Nothing of ours reaches the command: a socket in a foreign process keeps a session alive, and an
    /// inherited description keeps a lock. Libraries do not all open with O_CLOEXEC, so everything is closed.
    int prepare(int output, const QByteArray& folder)
    {
        int failed = ::posix_spawn_file_actions_addopen(&m_actions, 0, "/dev/null", O_RDONLY, 0);
        if (failed == 0)
            failed = ::posix_spawn_file_actions_adddup2(&m_actions, output, 1);
        if (failed == 0)
            failed = ::posix_spawn_file_actions_adddup2(&m_actions, output, 2);
        if (failed == 0)
            failed = ::posix_spawn_file_actions_addclosefrom_np(&m_actions, 3);
        if (failed == 0 && !folder.isEmpty())
            failed = ::posix_spawn_file_actions_addchdir_np(&m_actions, folder.constData());
        return failed;
    }
    const posix_spawn_file_actions_t* get() const { return &m_actions; }

private:
    posix_spawn_file_actions_t m_actions = {};
};

class SpawnAttributes
{
public:
    /// A process group of its own, and signals as a fresh program expects them.
    SpawnAttributes()
    {
        ::posix_spawnattr_init(&m_attributes);
        sigset_t all;
        sigset_t none;
        sigfillset(&all);
        sigemptyset(&none);
        ::posix_spawnattr_setsigdefault(&m_attributes, &all);
        ::posix_spawnattr_setsigmask(&m_attributes, &none);
        ::posix_spawnattr_setpgroup(&m_attributes, 0);
        ::posix_spawnattr_setflags(
            &m_attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    ~SpawnAttributes() { ::posix_spawnattr_destroy(&m_attributes); }
    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;
    const posix_spawnattr_t* get() const { return &m_attributes; }

private:
    posix_spawnattr_t m_attributes = {};
};

/// One running shell.
class Shell
{
public:
    ~Shell()
    {
        if (m_output >= 0)
            ::close(m_output);
    }

    /// 0 or the error's number.
    int start(const ShellCommand& command);
    ShellOutcome wait(const ShellCommand& command, const base::CancelToken& cancel);

private:
    void drain(int waitMs);
    bool hasEnded();
    void killGroup(int signal) const { ::kill(-m_process, signal); }
    void endGroup();
    void reap(ShellOutcome& outcome);

    pid_t m_process = -1;
    int m_output = -1; // -1: everybody has closed it
    OutputKeeper m_kept;
};

int Shell::start(const ShellCommand& command)
{
    std::array<int, 2> ends {-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return errno;
    m_output = ends[0];
    ::fcntl(m_output, F_SETFL, O_NONBLOCK); // the reading end only: the command's writes may block
    const QByteArray line = command.line.toUtf8();
    std::array<char*, 5> arguments {const_cast<char*>("sh"), const_cast<char*>("-c"), const_cast<char*>("--"),
        const_cast<char*>(line.constData()), nullptr};
    std::vector<QByteArray> entries;
    std::vector<char*> environment;
    entries.reserve(size_t(command.environment.size()));
    for (auto value = command.environment.begin(); value != command.environment.end(); ++value)
        entries.push_back(value.key() + '=' + value.value());
    for (QByteArray& entry : entries)
        environment.push_back(entry.data());
    environment.push_back(nullptr);
    SpawnActions actions;
    const SpawnAttributes attributes;
    int failed = actions.prepare(ends[1], QFile::encodeName(command.folder));
    if (failed == 0) {
        failed = ::posix_spawn(
            &m_process, "/bin/sh", actions.get(), attributes.get(), arguments.data(), environment.data());
    }
    ::close(ends[1]);
    return failed;
}

void Shell::drain(int waitMs)
{
    pollfd waiting {m_output, POLLIN, 0}; // poll ignores -1 and sleeps
    if (::poll(&waiting, 1, m_output < 0 ? qMin(waitMs, kClosedSliceMs) : waitMs) <= 0)
        return;
    std::array<char, 16384> buffer;
    // At most so much at once: a hook that never stops writing must not keep the time-out from being seen.
    for (int pieces = 0; pieces < 64; ++pieces) {
        const ssize_t got = ::read(m_output, buffer.data(), buffer.size());
        if (got > 0) {
            m_kept.add(buffer.data(), got);
            continue;
        }
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0 || errno != EAGAIN) {
            ::close(m_output);
            m_output = -1;
        }
        return;
    }
}

/// Leaves the zombie: as long as it is there, its number names our process group and no other.
bool Shell::hasEnded()
{
    siginfo_t info = {};
    if (::waitid(P_PID, id_t(m_process), &info, WEXITED | WNOHANG | WNOWAIT) != 0)
        return errno == ECHILD;
    return info.si_pid == m_process;
}

void Shell::endGroup()
{
    killGroup(SIGTERM);
    QElapsedTimer grace;
    grace.start();
    // All of the group, as far as it can be told: who still holds the pipe still works.
    while (grace.elapsed() < kGraceMs && (!hasEnded() || m_output >= 0))
        drain(kSliceMs);
    killGroup(SIGKILL);
    grace.restart();
    while (!hasEnded() && grace.elapsed() < kGraceMs)
        drain(kSliceMs);
}

void Shell::reap(ShellOutcome& outcome)
{
    int status = 0;
    pid_t got = -1;
    // Not waiting: a process that hangs inside the kernel outlives SIGKILL, and must not take us with it.
    do {
        got = ::waitpid(m_process, &status, WNOHANG);
    } while (got < 0 && errno == EINTR);
    if (outcome.end == ShellOutcome::End::TimedOut || outcome.end == ShellOutcome::End::Cancelled)
        return;
    if (got == m_process && WIFEXITED(status)) {
        outcome.end = ShellOutcome::End::Exited;
        outcome.code = WEXITSTATUS(status);
    } else if (got == m_process && WIFSIGNALED(status)) {
        outcome.end = ShellOutcome::End::Signal;
        outcome.code = WTERMSIG(status);
    } else {
        outcome.end = ShellOutcome::End::Lost;
    }
}

ShellOutcome Shell::wait(const ShellCommand& command, const base::CancelToken& cancel)
{
    ShellOutcome outcome;
    outcome.started = true;
    QElapsedTimer timer;
    timer.start();
    while (!hasEnded()) {
        const bool isLate = command.timeoutMs > 0 && timer.elapsed() >= command.timeoutMs;
        if (isLate || cancel.isCancelled()) {
            outcome.end = isLate ? ShellOutcome::End::TimedOut : ShellOutcome::End::Cancelled;
            endGroup();
            break;
        }
        drain(kSliceMs);
    }
    drain(0); // what is in the pipe; not until it is closed, because a program in the background may hold it
    outcome.durationMs = timer.elapsed();
    reap(outcome);
    outcome.output = m_kept.text();
    return outcome;
}

} // namespace

QMap<QByteArray, QByteArray> inheritedEnvironment()
{
    QMap<QByteArray, QByteArray> environment;
    for (char** entry = environ; entry && *entry; ++entry) {
        const QByteArray text(*entry);
        const qsizetype sign = text.indexOf('=', 1);
        if (sign > 0)
            environment.insert(text.left(sign), text.mid(sign + 1));
    }
    return environment;
}

ShellOutcome runShell(const ShellCommand& command, const base::CancelToken& cancel)
{
    ShellOutcome outcome;
    if (cancel.isCancelled()) {
        outcome.end = ShellOutcome::End::Cancelled;
        return outcome;
    }
    if (command.line.contains(QChar(0))) {
        outcome.problem = QStringLiteral("The command line holds a NUL character.");
        return outcome;
    }
    // posix_spawn cannot say which of its steps failed.
    if (!command.folder.isEmpty() && !QFileInfo(command.folder).isDir()) {
        outcome.problem =
            QStringLiteral("There is no folder “%1”.").arg(QDir::toNativeSeparators(command.folder));
        return outcome;
    }
    Shell shell;
    if (const int failed = shell.start(command); failed != 0) {
        outcome.problem = systemText(failed);
        return outcome;
    }
    return shell.wait(command, cancel);
}

} // namespace strandline::runner
