// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace enlarger::bench {

/// Times the engine on one tile, for each precision, and prints one JSON line each. Words after
/// the program's name: [MODEL FILE] [--size WxH] [--device D] [--precision P]... [--repeats N] [--threads N].
/// Without a file: RRDBNet 64x23 with random weights, whose time is the same. Call device::openAccelerators()
/// before.
int engineBench(int count, char** words);

} // namespace enlarger::bench
