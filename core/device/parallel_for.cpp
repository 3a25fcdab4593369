// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/parallel_for.h"

#include <ATen/Parallel.h>

#if !defined(INTRA_OP_PARALLEL) && !defined(ENLARGER_ONE_THREAD)
#error "compile this file for OpenMP: without it, at::parallel_for works on one thread"
#endif

namespace enlarger::device {

void parallelFor(std::int64_t begin, std::int64_t end, std::int64_t grain,
                 const std::function<void(std::int64_t from, std::int64_t to)>& task)
{
    at::parallel_for(begin, end, grain, task);
}

} // namespace enlarger::device
