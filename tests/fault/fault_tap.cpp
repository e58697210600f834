// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/fault_tap.h"

#include <QDir>
#include <QFile>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <sys/socket.h>
#include <unistd.h>

namespace strandline::fault {

namespace {

struct ModeName
{
    Mode mode;
    const char* name;
};
constexpr std::array modeNames {
    ModeName {Mode::Count, "count"},
    ModeName {Mode::Kill, "kill"},
    ModeName {Mode::Error, "error"},
    ModeName {Mode::Drop, "drop"},
    ModeName {Mode::StopServer, "stop"},
    ModeName {Mode::FillDisk, "disk"},
};

/// Connections to servers are the only connected stream sockets of the program.
void breakAllConnections()
{
    const QStringList open = QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::System | QDir::Files);
    for (const QString& name : open) {
        const int descriptor = name.toInt();
        int type = 0;
        socklen_t size = sizeof type;
        if (descriptor > 2 && ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0
            && type == SOCK_STREAM)
            ::shutdown(descriptor, SHUT_RDWR);
    }
}

void stopServer()
{
    ::kill(qEnvironmentVariableIntValue("STRANDLINE_FAULT_SERVER"),
        qEnvironmentVariableIntValue("STRANDLINE_FAULT_SIGNAL"));
    ::usleep(300000); // its processes need a moment to be gone
}

void fillDisk()
{
    const QByteArray path = qgetenv("STRANDLINE_FAULT_DISK") + "/filler";
    const int file = ::open(path.constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    for (const qsizetype piece : {qsizetype(65536), qsizetype(4096), qsizetype(512), qsizetype(1)}) {
        const QByteArray zeros(piece, '\0');
        while (::write(file, zeros.constData(), size_t(piece)) > 0) { }
    }
    ::close(file);
}

class FaultTap final : public db::StatementTap
{
public:
    explicit FaultTap(const Fault& fault)
        : m_fault(fault)
    { }
    ~FaultTap() override
    {
        if (m_fault.mode != Mode::Count)
            return;
        QFile file(qEnvironmentVariable("STRANDLINE_FAULT_COUNT"));
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray::number(m_point));
    }

    std::optional<base::Error> before(QByteArrayView) override { return reach(1); }
    std::optional<base::Error> after(QByteArrayView, const std::optional<base::Error>&) override
    {
        return reach(0);
    }

private:
    /// Before a statement the number becomes odd, after it even, also when the statement was refused before.
    std::optional<base::Error> reach(int parity)
    {
        const std::lock_guard lock(m_mutex);
        do
            ++m_point;
        while (m_point % 2 != parity);
        if (m_point != m_fault.point)
            return std::nullopt;
        switch (m_fault.mode) {
        case Mode::Count:
            break;
        case Mode::Kill:
            ::raise(SIGKILL);
            break;
        case Mode::Drop:
            breakAllConnections();
            break;
        case Mode::StopServer:
            stopServer();
            break;
        case Mode::FillDisk:
            fillDisk();
            break;
        case Mode::Error:
            return base::Error {base::ErrorCode::Sql, QStringLiteral("The statement failed"),
                QStringLiteral("injected fault"), {}, QStringLiteral("XX000"), {}};
        }
        return std::nullopt;
    }

    const Fault m_fault;
    std::mutex m_mutex;
    int m_point = 0;
};

} // namespace

QString modeName(Mode mode)
{
    for (const ModeName& entry : modeNames) {
        if (entry.mode == mode)
            return QString::fromLatin1(entry.name);
    }
    return {};
}

QString Fault::toString() const
{
    return QStringLiteral("%1:%2").arg(modeName(mode)).arg(point);
}

Fault Fault::fromEnvironment()
{
    const QString text = qEnvironmentVariable("STRANDLINE_FAULT");
    Fault fault;
    for (const ModeName& entry : modeNames) {
        if (text.section(QLatin1Char(':'), 0, 0) == QLatin1String(entry.name))
            fault.mode = entry.mode;
    }
    fault.point = text.section(QLatin1Char(':'), 1).toInt();
    return fault;
}

std::shared_ptr<db::StatementTap> makeFaultTap(const Fault& fault)
{
    return std::make_shared<FaultTap>(fault);
}

} // namespace strandline::fault
