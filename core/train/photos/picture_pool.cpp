// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/picture_pool.h"

#include <algorithm>

namespace enlarger::train {

namespace {

constexpr std::uint64_t samplesPerSlot = 64; // expected, before its picture changes
constexpr double poolShare = 0.75;           // of the cache; the rest is for pictures larger than the mean
constexpr std::uint64_t slotStream = 0x5EED0F51075ULL;

double area(const SourcePicture& picture)
{
    return double(picture.width) * picture.height;
}

/// Decoded; an LR picture adds a little.
double decodedBytes(const SourcePicture& picture)
{
    return area(picture) * (picture.bits > 8 ? 6.0 : 3.0) * (picture.lr.empty() ? 1.0 : 1.25);
}

} // namespace

PicturePool::PicturePool(std::vector<SourcePicture> pictures, std::uint64_t seed, std::int64_t cacheBytes,
                         std::shared_ptr<PictureCache> cache)
    : m_pictures(std::move(pictures))
    , m_seed(seed)
    , m_cache(cache ? std::move(cache) : std::make_shared<PictureCache>(cacheBytes))
{
    double allBytes = 0.0;
    double byArea = 0.0; // bytes of a picture that is drawn by area, times the area of all
    double sum = 0.0;
    for (const SourcePicture& picture : m_pictures) {
        sum += area(picture);
        m_areas.push_back(sum);
        allBytes += decodedBytes(picture);
        byArea += decodedBytes(picture) * area(picture);
    }
    if (allBytes > double(cacheBytes))
        m_slots = std::uint64_t(std::max(poolShare * double(cacheBytes) / (byArea / sum), 1.0));
}

const SourcePicture& PicturePool::choose(std::uint64_t number, Random& random) const
{
    if (m_slots == 0)
        return m_pictures[draw(random)];
    const auto slot = std::uint64_t(random.below(std::int64_t(m_slots)));
    const std::uint64_t turnover = (number + slot * samplesPerSlot) / (m_slots * samplesPerSlot);
    Random inSlot(m_seed ^ slotStream, turnover * m_slots + slot);
    return m_pictures[draw(inSlot)];
}

std::size_t PicturePool::draw(Random& random) const
{
    const double at = random.uniform() * m_areas.back();
    const auto found = std::upper_bound(m_areas.begin(), m_areas.end(), at);
    return std::min(std::size_t(found - m_areas.begin()), m_areas.size() - 1);
}

Result<PictureCache::Picture> PicturePool::decode(const std::filesystem::path& file) const
{
    Result<PictureCache::Picture> picture = m_cache->get(file);
    if (picture)
        return picture;
    Error error = picture.error();
    error.what = "a picture of the training set can no longer be read: " + error.what;
    error.advice = "Restore it and resume the training, or start again without it";
    return error;
}

} // namespace enlarger::train
