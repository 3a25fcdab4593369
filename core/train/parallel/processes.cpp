// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/parallel/processes.h"

#include "core/device/engine_errors.h"
#include "core/train/parallel/mpi_group.h"
#include "core/train/parallel/nccl_average.h"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace enlarger::train {

namespace {

/// How many processes were started together, by what Open MPI, MPICH and Slurm leave in the environment.
int processesStarted()
{
    for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS"})
        if (const char* value = std::getenv(variable))
            // A batch script under Slurm sees SLURM_NTASKS too, but is no task of a step.
            if (std::string(variable) != "SLURM_NTASKS" || std::getenv("SLURM_PROCID"))
                return std::atoi(value);
    return 1;
}

} // namespace

Result<Processes> Processes::join()
{
    const int started = processesStarted();
    if (started <= 1)
        return Processes(std::make_unique<ProcessGroup>());
#ifdef ENLARGER_MPI
    auto group = joinMpi();
    if (group->size() == 1)
        return Error{ErrorKind::BadInput,
                     std::to_string(started) + " processes were started, but they cannot find each other",
                     {},
                     "Start them with the mpirun of the MPI that this program was built with (Open MPI)"};
    return Processes(std::move(group));
#else
    return Error{ErrorKind::Unsupported,
                 std::to_string(started) + " processes were started, but this program was built without MPI",
                 {},
                 "Install Open MPI's development files and build again, or start one process"};
#endif
}

Processes::Processes(std::unique_ptr<ProcessGroup> group)
    : m_group(std::move(group))
{}
Processes::Processes(Processes&&) noexcept = default;
Processes& Processes::operator=(Processes&&) noexcept = default;
Processes::~Processes() = default;

int Processes::rank() const
{
    return m_group->rank();
}

int Processes::size() const
{
    return m_group->size();
}

int Processes::localRank() const
{
    return m_group->localRank();
}

void Processes::abort() const
{
    m_group->abort();
    std::abort(); // does not come here
}

std::string Processes::deviceFor(const std::string& wanted) const
{
    if (size() == 1 || (wanted != "cuda" && wanted != "auto"))
        return wanted;
    const auto gpus = std::ranges::count_if(
        device::devices(), [](const device::Device& device) { return device.name.starts_with("cuda"); });
    return gpus > 0 ? "cuda:" + std::to_string(localRank() % gpus) : wanted;
}

Status checkNccl(const device::Device& gpu)
{
    if (!NcclAverage::isAvailable())
        return Error{ErrorKind::Unsupported,
                     "NCCL is not available: gradients of several GPUs go through main memory",
                     {},
                     "Install the CUDA set of packages"};
    try {
        const torch::Device device(gpu.name);
        const torch::Tensor numbers =
            torch::arange(1000, torch::TensorOptions(device).dtype(torch::kFloat32));
        const torch::Tensor averaged = numbers.clone();
        NcclAverage average(NcclAverage::makeId(), 0, 1, device);
        average.begin(averaged);
        average.finish();
        if (!torch::equal(averaged, numbers))
            return Error{ErrorKind::Internal, "NCCL gives wrong averages on " + gpu.name, {}, {}};
    } catch (...) {
        return device::currentEngineError();
    }
    return {};
}

} // namespace enlarger::train
