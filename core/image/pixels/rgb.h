// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

namespace enlarger::image {

/// With three channels: grey is spread over all, alpha is left out.
Image asRgb(Image picture);

} // namespace enlarger::image
