// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/pixel_rect.h"
#include "core/image/resample/axis_taps.h"

namespace enlarger::image {

/// Computes a rectangle of what resize() makes of a whole picture, from no more of that picture than the
/// rectangle needs. Equal to resize() to the last bit, without rounding between the passes.
class WindowResampler
{
public:
    /// `window` lies inside outWidth x outHeight and is not empty.
    WindowResampler(int inWidth, int inHeight, int outWidth, int outHeight, const PixelRect& window,
                    const ResampleOptions& options = {});

    /// The pixels of the picture that the window is made of.
    const PixelRect& needed() const { return m_needed; }

    /// `piece` holds just the needed() pixels; gives the window's.
    Image run(const Image& piece) const;

private:
    AxisTaps m_columns;
    AxisTaps m_lines;
    PixelRect m_needed;
};

} // namespace enlarger::image
