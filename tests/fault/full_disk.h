// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTemporaryDir>

namespace strandline::fault {

/// A small file system of its own that can be filled to the last byte. Needs the right to mount one.
class FullDisk
{
public:
    FullDisk();
    ~FullDisk();
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

    QString problem() const { return m_problem; }
    QString path() const { return m_folder.path(); }
    void makeRoom() const;

private:
    QTemporaryDir m_folder;
    QString m_problem;
};

} // namespace strandline::fault
