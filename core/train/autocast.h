// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/device.h"

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

namespace enlarger::train {

/// While one lives, the thread's convolutions and products run in the narrow type; losses compute in fp32 by
/// themselves. Precision::Fp32 changes nothing.
class Autocast
{
public:
    Autocast(const torch::Device& device, infer::Precision precision)
        : m_device(device.type())
        , m_isActive(precision == infer::Precision::Bf16 || precision == infer::Precision::Fp16)
    {
        if (!m_isActive)
            return;
        at::autocast::increment_nesting();
        at::autocast::set_autocast_dtype(m_device, precision == infer::Precision::Bf16 ? torch::kBFloat16
                                                                                       : torch::kFloat16);
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
    torch::DeviceType m_device;
    bool m_isActive;
};

} // namespace enlarger::train
