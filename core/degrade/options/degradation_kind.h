// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"

namespace enlarger::degrade {

/// The ways from an HR picture to the LR one that a network learns to undo.
enum class DegradationKind {
    Bicubic,          // MATLAB's imresize in floats; made on the training device
    BicubicEightBits, // MATLAB's imresize of 8-bit pictures, rounded between the passes and after them
    Photo,            // as from a phone or the web
    Real,             // the second-order model of Real-ESRGAN
};
constexpr auto namesOf(DegradationKind)
{
    return std::to_array<EnumName<DegradationKind>>({{DegradationKind::Bicubic, "bicubic"},
                                                     {DegradationKind::BicubicEightBits, "bicubic-8bit"},
                                                     {DegradationKind::Photo, "photo"},
                                                     {DegradationKind::Real, "real"}});
}

} // namespace enlarger::degrade
