// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace enlarger::infer {

/// One row of pixels with other channels, as withChannels() makes them of tensors.
void rowWithChannels(const float* from, int given, float* to, int channels, int width);

} // namespace enlarger::infer
