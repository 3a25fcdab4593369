// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"

namespace enlarger::tests {

/// Lets work pass so many times, and cancels it then.
class CountingGate : public Gate
{
public:
    explicit CountingGate(int passes)
        : m_left(passes)
    {}
    void pass() override
    {
        if (m_left-- <= 0)
            throw CancelledException{};
    }
    int left() const { return m_left; }

private:
    int m_left;
};

} // namespace enlarger::tests
