// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

struct EditedXmp
{
    Bytes packet;
    std::vector<std::string> lostTexts; // their keywords
    Bytes extension; // JPEG alone: what does not fit into the packet, an XMP document of its own
    std::vector<std::string> notes;
};

struct XmpEdit
{
    int width = 0;
    int height = 0;
    Provenance provenance;
    Resolution resolution; // of the new file; not known: what the packet says stays
    NamedTexts texts;      // to be taken over where the packet lacks their counterparts
    Bytes iptc;            // datasets to be taken over where the packet lacks their counterparts
    std::size_t limit = 0; // bytes of the packet; what is beyond goes into the extension; 0: none
};

/// The XMP packet for a new picture that stands upright: new sizes, no thumbnails, none of the properties
/// that point into the old file (of a crop or a turn: nor into the whole picture), and the provenance. A
/// source without XMP gets one.
EditedXmp editXmp(const Bytes& xmp, const XmpEdit& edit);

} // namespace enlarger::image
