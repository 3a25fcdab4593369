// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <libraw/libraw.h>

#include <memory>

namespace enlarger::image {

/// A camera's RAW file in the hands of LibRaw. One thread at a time.
class RawFile
{
public:
    /// Reads the header. Errors: a file that LibRaw does not know, or knows and cannot decode.
    static Result<std::unique_ptr<RawFile>> open(const std::filesystem::path& file);

    LibRaw& library() { return m_library; }
    const libraw_data_t& data() const { return m_library.imgdata; }

    /// What a call of LibRaw's gave as one of our errors.
    Status check(int code);

    /// Of the picture that LibRaw makes, not yet turned.
    int width() const { return m_width; }
    int height() const { return m_height; }
    /// How the picture has to be turned, 1..8 as EXIF numbers it.
    int orientation() const { return m_orientation; }

private:
    explicit RawFile(std::filesystem::path file)
        : m_file(std::move(file))
    {}
    Status openFile();
    Error unsupported(int code) const;

    std::filesystem::path m_file;
    LibRaw m_library;
    int m_width = 0;
    int m_height = 0;
    int m_orientation = 1;
};

} // namespace enlarger::image
