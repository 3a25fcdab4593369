// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/cuda_info.h"

#include "core/system/shared_library.h"

#include <c10/core/CachingDeviceAllocator.h>
#include <torch/cuda.h>
#include <torch/types.h>

namespace enlarger::device {

namespace {

// cuda.h: CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR
constexpr int capabilityMajor = 75;
constexpr int capabilityMinor = 76;

/// One of the driver's functions, all of which give 0 for success.
template <class... Arguments>
bool callDriver(const char* function, Arguments... arguments)
{
    using Function = int (*)(Arguments...);
    void* driver = cudaDriver();
    void* symbol = driver ? functionIn(driver, function) : nullptr;
    return symbol && reinterpret_cast<Function>(symbol)(arguments...) == 0;
}

void describeByDriver(Device& device, int index)
{
    int handle = 0;
    if (!callDriver("cuInit", 0U) || !callDriver("cuDeviceGet", &handle, index))
        return;
    char name[256] = {};
    if (callDriver("cuDeviceGetName", name, int(sizeof name), handle))
        device.description = name;
    std::size_t bytes = 0;
    if (callDriver("cuDeviceTotalMem_v2", &bytes, handle))
        device.totalMemory = std::int64_t(bytes);
    int major = 0;
    int minor = 0;
    if (callDriver("cuDeviceGetAttribute", &major, capabilityMajor, handle) &&
        callDriver("cuDeviceGetAttribute", &minor, capabilityMinor, handle)) {
        device.features.push_back("compute capability " + std::to_string(major) + "." +
                                  std::to_string(minor));
        if (major >= 8) // Ampere brought bf16
            device.trainingPrecision = Precision::Bf16;
    }
}

} // namespace

void* cudaDriver()
{
    static void* driver = openLibrary("libcuda.so.1");
    return driver;
}

std::optional<std::array<char, 16>> cudaUuid(int index)
{
    int handle = 0;
    std::array<char, 16> id{}; // CUuuid
    if (!callDriver("cuInit", 0U) || !callDriver("cuDeviceGet", &handle, index) ||
        !(callDriver("cuDeviceGetUuid_v2", id.data(), handle) ||
          callDriver("cuDeviceGetUuid", id.data(), handle)))
        return {};
    return id;
}

std::vector<Device> describeCudaDevices()
{
    std::vector<Device> found;
    try {
        if (!cudaDriver() || !torch::cuda::is_available())
            return {};
        for (int i = 0; i < torch::cuda::device_count(); ++i) {
            Device device;
            device.name = "cuda:" + std::to_string(i);
            device.description = "CUDA device " + std::to_string(i);
            device.bestPrecision = device.trainingPrecision = Precision::Fp16;
            describeByDriver(device, i);
            at::globalContext().lazyInitDevice(at::kCUDA);
            const auto [free, total] = c10::getDeviceAllocator(at::kCUDA)->getMemoryInfo(c10::DeviceIndex(i));
            device.freeMemory = std::int64_t(free);
            device.totalMemory = std::int64_t(total);
            found.push_back(std::move(device));
        }
    } catch (const std::exception&) {
        // A GPU that cannot be asked, one too old for this LibTorch for example, cannot be used either.
    }
    return found;
}

} // namespace enlarger::device
