// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

namespace enlarger::image {

/// Brings decoded rows into the colours that the reader gives: grey and RGB as the file has them; CMYK, Lab
/// and linear light as sRGB. Values outside of 0..1 are clipped.
class ColourConversion
{
public:
    /// Reads and mends `info`: what the pixels are from now on, which profile they have, and what was done to
    /// them.
    static Result<ColourConversion> make(SourceInfo& info, const std::filesystem::path& file);

    ColourConversion(ColourConversion&&) noexcept;
    ColourConversion& operator=(ColourConversion&&) noexcept;
    ~ColourConversion();

    /// Floats a pixel of the rows that go in.
    int inputChannels() const;

    /// `from` and `to` may be the same rows where the number of channels stays.
    void run(const float* from, std::size_t pixels, float* to);

    /// Whether floating-point values outside of 0..1 have come by.
    bool hasClipped() const;

private:
    struct Impl;
    explicit ColourConversion(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace enlarger::image
