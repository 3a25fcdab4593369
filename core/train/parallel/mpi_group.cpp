// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/parallel/mpi_group.h"

#include "core/device/cuda_info.h"
#include "core/train/parallel/gradient_buckets.h"
#include "core/train/parallel/nccl_average.h"

#include <array>
#include <cmath>
#include <deque>
#include <limits>
#include <mpi.h>
#include <set>
#include <stdexcept>

namespace enlarger::train {

namespace {

constexpr std::array<char, 16> noGpu{};

/// Gradients of CPU tensors go by MPI's non-blocking sums; those of GPUs by NCCL where each process has a
/// GPU of its own, else through main memory.
class MpiGroup : public ProcessGroup
{
public:
    MpiGroup()
    {
        // A GPU's gradients come on another thread, while the main thread waits for them.
        int given = 0;
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &given);
        m_servesThreads = given >= MPI_THREAD_SERIALIZED;
        MPI_Comm_rank(MPI_COMM_WORLD, &m_rank);
        MPI_Comm_size(MPI_COMM_WORLD, &m_size);
        MPI_Comm machine = MPI_COMM_NULL;
        MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, m_rank, MPI_INFO_NULL, &machine);
        MPI_Comm_rank(machine, &m_localRank);
        MPI_Comm_free(&machine);
    }
    ~MpiGroup() override
    {
        m_nccl.reset();
        MPI_Finalize();
    }

    int rank() const override { return m_rank; }
    int size() const override { return m_size; }
    int localRank() const override { return m_localRank; }

    void connect(const torch::Device& device) override
    {
        m_nccl.reset();
        if (device.is_cuda() && !m_servesThreads)
            throw std::runtime_error("this MPI does not support threads, which training on GPUs needs");
        if (!haveDistinctGpus(device))
            return;
        NcclAverage::Id id{};
        if (m_rank == 0)
            id = NcclAverage::makeId();
        MPI_Bcast(id.data(), int(id.size()), MPI_BYTE, 0, MPI_COMM_WORLD);
        m_nccl = std::make_unique<NcclAverage>(id, m_rank, m_size, device);
    }

    void expectGradients(const std::vector<torch::Tensor>& parameters) override
    {
        bucketsOf(parameters).arm();
    }

    void averageGradients(const std::vector<torch::Tensor>& parameters) override
    {
        GradientBuckets& buckets = bucketsOf(parameters);
        buckets.flush();
        for (Sending& sending : m_sendings) {
            MPI_Wait(&sending.request, MPI_STATUS_IGNORE);
            sending.onHost.div_(m_size);
            if (!sending.flat.is_same(sending.onHost))
                sending.flat.copy_(sending.onHost);
        }
        m_sendings.clear();
        if (m_nccl)
            m_nccl->finish();
        buckets.unpack();
    }

    void broadcast(const std::vector<torch::Tensor>& tensors) override
    {
        const torch::NoGradGuard noGrad;
        for (const torch::Tensor& tensor : tensors) {
            torch::Tensor host = tensor.detach().cpu().contiguous();
            MPI_Bcast(host.data_ptr(), int(host.nbytes()), MPI_BYTE, 0, MPI_COMM_WORLD);
            tensor.detach().copy_(host);
        }
    }

    double largest(double number) override
    {
        double mine = std::isnan(number) ? std::numeric_limits<double>::infinity() : number;
        double all = mine;
        MPI_Allreduce(&mine, &all, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
        return all;
    }

    [[noreturn]] void abort() override
    {
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
        std::abort(); // does not come back
    }

private:
    struct Sending
    {
        torch::Tensor flat;
        torch::Tensor onHost; // the same where it is there already
        MPI_Request request = MPI_REQUEST_NULL;
    };

    bool haveDistinctGpus(const torch::Device& device) const
    {
        std::array<char, 16> mine = noGpu;
        if (device.is_cuda() && NcclAverage::isAvailable())
            mine = device::cudaUuid(device.has_index() ? device.index() : 0).value_or(noGpu);
        std::vector<std::array<char, 16>> all(static_cast<std::size_t>(m_size));
        MPI_Allgather(mine.data(), int(mine.size()), MPI_BYTE, all.data(), int(mine.size()), MPI_BYTE,
                      MPI_COMM_WORLD);
        const std::set<std::array<char, 16>> different(all.begin(), all.end());
        return different.size() == all.size() && !different.contains(noGpu);
    }

    GradientBuckets& bucketsOf(const std::vector<torch::Tensor>& parameters)
    {
        for (const auto& buckets : m_buckets)
            if (buckets->isFor(parameters))
                return *buckets;
        return *m_buckets.emplace_back(std::make_unique<GradientBuckets>(
            parameters, [this](std::size_t, const torch::Tensor& flat) { send(flat); }));
    }

    void send(const torch::Tensor& flat)
    {
        if (m_nccl)
            return m_nccl->begin(flat);
        Sending& sending = m_sendings.emplace_back(Sending{flat, flat.cpu(), MPI_REQUEST_NULL});
        MPI_Iallreduce(MPI_IN_PLACE, sending.onHost.data_ptr<float>(), int(flat.numel()), MPI_FLOAT, MPI_SUM,
                       MPI_COMM_WORLD, &sending.request);
        for (Sending& earlier : m_sendings) { // MPI works on while it is called
            int done = 0;
            MPI_Test(&earlier.request, &done, MPI_STATUS_IGNORE);
        }
    }

    int m_rank = 0;
    int m_size = 1;
    int m_localRank = 0;
    bool m_servesThreads = false;
    std::unique_ptr<NcclAverage> m_nccl;
    std::vector<std::unique_ptr<GradientBuckets>> m_buckets; // one for each network
    std::deque<Sending> m_sendings;                          // since the last average; requests must not move
};

} // namespace

std::unique_ptr<ProcessGroup> joinMpi()
{
    return std::make_unique<MpiGroup>();
}

} // namespace enlarger::train
