// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/cuda_info.h"

#include "core/system/shared_library.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace enlarger::device {

namespace {

// Before main(), since a thread that reads the environment while another one writes it may crash. LibTorch
// then asks for large pages (feature maps are tens of megabytes, and are allocated again and again), and
// does not set the second one itself, later and in some thread; it is CUDA's standard.
[[gnu::constructor]] void prepareEnvironment()
{
    setenv("THP_MEM_ALLOC_ENABLE", "1", 0);
    setenv("CUDA_MODULE_LOADING", "LAZY", 0);
}

} // namespace

void openAccelerators()
{
    std::error_code error;
    const std::filesystem::path library = folderOfLibrary("libtorch_cpu.so") / "libtorch_cuda.so";
    if (!std::filesystem::exists(library, error) || !cudaDriver())
        return;
    // In the light set of packages the library is there, but not those that it needs: then this fails, and we
    // go on.
    openLibrary(library);
}

} // namespace enlarger::device
