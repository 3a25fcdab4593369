// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/colour/lcms_handles.h"
#include "core/image/colour/transfer_curve.h"

#include <array>

namespace enlarger::image {

/// A sound curve for red, green and blue, as lcms has them; null where memory is short. PQ's light is
/// relative to its 10,000 cd/m2, HLG's is that of the scene.
std::array<ToneCurve, 3> toneCurves(const TransferCurve& curve);

} // namespace enlarger::image
