// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <QString>

#include <exiv2/exiv2.hpp>

#include <initializer_list>
#include <utility>

namespace enlarger::tests {

image::Bytes packetOf(const Exiv2::XmpData& xmp);

/// A JPEG of 4000 x 3000 pixels without metadata.
image::PhotoInfo small();

/// The same with the EXIF values of these keys ("Exif.Image.Make").
image::PhotoInfo withExif(std::initializer_list<std::pair<const char*, const char*>> values);

/// What photoFacts() says under a name; empty where it says nothing.
QString fact(const image::PhotoInfo& photo, const char* name);

} // namespace enlarger::tests
