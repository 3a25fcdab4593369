// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/read/packed_picture.h"

#include <QImage>

#include <filesystem>
#include <memory>

namespace enlarger::ui {

/// The sample photo: beside the program where it is installed (../share/enlarger), or in its source tree;
/// empty: not there.
std::filesystem::path samplePhoto();

/// A small picture of it for a button, from the program itself.
QImage samplePreview();

/// A crop of it, for the previews of models; null where it cannot be read. Not for the GUI thread.
std::shared_ptr<const image::PackedPicture> sampleCrop();

} // namespace enlarger::ui
