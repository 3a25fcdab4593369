// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/device/precision.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace enlarger::device {

/// Something that can run a network.
struct Device
{
    std::string name;             // "cpu", "cuda:0": as --device takes it
    std::string description;      // "Intel Xeon, 2 cores", "NVIDIA H200"
    std::int64_t totalMemory = 0; // bytes
    std::int64_t freeMemory = 0;  // bytes, now
    std::vector<std::string>
        features; // "AVX2", "AVX-512", "AVX-512 BF16", "AMX BF16"; CUDA: "compute capability 9.0"
    bool has(std::string_view feature) const;
    Precision bestPrecision = Precision::Fp32;     // what Auto means here: fast and good enough
    Precision trainingPrecision = Precision::Fp32; // the same for training, whose gradients want bf16's range
};

/// Opens LibTorch's CUDA part where it is installed and a GPU may be there. Call it once, before anything
/// else of core touches a tensor: later is too late. Takes 0.8 s with a GPU, nothing without.
void openAccelerators();

/// The CPU first, then the CUDA devices.
std::vector<Device> devices();

/// "auto" (a CUDA device if there is one, else the CPU), "cpu", "cuda" or "cuda:N". An unknown name is an
/// Error that lists the known ones.
Result<Device> findDevice(const std::string& name);

/// The same among `devices`, which begin with the CPU, as devices() gives them. Null: it is none of them.
const Device* chooseDevice(const std::vector<Device>& devices, const std::string& name);

} // namespace enlarger::device
