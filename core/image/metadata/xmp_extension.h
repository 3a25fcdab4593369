// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace Exiv2 {
class XmpData;
}

namespace enlarger::image {

struct XmpParts
{
    Bytes packet;    // empty where the properties cannot be written
    Bytes extension; // without a packet's wrapper; empty where all fits
};

/// The property of a key: "Xmp.xmpMM.History" of "Xmp.xmpMM.History[1]/stEvt:action".
std::string xmpProperty(const std::string& key);

/// Writes properties as a packet of at most `limit` bytes (0: of any size). Where they need more, the largest
/// ones go into an extension, which the packet names by its digest: Adobe's way with the 64 KiB segments of
/// JPEG.
XmpParts splitXmp(const Exiv2::XmpData& properties, std::size_t limit);

/// The MD5 digest that names an extension, 32 upper-case hexadecimal digits.
std::string extensionName(const Bytes& extension);

} // namespace enlarger::image
