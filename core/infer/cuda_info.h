// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/device.h"

namespace enlarger::infer {

/// NVIDIA's driver library, which knows the cards by name; it needs no CUDA headers. Null where there is no
/// driver.
void* cudaDriver();

/// The cards that LibTorch can use. Empty unless openAccelerators() found its CUDA part.
std::vector<Device> describeCudaDevices();

} // namespace enlarger::infer
