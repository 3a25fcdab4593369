// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/train/photos/data_report.h"
#include "core/train/photos/picture_cache.h"

namespace enlarger::train {

/// What decoded pictures may take by default. The choice of pictures depends on it, and so it is a constant
/// rather than a share of the machine's memory.
inline constexpr std::int64_t usualCacheBytes = std::int64_t(2) << 30;

/// Says which picture a sample comes from: each with a probability by its area, so that all crops are about
/// equally likely.
///
/// Where the pictures do not all fit into the cache, decoding one for each sample would cost more than the
/// training. Then samples come from a rolling pool of slots that fits: a slot holds a picture, drawn by area,
/// for as long as 64 samples are expected to be cut from it, and slots change one after the other. The
/// probabilities stay, and so does the choice being a function of seed and number.
class PicturePool
{
public:
    /// `cache`: where decoded pictures are kept for others too; null: in one of its own.
    PicturePool(std::vector<SourcePicture> pictures, std::uint64_t seed, std::int64_t cacheBytes,
                std::shared_ptr<PictureCache> cache = {});

    /// The picture of sample `number`; `random` is that sample's stream.
    const SourcePicture& choose(std::uint64_t number, Random& random) const;

    Result<PictureCache::Picture> decode(const std::filesystem::path& file) const;

    const std::vector<SourcePicture>& pictures() const { return m_pictures; }
    double megapixels() const { return 1e-6 * m_areas.back(); }
    std::int64_t decoded() const { return m_cache->decoded(); }

private:
    std::size_t draw(Random& random) const;

    std::vector<SourcePicture> m_pictures;
    std::vector<double> m_areas; // summed up to each picture, pixels
    std::uint64_t m_seed;
    std::uint64_t m_slots = 0; // 0: all pictures fit
    std::shared_ptr<PictureCache> m_cache;
};

} // namespace enlarger::train
