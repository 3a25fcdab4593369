// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <vector>

namespace enlarger::image {

/// How light a profile's greys are: the luminance of `steps` + 1 equal steps of grey, or of R = G = B, from 0
/// to 1; of black it is 0 and of white 1. It is asked of lcms, so that curves and tables answer alike.
/// Empty: `icc` is no profile of grey or of RGB as asked for, is one that lcms cannot use, or its white is no
/// lighter than its black.
std::vector<float> toneResponse(const Bytes& icc, bool grey, int steps);

/// Whether the profile says, by a tag of ICC.1:2022, that its values are those of PQ or HLG. Its tables then
/// show how it maps them to a page, not what they are.
bool isHdrProfile(const Bytes& icc);

} // namespace enlarger::image
