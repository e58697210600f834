// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/engine/scratch_registry.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

class QProcess;

namespace strandline::engine {

/// A folder of ours below the system's folder for temporary files, in the registry while it is there.
class ScratchFolder
{
public:
    /// `user`: of the operating system, who shall own it when we are root, because servers refuse root; the
    /// first of them that exists. Empty: nobody steps down.
    static base::Result<std::unique_ptr<ScratchFolder>> make(
        ScratchRegistry& registry, const QStringList& users);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    QString path() const { return m_mark.folder; }
    QString pathOf(const QString& child) const { return m_mark.folder + QLatin1Char('/') + child; }
    /// A folder inside, with the same owner.
    base::Result<void> makeFolder(const QString& child) const;
    void noteServer(qint64 pid);

    bool stepsDown() const { return m_stepsDown; }
    unsigned int uid() const { return m_uid; }
    unsigned int gid() const { return m_gid; }

private:
    ScratchFolder(ScratchRegistry& registry, ScratchMark mark);
    ScratchRegistry& m_registry;
    ScratchMark m_mark;
    bool m_stepsDown = false;
    unsigned int m_uid = 0;
    unsigned int m_gid = 0;
};

/// A database server of our own in a scratch folder. It is a child of this process and ends with it, and with
/// the thread that started it; a server is used on one thread only.
class PrivateServer
{
public:
    PrivateServer(std::unique_ptr<ScratchFolder> folder, int stopSignal, int orphanSignal);
    ~PrivateServer();

    const ScratchFolder& folder() const { return *m_folder; }
    /// Runs a program to its end; its words are in the error when it fails.
    base::Result<void> runProgram(const QStringList& command, const base::JobContext& context);
    base::Result<void> start(
        const QStringList& command, const std::function<bool()>& isReady, const base::JobContext& context);

private:
    std::unique_ptr<QProcess> spawn(const QStringList& command, int orphanSignal) const;
    base::Error failure(const QString& what) const;
    std::unique_ptr<ScratchFolder> m_folder;
    std::unique_ptr<QProcess> m_server;
    int m_stopSignal;
    int m_orphanSignal;
};

/// Full path of a program, looked for in these folders and then in PATH; empty: not there.
QString findServerProgram(const QString& name, const QStringList& folders);

} // namespace strandline::engine
