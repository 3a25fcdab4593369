// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/prelu_gradient.h"

namespace enlarger::nn {

void addPreluGradient(const PreluGradient& work)
{
    const float* input = work.input;
    const float* gradient = work.gradient;
    float* __restrict ofInput = work.ofInput;
    float* __restrict ofSlopes = work.ofSlopes;
    for (std::int64_t pixel = 0; pixel < work.pixels; ++pixel) {
        for (std::int64_t channel = 0; channel < work.channels; ++channel) {
            const float x = input[channel];
            const float g = gradient[channel];
            ofInput[channel] = x > 0.0F ? g : work.slopes[channel] * g;
            ofSlopes[channel] += x > 0.0F ? 0.0F : x * g;
        }
        input += work.channels;
        gradient += work.channels;
        ofInput += work.channels;
    }
}

} // namespace enlarger::nn
