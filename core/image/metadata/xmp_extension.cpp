// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/xmp_extension.h"

#include <exiv2/exiv2.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace enlarger::image {

namespace {

constexpr const char* extensionKey = "Xmp.xmpNote.HasExtendedXMP";

Bytes encode(const Exiv2::XmpData& properties, bool wrapped)
{
    std::uint16_t flags = Exiv2::XmpParser::useCompactFormat;
    if (!wrapped)
        flags |= Exiv2::XmpParser::omitPacketWrapper;
    std::string packet;
    if (Exiv2::XmpParser::encode(packet, properties, flags, 0) != 0)
        return {};
    return Bytes(packet.begin(), packet.end());
}

/// Property and the bytes that it takes, nearly; the largest first. Our own stay in the packet.
std::vector<std::pair<std::string, std::size_t>> bySize(const Exiv2::XmpData& properties)
{
    std::map<std::string, std::size_t> sizes;
    for (const Exiv2::Xmpdatum& datum : properties)
        if (datum.groupName() != "enlarger")
            sizes[xmpProperty(datum.key())] += datum.key().size() + std::size_t(datum.size()) + 16;
    std::vector<std::pair<std::string, std::size_t>> sorted(sizes.begin(), sizes.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return sorted;
}

} // namespace

std::string xmpProperty(const std::string& key)
{
    return key.substr(0, key.find_first_of("[/"));
}

XmpParts splitXmp(const Exiv2::XmpData& properties, std::size_t limit)
{
    XmpParts parts{encode(properties, true), {}};
    if (limit == 0 || parts.packet.size() <= limit)
        return parts;

    const auto candidates = bySize(properties);
    std::set<std::string> moved;
    auto next = candidates.begin();
    while (parts.packet.size() > limit && next != candidates.end()) {
        std::size_t excess = parts.packet.size() - limit + 64; // 64: the digest
        for (; next != candidates.end() && excess > 0; ++next) {
            moved.insert(next->first);
            excess -= std::min(excess, next->second);
        }
        Exiv2::XmpData packet, extension;
        for (const Exiv2::Xmpdatum& datum : properties)
            (moved.contains(xmpProperty(datum.key())) ? extension : packet).add(datum);
        parts.extension = encode(extension, false);
        if (parts.extension.empty())
            return {};
        packet[extensionKey] = extensionName(parts.extension);
        parts.packet = encode(packet, true);
    }
    if (parts.packet.size() > limit)
        return {};
    return parts;
}

std::string extensionName(const Bytes& extension)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(extension.data(), extension.size(), digest.data(), &length, EVP_md5(), nullptr) != 1)
        length = 16; // a system that forbids MD5: any name that packet and extension share will do
    std::string name;
    for (unsigned int i = 0; i < length; ++i) {
        name += "0123456789ABCDEF"[digest[i] >> 4];
        name += "0123456789ABCDEF"[digest[i] & 15];
    }
    return name;
}

} // namespace enlarger::image
