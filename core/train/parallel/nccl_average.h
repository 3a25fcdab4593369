// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <array>
#include <optional>

namespace enlarger::train {

/// Averages tensors over the GPUs of several processes, by NCCL: directly from GPU to GPU, on a stream of
/// its own, while this process's own work goes on. It comes with LibTorch's CUDA part and needs no headers
/// here.
class NcclAverage
{
public:
    /// By which the processes find each other: made by one, given to all. As large as nccl.h's ncclUniqueId,
    /// and passed by value like it.
    using Id = std::array<char, 128>;

    /// Whether openAccelerators() found an NCCL that can average.
    static bool isAvailable();
    static Id makeId();

    /// Waits until all `size` processes have come, each with a GPU of its own. This and begin() throw
    /// std::runtime_error with NCCL's reason.
    NcclAverage(const Id& id, int rank, int size, const torch::Device& gpu);
    ~NcclAverage();
    NcclAverage(const NcclAverage&) = delete;
    NcclAverage& operator=(const NcclAverage&) = delete;

    /// `flat`: contiguous fp32 on the GPU, averaged in place; the same shapes in the same order in all
    /// processes. It must live until finish().
    void begin(const torch::Tensor& flat);
    /// What this thread queues on the GPU from now on sees the averages.
    void finish();

private:
    torch::Device m_gpu;
    void* m_communicator = nullptr;
    std::optional<c10::Stream> m_stream;
};

} // namespace enlarger::train
