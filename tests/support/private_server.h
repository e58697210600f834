// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace strandline::test {

/// Who the servers run as: PostgreSQL refuses root, so root steps down to an unprivileged user.
struct ServerUser
{
    bool stepDown = false;
    unsigned int uid = 0;
    unsigned int gid = 0;

    static ServerUser choose();
    /// Makes a folder that only this user and root may enter for writing.
    bool makeFolder(const QString& path) const;
    bool own(const QString& path) const;
};

/// One throw-away server in a folder of its own, a child of this process: it ends with it in any case.
class PrivateServer
{
public:
    PrivateServer(QString name, QString folder, ServerUser user);
    virtual ~PrivateServer();

    /// Starts making the data files; several servers may do this at the same time.
    virtual bool beginSetup() = 0;
    /// Waits for that, starts the server and waits until it answers.
    bool finishSetup();
    void stop();
    /// Waits a moment for a death that is under way.
    bool hasDied() const { return !m_server || !isRunning() || m_server->waitForFinished(3000); }
    /// After its process died: starts it again over the same data, at the same address.
    bool restart();
    /// What was committed survives the death of the process, at the price of speed. Call before
    /// finishSetup().
    void setCrashSafe() { m_isCrashSafe = true; }
    /// As it comes out of the package: every commit reaches the disk. For measuring.
    void setDurable() { m_isDurable = true; }
    int crashSignal() const { return orphanSignal(); }

    bool isRunning() const { return m_server && m_server->state() == QProcess::Running; }
    QString problem() const { return m_problem; }
    QString name() const { return m_name; }
    /// What tests need to log in.
    QJsonObject facts() const;

protected:
    virtual QStringList serverCommand() = 0;
    virtual bool isReady() const = 0;
    virtual int stopSignal() const = 0;
    /// Sent by the kernel to the server when this process dies.
    virtual int orphanSignal() const = 0;
    /// Removes what a dead server left behind and isReady() would take for a living one.
    virtual void removeMarks() const = 0;

    QString pathOf(const QString& child) const { return m_folder + QLatin1Char('/') + child; }
    bool writeFile(const QString& child, const QByteArray& text) const;
    bool runSetup(const QStringList& command);
    std::unique_ptr<QProcess> start(const QStringList& command, const QString& log, int orphanSignal) const;
    /// A certificate for 127.0.0.1 signed by itself; without the openssl program there is no TLS.
    bool makeCertificate() const;
    QString logTail(const QString& child) const;

    QString m_name;
    QString m_folder;
    ServerUser m_user;
    QString m_problem;
    QString m_password;
    QString m_login;
    bool m_tls = false;
    bool m_isCrashSafe = false;
    bool m_isDurable = false;
    QString m_socket; ///< PostgreSQL: the folder; MariaDB: the socket itself
    int m_port = 0;

private:
    bool launch();

    std::unique_ptr<QProcess> m_setup;
    std::unique_ptr<QProcess> m_server;
};

std::unique_ptr<PrivateServer> makePostgresqlServer(const QString& folder, const ServerUser& user);
std::unique_ptr<PrivateServer> makeMariadbServer(const QString& folder, const ServerUser& user);

} // namespace strandline::test
