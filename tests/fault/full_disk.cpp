// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/full_disk.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <sys/mount.h>

namespace strandline::fault {

FullDisk::FullDisk()
    : m_folder(QStringLiteral("/tmp/strandline-disk-XXXXXX"))
{
    if (::mount("strandline", QFile::encodeName(path()).constData(), "tmpfs", 0, "size=2m,mode=0777") != 0)
        m_problem = QString::fromLocal8Bit(std::strerror(errno));
}

FullDisk::~FullDisk()
{
    if (m_problem.isEmpty())
        ::umount2(QFile::encodeName(path()).constData(), MNT_DETACH);
}

void FullDisk::makeRoom() const
{
    QFile::remove(path() + QStringLiteral("/filler"));
}

} // namespace strandline::fault
