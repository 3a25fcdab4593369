// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace enlarger {

/// Locks an open file or folder for as long as it is open. False: somebody else has it locked. Where a file
/// system knows no locks, there is nobody else.
bool lockUnlessTaken(int descriptor);

/// Locks a whole open file while it lives, as network file systems know it too, and waits for that.
class WaitingLock
{
public:
    explicit WaitingLock(int descriptor);
    ~WaitingLock();
    WaitingLock(const WaitingLock&) = delete;
    WaitingLock& operator=(const WaitingLock&) = delete;
    bool isHeld() const { return m_isHeld; }

private:
    bool set(short kind) const;

    int m_descriptor;
    bool m_isHeld;
};

} // namespace enlarger
