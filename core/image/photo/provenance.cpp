// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/provenance.h"

#include <algorithm>

namespace enlarger::image {

bool isEnlarged(const Metadata& metadata)
{
    const std::string mark = std::string(provenancePrefix) + ":" + modelNameProperty;
    return std::search(metadata.xmp.begin(), metadata.xmp.end(), mark.begin(), mark.end()) !=
           metadata.xmp.end();
}

} // namespace enlarger::image
