// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/device/device.h"

namespace enlarger::infer {

/// One comparison of a device with the CPU's fp32 arithmetic.
struct CheckResult
{
    std::string name; // "RRDBNet x4, fp16"
    bool passed = false;
    std::string detail; // "relative error 0.0004, at most 0.005"
};

/// Computes every kind of network in every precision that the device has, with random weights, and value and
/// gradient of every loss, discriminator and feature network, and compares with the CPU in fp32. Some
/// seconds.
Result<std::vector<CheckResult>> selfCheck(const device::Device& device, Gate& gate);

} // namespace enlarger::infer
