// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace enlarger::image {

/// Which colours a photo's values are, and which part of its file says so. Metadata::icc says the same to
/// programs: the file's own profile, or one made for what the file says in another way.
struct ColourDescription
{
    static constexpr int unspecified = 2, pq = 16, hlg = 18; // of ITU-T H.273

    std::string name;   // "Display P3", "BT.2020 with PQ"; empty: a profile says it, or nothing does
    std::string source; // what counted: "cICP", "EXIF"; empty with the name

    // By the numbers of ITU-T H.273, always in full range; unspecified: the file gives none that count, or
    // they are plain sRGB's.
    int primaries = unspecified;
    int transfer = unspecified;

    bool hasNumbers() const { return transfer != unspecified; }
    bool isHdr() const { return transfer == pq || transfer == hlg; }

    /// "Display P3, by the file's cICP"; empty with the name.
    std::string text() const
    {
        return name.empty() ? name : name + (isHdr() ? " (HDR)" : "") + ", by the file's " + source;
    }
};

} // namespace enlarger::image
