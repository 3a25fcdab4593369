// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/mpi_group.h"

#include "core/train/gradient_buckets.h"

#include <cmath>
#include <deque>
#include <limits>
#include <mpi.h>

namespace enlarger::train {

namespace {

/// Gradients of CPU tensors go by non-blocking sums; those of a card through main memory.
class MpiGroup : public ProcessGroup
{
public:
    MpiGroup()
    {
        int given = 0;
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &given);
        MPI_Comm_rank(MPI_COMM_WORLD, &m_rank);
        MPI_Comm_size(MPI_COMM_WORLD, &m_size);
        MPI_Comm machine = MPI_COMM_NULL;
        MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, m_rank, MPI_INFO_NULL, &machine);
        MPI_Comm_rank(machine, &m_localRank);
        MPI_Comm_free(&machine);
    }
    ~MpiGroup() override { MPI_Finalize(); }

    int rank() const override { return m_rank; }
    int size() const override { return m_size; }
    int localRank() const override { return m_localRank; }

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
    std::vector<std::unique_ptr<GradientBuckets>> m_buckets; // one for each network
    std::deque<Sending> m_sendings;                          // since the last average; requests must not move
};

} // namespace

std::unique_ptr<ProcessGroup> joinMpi()
{
    return std::make_unique<MpiGroup>();
}

} // namespace enlarger::train
