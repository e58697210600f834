// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/engine/process_identity.h"

#include <QList>

namespace strandline::engine {

enum class ScratchKind {
    Folder, ///< of a private server or a SQLite file
    Database, ///< on a server that is not ours
};

/// What a process is about to make and will have to remove.
struct ScratchMark
{
    ScratchKind kind = ScratchKind::Folder;
    QString name; ///< as newScratchName() gives it
    QString folder; ///< absolute; of a folder
    QString server; ///< ConnectionSettings::serverLabel(); of a database
    ProcessIdentity owner;
    ProcessIdentity serverProcess; ///< of a private server, once it runs
};

/// One file per scratch thing, written before the thing is made and removed behind it, so that what a crash
/// leaves is known. The folder belongs to the user; nothing outside of it is believed.
class ScratchRegistry
{
public:
    explicit ScratchRegistry(QString folder);

    base::Result<void> enter(const ScratchMark& mark);
    void update(const ScratchMark& mark);
    void leave(const QString& name);

    /// Of processes that have ended on this machine.
    QList<ScratchMark> leftOvers() const;

    /// Ends servers and removes folders of dead processes. Databases need a connection: their engines do it.
    void removeFolders();

private:
    QString pathOf(const QString& name) const;
    QString m_folder;
};

/// Removes a scratch folder, which must be named like one and be no link. Silent: what stays is tried again.
bool removeScratchFolder(const QString& folder);

} // namespace strandline::engine
