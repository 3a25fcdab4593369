// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/gated_parallel.h"

#include "core/device/parallel_for.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace enlarger::infer {

namespace {

constexpr double portionFlops = 2.0e9; // 40 ms at 50 GFLOP/s

} // namespace

kernels::ParallelFor gatedParallel(Gate& gate, double flops)
{
    const int wanted = std::max(1, static_cast<int>(flops / portionFlops));
    return [&gate, wanted](int count, const std::function<void(int)>& task) {
        const int portions = std::clamp(count / std::max(1, at::get_num_threads()), 1, wanted);
        for (int i = 0; i < portions; ++i) {
            if (i > 0)
                gate.pass();
            const std::int64_t begin = std::int64_t(count) * i / portions;
            const std::int64_t end = std::int64_t(count) * (i + 1) / portions;
            device::parallelTasks(int(end - begin), [&](int one) { task(int(begin) + one); });
        }
    };
}

} // namespace enlarger::infer
