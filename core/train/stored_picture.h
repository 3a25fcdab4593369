// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/image.h"

#include <cstdint>
#include <vector>

namespace enlarger::train {

/// A decoded RGB picture as it waits in memory: 8 bits a channel, or 16 where the file has more.
class StoredPicture
{
public:
    /// Errors name the file.
    static Result<StoredPicture> read(const std::filesystem::path& file);

    int width() const { return m_width; }
    int height() const { return m_height; }
    std::int64_t bytes() const { return std::int64_t(m_bytes.size()) + 2 * std::int64_t(m_words.size()); }

    /// The rectangle, which must lie inside, as floats 0..1.
    image::Image crop(int x, int y, int width, int height) const;

private:
    StoredPicture(int width, int height, int bits);

    int m_width = 0;
    int m_height = 0;
    std::vector<std::uint8_t> m_bytes; // one of the two is filled
    std::vector<std::uint16_t> m_words;
};

} // namespace enlarger::train
