// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/kernels/conv_rows.h"

namespace enlarger::infer {

/// Runs a layer's tasks in LibTorch's pool, so that no second one spins beside it. The calling thread passes
/// the gate between portions of so much arithmetic that even a slow CPU is done with one in a tenth of a
/// second. `flops`: of all tasks together.
kernels::ParallelFor gatedParallel(Gate& gate, double flops);

} // namespace enlarger::infer
