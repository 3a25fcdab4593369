// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/named_text.h"

namespace Exiv2 {
class XmpData;
}

namespace enlarger::image {

/// Says in XMP what texts say under PNG's own keywords: "Author" becomes dc:creator. What the XMP says
/// already wins. Gives the keywords, each once, of the texts that found no place there.
std::vector<std::string> addTexts(Exiv2::XmpData& xmp, const NamedTexts& texts);

/// A date as PNG recommends it ("Fri, 03 May 2024 07:08:09 +0200"), as EXIF has it or as XMP: as XMP has it.
/// Empty where it is no date.
std::string xmpDate(const std::string& text);

} // namespace enlarger::image
