// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/parallel/process_group.h"

#include <memory>

namespace enlarger::train {

/// Joins the processes that mpirun or srun started. Only where the build found MPI.
std::unique_ptr<ProcessGroup> joinMpi();

} // namespace enlarger::train
