// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/image/pixels/pixel_rect.h"
#include "core/image/read/photo_reader.h"
#include "core/infer/tiling/row_chain.h"

namespace enlarger::infer {

/// Reads a photo down to the end of `area`, which lies inside it, and hands over the area's rows, band by
/// band. Passes the gate before each band. Errors: those of the reader and the sink; a photo that ends early.
Status readArea(image::PhotoReader& reader, const image::PixelRect& area, Gate& gate, const RowSink& sink);

} // namespace enlarger::infer
