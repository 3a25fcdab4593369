// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/training_precision.h"

#include "core/nn/kernel_conv.h"

#include <algorithm>

namespace enlarger::train {

namespace {

// Where vector units compute bf16, our kernels' fp32 is quicker at convolutions of 3 x 3 and takes its place
// in generators, which consist of them; bf16 then rounds the rest for nothing. It is for what else feature
// networks and discriminators have. It does not reach matrix units (AMX).
bool isFp32Quicker(const Recipe& recipe, const device::Device& device)
{
    const int side = recipe.data.crop / std::max(1, recipe.generator.scale);
    return device.name == "cpu" && nn::haveKernels() && nn::areKernelsFor(side, side) &&
           !device.has("AMX BF16") && recipe.comparesPixelsAlone();
}

} // namespace

device::Precision trainingPrecision(const Recipe& recipe, const device::Device& device)
{
    if (recipe.run.precision != device::Precision::Auto)
        return recipe.run.precision;
    return isFp32Quicker(recipe, device) ? device::Precision::Fp32 : device.trainingPrecision;
}

} // namespace enlarger::train
