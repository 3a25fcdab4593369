// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_thumbnail.h"

#include "core/image/photo/read_limits.h"
#include "core/image/resample/alpha_bleed.h"
#include "core/image/resample/resample.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <vector>

namespace enlarger::image {

namespace {

constexpr int bandHeight = 64; // rows

/// `side` shrunk as the longer side is, which becomes `longest`; at least one pixel.
int shrunk(int side, int longerSide, int longest)
{
    if (longerSide <= longest)
        return side;
    return std::max(1, int((std::int64_t(side) * longest * 2 + longerSide) / (2 * std::int64_t(longerSide))));
}

} // namespace

Result<Image> readThumbnail(PhotoReader& reader, int longest, const std::stop_token& stop)
try {
    const PhotoInfo& info = reader.info();
    const int longerSide = std::max(info.width, info.height);
    const int width = shrunk(info.width, longerSide, std::max(longest, 1));
    const int height = shrunk(info.height, longerSide, std::max(longest, 1));
    std::vector<std::unique_ptr<RowStage>> stages;
    if (info.hasAlpha()) // else colours that nobody sees would count in the means
        stages.push_back(makeAlphaBleed(info.width, info.height, info.channels));
    stages.push_back(makeRowResampler(info.width, info.height, width, height, {Kernel::Area}));

    Image thumbnail(width, height, info.channels);
    float* to = thumbnail.data();
    for (int taken = 0; taken < info.height;) {
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, "reading was cancelled", info.file, {}};
        Result<Image> rows = reader.read(bandHeight);
        if (rows && rows->empty())
            return readInPart(info.file);
        if (rows)
            taken += rows->height();
        for (const auto& stage : stages)
            if (rows)
                rows = stage->push(std::move(*rows), taken == info.height);
        if (!rows)
            return rows;
        to = std::copy_n(rows->data(), rows->size(), to);
    }
    return thumbnail;
} catch (const std::bad_alloc&) {
    return tooLargeToHold(reader.info().file);
}

} // namespace enlarger::image
