// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/device.h"
#include "tests/bench/train_bench.h"

int main(int count, char** words)
{
    enlarger::infer::openAccelerators();
    return enlarger::bench::trainBench(count, words);
}
