// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/icc_profile.h"

#include <string_view>

namespace enlarger::image {

std::optional<IccColours> iccColours(const Bytes& profile)
{
    constexpr std::size_t header = 128; // and at least the tag count after it
    if (profile.size() < header + 4)
        return {};
    const auto signature = [&](std::size_t at) {
        return std::string_view(reinterpret_cast<const char*>(profile.data()) + at, 4);
    };
    const std::size_t declared = std::size_t(profile[0]) << 24 | std::size_t(profile[1]) << 16 |
                                 std::size_t(profile[2]) << 8 | profile[3];
    if (declared > profile.size() || declared < header + 4 || signature(36) != "acsp")
        return {};
    if (signature(16) == "RGB ")
        return IccColours::Rgb;
    if (signature(16) == "GRAY")
        return IccColours::Grey;
    return IccColours::Other;
}

} // namespace enlarger::image
