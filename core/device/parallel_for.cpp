// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/parallel_for.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>

#ifndef ENLARGER_ONE_THREAD
#include <omp.h>
#endif

#if !defined(INTRA_OP_PARALLEL) && !defined(ENLARGER_ONE_THREAD)
#error "compile this file for OpenMP: without it, at::parallel_for works on one thread"
#endif

namespace enlarger::device {

void parallelFor(std::int64_t begin, std::int64_t end, std::int64_t grain,
                 const std::function<void(std::int64_t from, std::int64_t to)>& task)
{
    at::parallel_for(begin, end, grain, task);
}

void parallelTasks(int count, const std::function<void(int)>& task)
{
    std::atomic<int> next = 0;
    at::parallel_for(0, std::min(count, at::get_num_threads()), 1, [&](std::int64_t, std::int64_t) {
        for (int one = next++; one < count; one = next++)
            task(one);
    });
}

void separateTasks(int count, const std::function<void(int)>& task)
{
    parallelTasks(count, [&](int one) {
#ifndef ENLARGER_ONE_THREAD
        if (omp_in_parallel()) {
            // A thread's first use sets its number of threads, and would do so later: LibTorch's and ours.
            static_cast<void>(at::get_num_threads());
            at::internal::lazy_init_num_threads();
            // For this task alone. oneDNN divides its work by the number, and would wait for another thread.
            omp_set_num_threads(1);
        }
#endif
        task(one);
    });
}

} // namespace enlarger::device
