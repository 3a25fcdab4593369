// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bench/train_bench.h"
#include "core/device/device.h"
#include "core/device/kept_memory.h"

int main(int count, char** words)
{
    enlarger::device::openAccelerators();
    enlarger::device::keepFreedMemory(); // as every training run
    return enlarger::bench::trainBench(count, words);
}
