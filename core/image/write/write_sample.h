// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/photo/photo_content.h"
#include "core/image/pixels/image.h"

namespace enlarger::image {

/// What writing a picture takes, told by encoding a small one.
struct WriteSample
{
    double fixedBytes = 0.0; // container and metadata
    double bytesPerPixel = 0.0;
    double secondsPerPixel = 0.0;      // until the last row is there
    double secondsPerPixelAtEnd = 0.0; // and after it
};

/// Encodes `sample`, of the content's channels and of a size that the format holds, as the content would be,
/// into memory. Errors: those of planWrite() and of the encoder.
Result<WriteSample> encodeSample(const PhotoContent& content, const WriteOptions& options,
                                 const Image& sample);

} // namespace enlarger::image
