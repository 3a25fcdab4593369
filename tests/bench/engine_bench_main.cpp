// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bench/engine_bench.h"
#include "core/device/device.h"

int main(int count, char** words)
{
    enlarger::device::openAccelerators();
    return enlarger::bench::engineBench(count, words);
}
