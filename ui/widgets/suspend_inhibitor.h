// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>

namespace strandline::ui {

/// Asks the computer not to fall asleep while something is written: the desktop's portal, or else the login
/// service, or else nobody. Whoever does not answer is waited for on another thread only, and a refusal is no
/// error: the run goes on all the same.
class SuspendInhibitor
{
public:
    /// Addresses of the two buses; empty: there is none.
    struct Buses
    {
        QString session;
        QString system;
        static Buses ofThisComputer();
    };

    explicit SuspendInhibitor(Buses buses = Buses::ofThisComputer());
    ~SuspendInhibitor(); ///< lets it sleep again
    SuspendInhibitor(const SuspendInhibitor&) = delete;
    SuspendInhibitor& operator=(const SuspendInhibitor&) = delete;

    /// Returns at once. `reason` is shown by the desktop. While it is in force another call does nothing.
    void inhibit(const QString& reason);
    void release();
    bool isInhibiting() const { return m_request != nullptr; }

private:
    class Request;
    Buses m_buses;
    std::shared_ptr<Request> m_request;
};

} // namespace strandline::ui
