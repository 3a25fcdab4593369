// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

/// Whether libjxl can store a profile in a file of grey or of RGB.
bool jxlTakesProfile(const Bytes& icc, bool grey);

} // namespace enlarger::image
