// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/typed_answer.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace strandline::cli {

namespace {

constexpr char kCtrlC = 3;

/// While a question is open, Ctrl+C ends the line like Enter instead of sending a signal: the thread that
/// waits for signals could not wake the one that reads here. Puts the settings back, whatever way it ends.
class QuestionMode
{
public:
    QuestionMode(int terminal, Echo echo)
        : m_terminal(terminal)
    {
        m_valid = ::tcgetattr(terminal, &m_before) == 0;
        if (!m_valid)
            return;
        struct termios asking = m_before;
        asking.c_cc[VINTR] = _POSIX_VDISABLE;
        asking.c_cc[VEOL] = kCtrlC;
        if (echo == Echo::Off)
            asking.c_lflag &= ~tcflag_t(ECHO);
        ::tcsetattr(terminal, TCSAFLUSH, &asking);
    }
    ~QuestionMode()
    {
        if (m_valid)
            ::tcsetattr(m_terminal, TCSAFLUSH, &m_before);
    }
    QuestionMode(const QuestionMode&) = delete;
    QuestionMode& operator=(const QuestionMode&) = delete;
    bool isValid() const { return m_valid; }

private:
    int m_terminal;
    bool m_valid = false;
    struct termios m_before = {};
};

base::Result<std::optional<QString>> readLine(int terminal)
{
    QByteArray typed;
    char c = 0;
    while (::read(terminal, &c, 1) == 1) {
        if (c == kCtrlC)
            return base::fail(base::ErrorCode::Cancelled, QStringLiteral("Stopped on request"));
        if (c == '\n')
            return std::optional(QString::fromUtf8(typed));
        typed.append(c);
    }
    return std::optional<QString>();
}

} // namespace

bool canAsk()
{
    return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

base::Result<std::optional<QString>> askOnTerminal(const QString& prompt, Echo echo)
{
    base::Result<std::optional<QString>> answer = std::optional<QString>();
    const int terminal = canAsk() ? ::open("/dev/tty", O_RDWR | O_CLOEXEC) : -1;
    if (terminal < 0)
        return answer;
    {
        const QuestionMode mode(terminal, echo);
        const QByteArray question = prompt.toUtf8();
        if (mode.isValid() && ::write(terminal, question.constData(), size_t(question.size())) >= 0) {
            answer = readLine(terminal);
            // Enter was not echoed, or there was none.
            [[maybe_unused]] const ssize_t ended =
                echo == Echo::Off || !answer ? ::write(terminal, "\n", 1) : 0;
        }
    }
    ::close(terminal);
    return answer;
}

} // namespace strandline::cli
