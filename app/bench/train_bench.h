// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace enlarger::bench {

/// Times steps of training on made pictures and prints one JSON line for each precision. Words after the
/// program's name: [--recipe psnr|esrgan] [--size compact|full] [--batch N] [--precision P]... [--steps N]
/// [--device D] [--threads N]. Features of VGG19 have random weights here: their time is the same.
int trainBench(int count, char** words);

} // namespace enlarger::bench
