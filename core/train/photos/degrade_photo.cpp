// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/degrade_photo.h"

#include "core/train/photos/decoded_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>

namespace enlarger::train {

using image::Image;

Result<Image> degradePhoto(const std::filesystem::path& photo, const degrade::Degradation& degradation,
                           std::uint64_t seed)
try {
    const Result<DecodedPicture> read = decodePicture(photo);
    if (!read)
        return read.error();
    const int scale = degradation.scale();
    const int width = (*read)->width() / scale * scale;
    const int height = (*read)->height() / scale * scale;
    if (std::min(width, height) == 0)
        return Error{ErrorKind::BadInput, fmt::format("the picture is smaller than {} pixels", scale), photo,
                     "Choose a larger one"};
    Random random(seed, 0);
    Result<Image> lr = degradation.degrade((*read)->piece({0, 0, width, height}), random);
    if (lr)
        return lr;
    Error error = std::move(lr).error();
    error.file = photo;
    return error;
} catch (const std::bad_alloc&) {
    return Error{ErrorKind::OutOfMemory, "there is not enough memory to degrade this picture", photo,
                 "Close other programs, or choose a smaller picture"};
}

} // namespace enlarger::train
