// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/device/device.h"

#include <memory>

namespace enlarger::train {

class ProcessGroup;

/// The processes that mpirun or srun started to train together. One that was started alone is alone.
class Processes
{
public:
    /// Joins the others; to be called once, early. Error: several were started, but this program was built
    /// without MPI or with another one, so that each would think itself alone.
    static Result<Processes> join();
    Processes(Processes&&) noexcept;
    Processes& operator=(Processes&&) noexcept;
    ~Processes(); // takes leave of the others

    int rank() const;
    int size() const;
    /// Which of a machine's GPUs is this process's: its rank on its machine.
    int localRank() const;
    /// "cuda" and "auto" are the GPU that is this process's own, where several share a machine.
    std::string deviceFor(const std::string& wanted) const;

    /// Ends all processes at once, since this one cannot go on.
    [[noreturn]] void abort() const;

    ProcessGroup& group() const { return *m_group; }

private:
    explicit Processes(std::unique_ptr<ProcessGroup> group);
    std::unique_ptr<ProcessGroup> m_group;
};

/// Whether NCCL can be loaded and works with this GPU, so far as one process alone can tell.
Status checkNccl(const device::Device& gpu);

} // namespace enlarger::train
