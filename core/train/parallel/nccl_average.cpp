// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/parallel/nccl_average.h"

#include "core/system/shared_library.h"

#include <c10/core/Event.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <fmt/format.h>
#include <stdexcept>

namespace enlarger::train {

namespace {

// nccl.h: ncclFloat32 and ncclAvg
constexpr int typeFloat32 = 7;
constexpr int operationAverage = 4;

/// The functions of NCCL that are used here; all but the last give 0 for success.
struct Library
{
    int (*getUniqueId)(NcclAverage::Id*) = nullptr;
    int (*commInitRank)(void**, int, NcclAverage::Id, int) = nullptr;
    int (*allReduce)(const void*, void*, std::size_t, int, int, void*, void*) = nullptr;
    int (*commDestroy)(void*) = nullptr;
    const char* (*getErrorString)(int) = nullptr;

    bool isWhole() const { return getUniqueId && commInitRank && allReduce && commDestroy && getErrorString; }
};

template <class Function>
void find(void* library, const char* name, Function& function)
{
    function = reinterpret_cast<Function>(functionIn(library, name));
}

const Library& nccl()
{
    static const Library functions = [] {
        Library found;
        // Only that which LibTorch has loaded for itself: another would bring another CUDA.
        if (void* library = loadedLibrary("libnccl.so.2")) {
            find(library, "ncclGetUniqueId", found.getUniqueId);
            find(library, "ncclCommInitRank", found.commInitRank);
            find(library, "ncclAllReduce", found.allReduce);
            find(library, "ncclCommDestroy", found.commDestroy);
            find(library, "ncclGetErrorString", found.getErrorString);
        }
        return found;
    }();
    return functions;
}

void require(int code, const char* what)
{
    if (code != 0)
        throw std::runtime_error(
            fmt::format("{} between the GPUs failed (NCCL: {})", what, nccl().getErrorString(code)));
}

/// What is queued on `later` from now on waits for what is queued on `earlier` up to now.
void order(const c10::Stream& earlier, const c10::Stream& later)
{
    c10::Event event(earlier.device_type());
    event.record(earlier);
    event.block(later);
}

} // namespace

bool NcclAverage::isAvailable()
{
    return nccl().isWhole();
}

NcclAverage::Id NcclAverage::makeId()
{
    Id id{};
    require(nccl().getUniqueId(&id), "Agreeing");
    return id;
}

NcclAverage::NcclAverage(const Id& id, int rank, int size, const torch::Device& gpu)
    : m_gpu(gpu)
{
    const c10::DeviceGuard guard(m_gpu);
    m_stream = c10::impl::VirtualGuardImpl(m_gpu.type()).getStreamFromGlobalPool(m_gpu);
    require(nccl().commInitRank(&m_communicator, size, id, rank), "Meeting");
}

NcclAverage::~NcclAverage()
{
    if (m_communicator)
        nccl().commDestroy(m_communicator);
}

void NcclAverage::begin(const torch::Tensor& flat)
{
    const c10::DeviceGuard guard(m_gpu);
    order(c10::impl::VirtualGuardImpl(m_gpu.type()).getStream(m_gpu), *m_stream);
    require(nccl().allReduce(flat.data_ptr(), flat.data_ptr(), std::size_t(flat.numel()), typeFloat32,
                             operationAverage, m_communicator, m_stream->native_handle()),
            "Averaging");
}

void NcclAverage::finish()
{
    order(*m_stream, c10::impl::VirtualGuardImpl(m_gpu.type()).getStream(m_gpu));
}

} // namespace enlarger::train
