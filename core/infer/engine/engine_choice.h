// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"
#include "core/kernels/conv_rows.h"
#include "core/nn/kinds/network_spec.h"

#include <optional>

namespace enlarger::infer {

/// The arithmetic of the exact stream (infer/stream) that computes a network of this family on the device in
/// this precision; none: LibTorch computes it.
std::optional<kernels::Arithmetic>
streamArithmetic(const device::Device& device, nn::Architecture architecture, device::Precision precision);

/// Whether the device computes Precision::Int16: a CPU with AVX2 or more.
bool hasIntegers(const device::Device& device);

/// Whether that stream is faster in fp32 than in the device's bf16: then Auto means fp32.
bool streamBeatsBf16(const device::Device& device, nn::Architecture architecture);

} // namespace enlarger::infer
