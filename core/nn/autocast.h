// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/autocast_mode.h>

#include <optional>

namespace enlarger::nn {

/// While one lives, this thread's convolutions and products on that kind of device run in `dtype`. Losses
/// compute in fp32 by themselves. Empty: nothing changes. A backward pass must run outside of it.
class Autocast
{
public:
    Autocast(const at::Device& device, std::optional<at::ScalarType> dtype)
        : m_device(device.type())
        , m_isActive(dtype.has_value())
    {
        if (!m_isActive)
            return;
        at::autocast::increment_nesting();
        at::autocast::set_autocast_dtype(m_device, *dtype);
        at::autocast::set_autocast_enabled(m_device, true);
    }
    ~Autocast()
    {
        if (!m_isActive)
            return;
        at::autocast::set_autocast_enabled(m_device, false);
        if (at::autocast::decrement_nesting() == 0)
            at::autocast::clear_cache();
    }
    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;

private:
    at::DeviceType m_device;
    bool m_isActive;
};

} // namespace enlarger::nn
