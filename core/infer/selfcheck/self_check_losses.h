// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/infer/selfcheck/self_check.h"

namespace enlarger::infer {

/// The part of the self-check that trains: value and gradient of every loss, discriminator and feature
/// network on the device, in fp32 and under bf16 autocast where the device has it, against the CPU in fp32.
/// Throws what LibTorch and the gate throw.
std::vector<CheckResult> checkLosses(const device::Device& device, Gate& gate);

} // namespace enlarger::infer
