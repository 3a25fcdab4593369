// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/held_out_crop.h"

#include "app/session/temporary_folder.h"
#include "app/training/training_folder.h"
#include "core/image/read/display_colours.h"
#include "core/image/read/working_curve.h"

#include <fmt/format.h>

namespace enlarger::app {

Result<ReferencePairPointer> openHeldOutCrop(const std::filesystem::path& run, int row)
{
    const HeldOutFiles files = heldOutFilesOf(run, row);
    const auto hr = image::readWorkingPhoto(files.hr);
    if (!hr)
        return hr.error();
    const auto lr = image::readWorkingPhoto(files.lr);
    if (!lr)
        return lr.error();
    const int scale = hr->width() / std::max(1, lr->width());
    if (scale < 1 || lr->width() * scale != hr->width() || lr->height() * scale != hr->height())
        return Error{ErrorKind::BadInput, "the two pictures of a held-out crop do not fit together", files.lr,
                     "Resume the run: it writes them anew"};
    auto pair = std::make_shared<ReferencePair>();
    // Under a name that tells what it is.
    pair->lr = newTemporaryFile(fmt::format("{} crop {}", run.filename().string(), row + 1), "png");
    std::error_code problem;
    if (!std::filesystem::copy_file(files.lr, pair->lr, problem))
        return Error{ErrorKind::Io, "cannot be copied: " + problem.message(), files.lr,
                     "Make room in the folder for temporary files"};
    auto packed = std::make_shared<image::PackedPicture>(hr->width(), hr->height(), hr->channels(), 16);
    packed->setRows(0, *hr);
    pair->scale = scale;
    pair->hr = packed;
    pair->colours = image::DisplayColours::make({}, {});
    pair->pyramid = Pyramid::make(*packed, *pair->colours, {});
    return ReferencePairPointer(std::move(pair));
}

} // namespace enlarger::app
