// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/device.h"
#include "core/infer/kept_memory.h"
#include "tests/bench/train_bench.h"

int main(int count, char** words)
{
    enlarger::infer::openAccelerators();
    enlarger::infer::keepFreedMemory(); // as every training run
    return enlarger::bench::trainBench(count, words);
}
