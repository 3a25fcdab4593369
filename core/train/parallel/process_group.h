// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <cstdlib>
#include <vector>

namespace enlarger::train {

/// The processes that train together, all doing the same on their own samples. This one is alone.
///
/// Several are joined by MPI, and their cards by NCCL, rather than by LibTorch's c10d. c10d's processes meet
/// at a store, an address or a shared file that each has to be given, where mpirun and srun connect those
/// that they start; its own MPI part is not compiled into the pinned LibTorch. And its NCCL part needs the
/// headers of CUDA and NCCL and a link to libtorch_cuda.so, where one build of ours runs with and without
/// cards and opens LibTorch's CUDA part when it starts, if it is there (device::openAccelerators). It takes
/// five of NCCL's functions.
class ProcessGroup
{
public:
    virtual ~ProcessGroup() = default;
    virtual int rank() const { return 0; }
    virtual int size() const { return 1; }
    virtual int localRank() const { return 0; }

    /// Where the gradients of the run will be; all processes come here before the first of them.
    virtual void connect(const torch::Device& /*device*/) {}
    /// From now on the gradients of these parameters are to be averaged: each bucket of them as soon as the
    /// backward pass has given it, while the pass goes on.
    virtual void expectGradients(const std::vector<torch::Tensor>& /*parameters*/) {}
    /// Ends what expectGradients() began: every gradient is the mean over all processes.
    virtual void averageGradients(const std::vector<torch::Tensor>& /*parameters*/) {}
    /// Gives all processes what the first one has.
    virtual void broadcast(const std::vector<torch::Tensor>& /*tensors*/) {}
    /// The largest of all processes' numbers: to agree on stopping. Among several, not a number counts as
    /// infinite.
    virtual double largest(double number) { return number; }
    /// Ends all processes.
    [[noreturn]] virtual void abort() { std::exit(EXIT_FAILURE); }
};

} // namespace enlarger::train
