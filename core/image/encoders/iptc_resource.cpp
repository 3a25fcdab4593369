// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/iptc_resource.h"

namespace enlarger::image {

void appendBigEndian(Bytes& bytes, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(std::uint8_t(value >> shift));
}

Bytes iptcResource(const Bytes& iptc)
{
    Bytes resource = {'8', 'B', 'I', 'M', 0x04, 0x04, 0, 0}; // number; an empty name, padded to two bytes
    appendBigEndian(resource, std::uint32_t(iptc.size()));
    resource.insert(resource.end(), iptc.begin(), iptc.end());
    if (iptc.size() % 2 != 0)
        resource.push_back(0);
    return resource;
}

} // namespace enlarger::image
