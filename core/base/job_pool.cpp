// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/job_pool.h"

#include <QThread>

namespace strandline::base {

JobPool::JobPool()
{
    // One core is left to the window.
    m_pool.setMaxThreadCount(qMax(2, QThread::idealThreadCount() - 1));
}

JobPool::~JobPool()
{
    m_pool.waitForDone();
}

void JobPool::start(std::function<void()> task)
{
    m_pool.start(std::move(task));
}

} // namespace strandline::base
