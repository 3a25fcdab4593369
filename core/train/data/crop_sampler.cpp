// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/data/crop_sampler.h"

#include <algorithm>
#include <unordered_map>

namespace enlarger::train {

namespace {

constexpr std::uint64_t heldOutSeed = 0x48454C44; // the choice is the same in every run on the same pictures

/// Floyd's choice of `count` numbers below `total`.
std::vector<std::size_t> randomSubset(std::size_t total, std::size_t count)
{
    Random random(heldOutSeed, total);
    std::vector<std::size_t> chosen;
    for (std::size_t last = total - count; last < total; ++last) {
        const auto one = std::size_t(random.below(std::int64_t(last) + 1));
        chosen.push_back(std::ranges::find(chosen, one) == chosen.end() ? one : last);
    }
    std::ranges::sort(chosen);
    return chosen;
}

/// The pictures among `chosen`, by the photo that they are patches of; in order.
std::vector<std::vector<std::size_t>> byPhoto(const std::vector<PictureSize>& pictures,
                                              const std::vector<std::size_t>& chosen)
{
    std::vector<std::vector<std::size_t>> photos;
    std::unordered_map<std::uint64_t, std::size_t> places;
    for (const std::size_t picture : chosen) {
        const auto& photo = pictures[picture].photo;
        const std::size_t place =
            photo ? places.try_emplace(*photo, photos.size()).first->second : photos.size();
        if (place == photos.size())
            photos.emplace_back();
        photos[place].push_back(picture);
    }
    return photos;
}

} // namespace

CropSampler::CropSampler(const std::vector<PictureSize>& pictures, const SampleOptions& options)
    : m_options(options)
    , m_sizes(pictures)
{
    std::vector<std::size_t> large;
    for (std::size_t i = 0; i < pictures.size(); ++i)
        if (std::min(pictures[i].width, pictures[i].height) >= options.crop)
            large.push_back(i);
    // A tenth at most, and one of five: small collections are needed for learning.
    const auto photos = byPhoto(pictures, large);
    const std::size_t most = photos.size() < 5 ? 0 : std::max<std::size_t>(1, photos.size() / 10);
    std::vector<bool> isHeldOut(pictures.size());
    for (const std::size_t photo :
         randomSubset(photos.size(), std::min(std::size_t(options.heldOut), most))) {
        m_heldOut.push_back(photos[photo][photos[photo].size() / 2]);
        for (const std::size_t piece : photos[photo])
            isHeldOut[piece] = true;
    }
    double places = 0.0;
    for (const std::size_t picture : large) {
        if (isHeldOut[picture])
            continue;
        const PictureSize& size = pictures[picture];
        places += double(size.width - options.crop + 1) * double(size.height - options.crop + 1);
        m_used.push_back(picture);
        m_places.push_back(places);
    }
}

SampledCrop CropSampler::sample(Random& random) const
{
    const auto found = std::ranges::upper_bound(m_places, random.uniform() * m_places.back());
    const std::size_t place = std::min(std::size_t(found - m_places.begin()), m_used.size() - 1);
    const PictureSize& size = m_sizes[m_used[place]];
    const auto coordinate = [&](int side) {
        return m_options.scale * int(random.below((side - m_options.crop) / m_options.scale + 1));
    };
    SampledCrop choice;
    choice.picture = m_used[place];
    choice.x = coordinate(size.width);
    choice.y = coordinate(size.height);
    choice.flip = m_options.flips && random.chance(0.5);
    choice.turns = m_options.rotations ? int(random.below(4)) : 0;
    return choice;
}

image::Image turned(const image::Image& picture, bool flip, int turns)
{
    if (!flip && turns == 0)
        return picture;
    const bool sideways = turns % 2 == 1;
    const int width = picture.width();
    const int height = picture.height();
    image::Image result(sideways ? height : width, sideways ? width : height, picture.channels());
    for (int y = 0; y < result.height(); ++y) {
        for (int x = 0; x < result.width(); ++x) {
            // Where this pixel came from before it was turned, then before it was mirrored.
            int fromX = turns == 0 ? x : turns == 1 ? y : turns == 2 ? width - 1 - x : width - 1 - y;
            const int fromY = turns == 0 ? y : turns == 1 ? height - 1 - x : turns == 2 ? height - 1 - y : x;
            if (flip)
                fromX = width - 1 - fromX;
            for (int c = 0; c < picture.channels(); ++c)
                result.at(x, y, c) = picture.at(fromX, fromY, c);
        }
    }
    return result;
}

} // namespace enlarger::train
