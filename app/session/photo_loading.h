// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/pyramid.h"
#include "core/base/result.h"
#include "core/image/photo/photo.h"
#include "core/image/photo/read_choice.h"
#include "core/image/read/display_colours.h"
#include "core/image/read/packed_picture.h"
#include "core/image/read/working_curve.h"

#include <QImage>

#include <functional>
#include <memory>
#include <stop_token>

namespace enlarger::app {

// What a pool's thread does for a Document, whose photo is turned first. Results are whole values.

/// Which picture: of a file that leaves a choice, turned.
struct WantedPhoto
{
    std::filesystem::path file;
    image::Turn turn;
    image::ReadChoice choice;
};

/// A photo's pixels as a window needs them.
struct LoadedPhoto
{
    image::PhotoInfo info;
    std::shared_ptr<const image::PackedPicture> picture;
    std::shared_ptr<const image::DisplayColours> colours;
    std::shared_ptr<const image::WorkingCurve> curve; // may be null
    std::shared_ptr<const Pyramid> pyramid;
    QImage thumbnail; // at most thumbnailSide long, in sRGB
};

inline constexpr int thumbnailSide = 256;

Result<image::PhotoInfo> readHeader(const WantedPhoto& wanted);

/// Decodes the photo once: what is kept and what is shown are made of each band of rows while it is at hand.
/// `headerRead` is called as soon as the header is known. Errors: the reader's, Cancelled, OutOfMemory.
Result<LoadedPhoto> loadPhoto(const WantedPhoto& wanted, const image::Bytes& screen,
                              const std::function<void(const image::PhotoInfo&)>& headerRead,
                              const std::stop_token& stop);

/// The picture that a camera's RAW carries of itself, in the screen's colours, at most so many pixels long:
/// what can be shown while the RAW is developed. Null: it has none of some size that shows all of `photo`.
QImage loadPreview(const WantedPhoto& wanted, const image::PhotoInfo& photo, const image::Bytes& screen,
                   int longest, const std::stop_token& stop);

/// Without keeping the pixels. Errors as above.
Result<QImage> loadThumbnail(const WantedPhoto& wanted, const std::stop_token& stop);

} // namespace enlarger::app
