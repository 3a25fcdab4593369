// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bench/train_bench.h"
#include "core/device/allocator_cache.h"
#include "core/device/device.h"

int main(int count, char** words)
{
    enlarger::device::openAccelerators();
    enlarger::device::enableAllocatorCache(); // as every training run
    return enlarger::bench::trainBench(count, words);
}
