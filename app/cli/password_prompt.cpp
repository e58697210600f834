// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/password_prompt.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace strandline::cli {

namespace {

/// Puts the terminal's settings back, whatever way the question ends.
class EchoOff
{
public:
    explicit EchoOff(int terminal)
        : m_terminal(terminal)
    {
        m_valid = ::tcgetattr(terminal, &m_before) == 0;
        if (!m_valid)
            return;
        struct termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        ::tcsetattr(terminal, TCSAFLUSH, &silent);
    }
    ~EchoOff()
    {
        if (m_valid)
            ::tcsetattr(m_terminal, TCSAFLUSH, &m_before);
    }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;
    bool isValid() const { return m_valid; }

private:
    int m_terminal;
    bool m_valid = false;
    struct termios m_before = {};
};

std::optional<QByteArray> readLine(int terminal)
{
    QByteArray typed;
    char c = 0;
    while (::read(terminal, &c, 1) == 1) {
        if (c == '\n')
            return typed;
        typed.append(c);
    }
    return std::nullopt;
}

} // namespace

bool canAskForPassword()
{
    return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

std::optional<base::Secret> askForPassword(const QString& prompt)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0)
        return std::nullopt;
    std::optional<base::Secret> answer;
    {
        const EchoOff silent(terminal);
        const QByteArray question = prompt.toUtf8();
        if (silent.isValid() && ::write(terminal, question.constData(), size_t(question.size())) >= 0) {
            if (const auto typed = readLine(terminal))
                answer = base::Secret(QString::fromUtf8(*typed));
            [[maybe_unused]] const ssize_t ended = ::write(terminal, "\n", 1);
        }
    }
    ::close(terminal);
    return answer;
}

} // namespace strandline::cli
