// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/decoded_picture.h"

#include "core/train/photos/rgb_reader.h"

#include <new>

namespace enlarger::train {

using image::Image;

Result<DecodedPicture> decodePicture(const std::filesystem::path& file)
try {
    Result<RgbReader> reader = RgbReader::open(file);
    if (!reader)
        return std::move(reader).error();
    const image::PhotoInfo& info = reader->info();
    const auto picture = std::make_shared<image::PackedPicture>(info.width, info.height, 3, info.bits);
    for (int y = 0; y < info.height;) {
        const Result<Image> band = reader->next();
        if (!band)
            return band.error();
        picture->setRows(y, *band);
        y += band->height();
    }
    return DecodedPicture(picture);
} catch (const std::bad_alloc&) {
    return Error{ErrorKind::OutOfMemory, "there is not enough memory to decode this picture", file,
                 "Remove it from the training set, or split it into smaller ones"};
}

} // namespace enlarger::train
