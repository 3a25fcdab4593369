// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

struct EditedExif
{
    Bytes block;                    // empty where there is nothing to keep
    Resolution resolution;          // the one of the new picture, which the block says where there is one
    std::vector<std::string> notes; // what was lost, for a person
};

struct ExifEdit
{
    int width = 0;
    int height = 0;
    Resolution resolution;             // the container's own, of the pixels as they were stored
    Resolution wanted;                 // of the new picture, if not what is known of the old one
    bool swapsSides = false;           // the upright picture was turned by one quarter, or three
    bool holdsResolutionAlone = false; // the new container has no other place for it
    std::size_t limit = 0;             // bytes of the block; 0: none
};

/// The EXIF block for a new picture that stands upright: orientation 1, new sizes, no thumbnail and nothing
/// that describes the old file's strips; each tag once, the first one; one resolution, chosen among the
/// block's and the container's, unless another is wanted. GPS and maker notes stay. Where the block would
/// pass the limit, the maker note goes first, then single large tags. Without a block there is one where
/// resolution needs it.
EditedExif editExif(const Bytes& exif, const ExifEdit& edit);

} // namespace enlarger::image
