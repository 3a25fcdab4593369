// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"
#include "core/image/pixels/image.h"

#include <array>
#include <string>
#include <vector>

namespace enlarger::tests {

/// An OpenEXR file of uncompressed 32-bit floats in scan lines. `names` are its channels, one for each of the
/// picture's: "R", "G", "B", "A", "Z". `chromaticities`: of red, green, blue and white; empty: none are said.
image::Bytes exrBytes(const image::Image& picture, const std::vector<std::string>& names,
                      const std::vector<float>& chromaticities = {});

} // namespace enlarger::tests
