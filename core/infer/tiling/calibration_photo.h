// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

namespace enlarger::infer {

/// A picture with the statistics of a photograph, the same one each time: leaves of all sizes, shaded and
/// lying on one another, which gives edges of all scales and directions and flat parts between them ("dead
/// leaves", Lee, Mumford and Huang 2001), and a sensor's noise. Square, RGB.
image::Image calibrationPhoto(int side);

} // namespace enlarger::infer
