// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"
#include "core/image/pixels/pixel_rect.h"
#include "core/image/resample/window_resampler.h"
#include "core/infer/tiling/output_size.h"

#include <vector>

namespace enlarger::infer {

/// A picture that compresses about as an enlarged one will: small squares of it, evenly spread, enlarged by
/// bicubic interpolation and put side by side; all of it where it is small. Its size depends on nothing but
/// the output's.
class DetailSample
{
public:
    /// Of a picture of size `in` that becomes `out`, with the channels of the result: a network that colours
    /// makes RGB of grey.
    DetailSample(const PixelSize& in, const PixelSize& out, int channels);

    /// The picture's next rows, from top to bottom.
    void take(const image::Image& rows);

    /// When all rows are through. At most 640 x 640 pixels.
    image::Image picture() const;

private:
    struct Square
    {
        image::WindowResampler resampler;
        image::Image pixels; // of the source, which it needs
        int x = 0;           // its place in the sample
        int y = 0;
    };
    std::vector<Square> m_squares;
    PixelSize m_size; // of the sample
    int m_row = 0;    // the next row of the picture
};

} // namespace enlarger::infer
