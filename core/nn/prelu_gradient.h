// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace enlarger::nn {

/// Of some pixels with their channels innermost.
struct PreluGradient
{
    const float* input;    // pixels x channels
    const float* gradient; // to the output
    const float* slopes;   // channels
    float* ofInput;
    float* ofSlopes; // added to
    std::int64_t channels;
    std::int64_t pixels;
};
void addPreluGradient(const PreluGradient& work);

} // namespace enlarger::nn
