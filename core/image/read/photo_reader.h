// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/photo/photo.h"
#include "core/image/photo/read_choice.h"
#include "core/image/pixels/image.h"

#include <memory>

namespace enlarger::image {

class RowSource;

/// Reads a photograph from top to bottom: every format of formatTable; 8 and 16 bit, floats; grey, palette,
/// CMYK, Lab, alpha; EXIF orientation applied. RGB and grey values are given as they are, with their profile
/// in info().metadata; CMYK and Lab are converted to sRGB (noted). Opening reads the header and the metadata
/// only. A damaged, truncated or foreign file is an Error that names it.
class PhotoReader
{
public:
    /// The upright photo, turned: everything that is read and told is of what the turn leaves.
    static Result<PhotoReader> open(const std::filesystem::path& file, const Turn& turn = {},
                                    const ReadChoice& choice = {});

    /// The photo for a quick look: of a RAW the picture that it carries of itself, where it has one, of at
    /// least `longest` pixels where that is so large; else as open().
    static Result<PhotoReader> openPreview(const std::filesystem::path& file, const Turn& turn, int longest);

    PhotoReader(PhotoReader&&) noexcept;
    PhotoReader& operator=(PhotoReader&&) noexcept;
    ~PhotoReader();

    const PhotoInfo& info() const;

    /// The next `rows` rows, fewer at the end, none after it. Values 0..1. `spare`: pixels that nobody needs
    /// any more, whose memory is taken where that is easy.
    Result<Image> read(int rows, Image spare = {});

    /// What was done to the rows given so far, beyond info().notes, for a person: values that were clipped.
    std::vector<std::string> readingNotes() const;

private:
    class Impl;
    explicit PhotoReader(std::unique_ptr<Impl> impl);
    static Result<PhotoReader> of(std::unique_ptr<RowSource> source, const std::filesystem::path& file,
                                  PhotoFormat format, const Turn& turn, const ReadChoice& choice);
    std::unique_ptr<Impl> m_impl;
};

/// A whole photograph at once, for small ones and tests.
Result<Image> readPhoto(const std::filesystem::path& file);

} // namespace enlarger::image
