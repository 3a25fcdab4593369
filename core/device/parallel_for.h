// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

namespace enlarger::device {

/// Runs `task(from, to)` on the parts of [begin, end), of `grain` or more each, in LibTorch's pool on the
/// CPU, so that no second one spins beside it; returns when all are done. A part should be worth some 50
/// microseconds: where others work too, threads wait long for one another. On the calling thread alone where
/// that is in a task already. Throws what a task throws. Not at::parallel_for: that is a template, and works
/// on one thread in every file that is not compiled for OpenMP.
void parallelFor(std::int64_t begin, std::int64_t end, std::int64_t grain,
                 const std::function<void(std::int64_t from, std::int64_t to)>& task);

/// Runs task(0) to task(count - 1) in the same pool: each thread takes the next one when it is done with one,
/// so that what slows a core down costs no more than the core's share.
void parallelTasks(int count, const std::function<void(int)>& task);

/// The same for tasks that use LibTorch: each stays on one thread from beginning to end, whatever operations
/// it calls.
void separateTasks(int count, const std::function<void(int)>& task);

} // namespace enlarger::device
