// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/cuda_info.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <link.h>
#include <string_view>
#include <system_error>

namespace enlarger::device {

namespace {

/// Where libtorch_cpu.so was loaded from, without a call to it.
std::filesystem::path torchFolder()
{
    std::filesystem::path folder;
    dl_iterate_phdr(
        [](dl_phdr_info* library, std::size_t, void* result) {
            const std::filesystem::path file = library->dlpi_name;
            if (file.filename() != "libtorch_cpu.so")
                return 0;
            *static_cast<std::filesystem::path*>(result) = file.parent_path();
            return 1;
        },
        &folder);
    return folder;
}

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
    const std::filesystem::path library = torchFolder() / "libtorch_cuda.so";
    if (!std::filesystem::exists(library, error) || !cudaDriver())
        return;
    // In the light set of packages the library is there, but not those that it needs: then this fails, and we
    // go on.
    dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL);
}

} // namespace enlarger::device
