// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/autocast_mode.h>

namespace enlarger::nn {

/// Suspends autocast on this thread while it lives, for what must be computed in fp32.
class AutocastOff
{
public:
    explicit AutocastOff(const torch::Device& device, bool wanted = true)
        : m_device(device.type())
        , m_isActive(wanted && at::autocast::is_autocast_enabled(m_device))
    {
        if (m_isActive)
            at::autocast::set_autocast_enabled(m_device, false);
    }
    ~AutocastOff()
    {
        if (m_isActive)
            at::autocast::set_autocast_enabled(m_device, true);
    }
    AutocastOff(const AutocastOff&) = delete;
    AutocastOff& operator=(const AutocastOff&) = delete;

private:
    torch::DeviceType m_device;
    bool m_isActive;
};

} // namespace enlarger::nn
