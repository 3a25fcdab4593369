// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"

#include <array>
#include <optional>

namespace enlarger::device {

/// NVIDIA's driver library, which knows the GPUs by name; it needs no CUDA headers. Null where there is no
/// driver.
void* cudaDriver();

/// The GPUs that LibTorch can use. Empty unless openAccelerators() found its CUDA part.
std::vector<Device> describeCudaDevices();

/// What identifies one GPU among all, on this machine and elsewhere. `index`: as in "cuda:1". Nothing
/// where the driver cannot say.
std::optional<std::array<char, 16>> cudaUuid(int index);

} // namespace enlarger::device
