// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/evaluate/evaluation_pair.h"

#include "core/image/pixels/rgb.h"
#include "core/image/read/working_curve.h"

#include <fmt/format.h>

#include <algorithm>

namespace enlarger::infer {

using image::Image;

Result<PicturePair> readPair(const EvaluationPair& pair, int scale)
{
    Result<Image> read = image::readWorkingPhoto(pair.hr);
    if (!read)
        return std::move(read).error();
    const Image hr = image::asRgb(*std::move(read));
    if (pair.lr.empty()) {
        const int width = hr.width() / scale;
        const int height = hr.height() / scale;
        if (width == 0 || height == 0)
            return Error{ErrorKind::BadInput,
                         fmt::format("the picture is smaller than {} pixels", scale),
                         pair.hr,
                         {}};
        Image cropped = hr.crop(0, 0, width * scale, height * scale);
        Image lr = image::resize(cropped, width, height, evaluationBicubic);
        return PicturePair{std::move(cropped), std::move(lr)};
    }
    read = image::readWorkingPhoto(pair.lr);
    if (!read)
        return std::move(read).error();
    Image lr = image::asRgb(*std::move(read));
    // LR pictures are made from HR ones cropped to a multiple of the scale, or of 12 (GTmod12).
    constexpr int largestCrop = 12;
    const int extraWidth = hr.width() - lr.width() * scale;
    const int extraHeight = hr.height() - lr.height() * scale;
    if (std::min(extraWidth, extraHeight) < 0 || std::max(extraWidth, extraHeight) >= largestCrop)
        return Error{
            ErrorKind::BadInput,
            fmt::format(
                "the LR picture has {} x {} pixels and the HR one {} x {}: they are not a pair at x{}",
                lr.width(), lr.height(), hr.width(), hr.height(), scale),
            pair.lr, "Name the scale with --scale"};
    return PicturePair{hr.crop(0, 0, lr.width() * scale, lr.height() * scale), std::move(lr)};
}

} // namespace enlarger::infer
