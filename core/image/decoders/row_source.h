// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/colour/colour_claim.h"
#include "core/image/photo/photo.h"

#include <memory>

namespace enlarger::image {

// Said of more than one format.
inline constexpr const char* filmNote = "The film behind the photo was left out";
inline constexpr const char* gainMapNote = "The HDR gain map was left out";
inline constexpr const char* firstFrameNote = "Only the first frame of the animation was read";
inline constexpr const char* credentialsNote =
    "The content credentials (C2PA) were left out: they vouch for the old file alone";

enum class ColourModel { Grey, Rgb, Cmyk, Lab };

/// What a decoder found, before colours are converted.
struct SourceInfo
{
    int width = 0;  // after orientation
    int height = 0; // after orientation
    ColourModel model = ColourModel::Rgb;
    bool alpha = false;
    int bits = 8;          // 8, or 16 for everything deeper
    bool floating = false; // values may lie outside of 0..1
    bool linear = false;   // RGB of sRGB's primaries in linear light, to be brought into metadata's profile
    bool fullRange = true; // else video's: black at 16 of 255, white at 235
    int pages = 1;         // pictures or frames that the file holds, of which this is one
    double memory = 0;     // bytes that the decoder holds at once, beyond some rows
    Metadata metadata;     // with the file's own profile; describeColours() fills in the rest
    std::vector<ColourClaim> colourClaims; // in the order in which the format lets them count
    std::vector<std::string> notes;

    int channels() const
    {
        const int colours = model == ColourModel::Grey ? 1 : model == ColourModel::Cmyk ? 4 : 3;
        return colours + (alpha ? 1 : 0);
    }
};

/// Settles which colours a grey or RGB picture has: by its claims, its profile and at last its EXIF block.
void describeColours(SourceInfo& info);

/// One open file of a certain format, read from top to bottom.
class RowSource
{
public:
    virtual ~RowSource() = default;

    const SourceInfo& info() const { return m_info; }

    /// The next rows, which must exist: info().channels() floats a pixel. Grey, RGB, ink and alpha in 0..1,
    /// as the integers of the file divided by their largest; Lab as L* in 0..100 and a*, b*.
    virtual Status read(int rows, float* to) = 0;

protected:
    SourceInfo m_info;
};

/// Refuses a page, from 1 on, that a file of so many does not have.
Status checkPage(const std::filesystem::path& file, int page, int pages);

/// "Only page 2 of 5 was read", where there are several; `what` is "page", "picture" or "frame".
void notePage(SourceInfo& info, const char* what, int page);

using OpenedSource = Result<std::unique_ptr<RowSource>>;

} // namespace enlarger::image
