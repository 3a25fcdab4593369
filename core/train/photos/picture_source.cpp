// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/picture_source.h"

#include "core/train/data/crop_sampler.h"
#include "core/train/photos/pair_degradation.h"
#include "core/train/photos/picture_detail.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace enlarger::train {

using image::Image;

namespace {

/// A multiple of `step` in 0..most.
int place(Random& random, int most, int step)
{
    return step * int(random.below(most / step + 1));
}

} // namespace

Result<std::unique_ptr<SampleSource>> PictureSource::create(const std::vector<SourcePicture>& pictures,
                                                            const SampleOptions& options,
                                                            std::int64_t cacheBytes,
                                                            std::shared_ptr<PictureCache> cache)
{
    const bool hasPairs = !pictures.empty() && !pictures.front().lr.empty();
    const Result<degrade::Degradation> degradation = degrade::Degradation::fromName(
        hasPairs ? "bicubic" : options.degradation, options.scale, options.degradationOptions);
    if (!degradation)
        return degradation.error();

    std::shared_ptr<const LrDegradation> ofPairs;
    if (hasPairs) {
        auto again = pairDegradation(options);
        if (!again)
            return std::move(again).error();
        ofPairs = *std::move(again);
    }

    std::vector<PictureSize> sizes;
    for (const SourcePicture& picture : pictures)
        sizes.push_back({picture.width, picture.height});
    const CropSampler sampler(sizes, options);
    if (!sampler.hasCrops())
        return Error{ErrorKind::BadInput,
                     fmt::format("no picture is as large as a crop of {0} x {0} pixels", options.crop),
                     {},
                     "Add larger pictures, or set a smaller data.crop"};
    std::vector<SourcePicture> sampled;
    std::vector<SourcePicture> heldOut;
    for (std::size_t i = 0; i < pictures.size(); ++i)
        (std::ranges::binary_search(sampler.heldOut(), i) ? heldOut : sampled).push_back(pictures[i]);
    return std::unique_ptr<SampleSource>(new PictureSource(std::move(sampled), std::move(heldOut), options,
                                                           *degradation, ofPairs, cacheBytes,
                                                           std::move(cache)));
}

PictureSource::PictureSource(std::vector<SourcePicture> sampled, std::vector<SourcePicture> heldOut,
                             const SampleOptions& options, const degrade::Degradation& degradation,
                             std::shared_ptr<const LrDegradation> ofPairs, std::int64_t cacheBytes,
                             std::shared_ptr<PictureCache> cache)
    : m_options(options)
    , m_degradation(degradation)
    , m_ofPairs(std::move(ofPairs))
    , m_pool(std::move(sampled), options.seed, cacheBytes, std::move(cache))
    , m_heldOut(std::move(heldOut))
    , m_holdsOutParts(m_heldOut.empty() && options.heldOut > 0)
{}

Result<Sample> PictureSource::sample(std::uint64_t number) const
{
    Random random(m_options.seed, number);
    const SourcePicture& picture = m_pool.choose(number, random);
    return picture.lr.empty() ? degraded(picture, random) : paired(picture, random);
}

Result<Sample> PictureSource::degraded(const SourcePicture& picture, Random& random) const
{
    const Result<PictureCache::Picture> decoded = m_pool.decode(picture.file);
    if (!decoded)
        return decoded.error();
    const image::PackedPicture& hr = **decoded;
    const int crop = m_options.crop;
    const int scale = m_options.scale;
    const int width = hr.width() - bandOf(hr.width());
    const int allowed = std::min(width, hr.height()) / scale * scale;
    const int side = std::min(m_degradation.context(crop), allowed);
    if (side < crop)
        return Error{ErrorKind::BadInput, "a picture of the training set has become smaller than a crop",
                     picture.file, "Start the training again"};
    Sample sample;
    const int x = place(random, width - side, 1);
    const int y = place(random, hr.height() - side, 1);
    sample.hr = hr.piece({x, y, side, side});
    turn(sample, random);
    if (m_degradation.kind() == degrade::DegradationKind::Bicubic)
        return sample;
    Result<Image> lr = m_degradation.degrade(sample.hr, random);
    if (!lr)
        return std::move(lr).error();
    const int cropX = place(random, side - crop, scale);
    const int cropY = place(random, side - crop, scale);
    sample.hr = sample.hr.crop(cropX, cropY, crop, crop);
    sample.lr = lr->crop(cropX / scale, cropY / scale, crop / scale, crop / scale);
    return sample;
}

Result<Sample> PictureSource::paired(const SourcePicture& picture, Random& random) const
{
    const Result<PictureCache::Picture> hr = m_pool.decode(picture.file);
    if (!hr)
        return hr.error();
    const Result<PictureCache::Picture> lr = m_pool.decode(picture.lr);
    if (!lr)
        return lr.error();
    const int scale = m_options.scale;
    const int side = m_options.crop / scale; // LR pixels
    const int width = std::min((*lr)->width(), (*hr)->width() / scale) - bandOf((*hr)->width()) / scale;
    const int height = std::min((*lr)->height(), (*hr)->height() / scale);
    if (std::min(width, height) < side)
        return Error{ErrorKind::BadInput, "a pair of the training set has become smaller than a crop",
                     picture.file, "Start the training again"};
    const int area = m_ofPairs ? std::min({m_ofPairs->context(side), width, height}) : side;
    const int x = place(random, width - area, 1);
    const int y = place(random, height - area, 1);
    Sample sample{(*hr)->piece({x * scale, y * scale, area * scale, area * scale}),
                  (*lr)->piece({x, y, area, area})};
    turn(sample, random);
    if (!m_ofPairs)
        return sample;
    return degradedCrop(std::move(sample), *m_ofPairs, m_options, random);
}

void PictureSource::turn(Sample& sample, Random& random) const
{
    const bool flip = m_options.flips && random.chance(0.5);
    const int turns = m_options.rotations ? int(random.below(4)) : 0;
    sample.hr = turned(sample.hr, flip, turns);
    if (!sample.lr.empty())
        sample.lr = turned(sample.lr, flip, turns);
}

Result<Sample> PictureSource::cut(const SourcePicture& picture, const image::PixelRect& area,
                                  Random& random) const
{
    const Result<DecodedPicture> hr = decodePicture(picture.file);
    if (!hr)
        return hr.error();
    const int scale = m_options.scale;
    const image::PixelRect whole{area.x * scale, area.y * scale, area.width * scale, area.height * scale};
    const auto holds = [](const image::PackedPicture& decoded, const image::PixelRect& part) {
        return decoded.width() >= part.x + part.width && decoded.height() >= part.y + part.height;
    };
    if (!holds(**hr, whole))
        return Error{ErrorKind::BadInput, "the picture has become smaller", picture.file,
                     "Start the training again"};
    Sample sample;
    sample.hr = (*hr)->piece(whole);
    if (!picture.lr.empty()) {
        const Result<DecodedPicture> lr = decodePicture(picture.lr);
        if (!lr)
            return lr.error();
        if (!holds(**lr, area))
            return Error{ErrorKind::BadInput, "the LR picture has become smaller", picture.lr,
                         "Start the training again"};
        sample.lr = (*lr)->piece(area);
        if (m_ofPairs) {
            Result<Image> again = m_ofPairs->degrade(sample.lr, random);
            if (!again)
                return std::move(again).error();
            sample.lr = std::move(*again);
        }
    } else if (m_degradation.kind() != degrade::DegradationKind::Bicubic) {
        Result<Image> lr = m_degradation.degrade(sample.hr, random);
        if (!lr)
            return std::move(lr).error();
        sample.lr = std::move(*lr);
    }
    return sample;
}

int PictureSource::bandOf(int width) const
{
    constexpr int least = 48; // pixels: smaller ones say little
    constexpr int most = 256;
    constexpr int share = 8;
    if (!m_holdsOutParts)
        return 0;
    const int band = std::min(most, width / share) / m_options.scale * m_options.scale;
    return band >= least && width - band >= m_options.crop ? band : 0;
}

Result<std::vector<Sample>> PictureSource::heldOut(int side) const
{
    struct Part
    {
        const SourcePicture* picture;
        image::PixelRect area; // LR pixels
    };
    const int scale = m_options.scale;
    std::vector<Part> parts;
    for (const SourcePicture& picture : m_heldOut) {
        const int width = std::min(side, picture.width) / scale;
        const int height = std::min(side, picture.height) / scale;
        parts.push_back(
            {&picture,
             {(picture.width / scale - width) / 2, (picture.height / scale - height) / 2, width, height}});
    }
    constexpr int partsInAll = 4; // of few photos
    for (const SourcePicture& picture : m_pool.pictures()) {
        const int band = bandOf(picture.width) / scale;
        if (band == 0)
            continue;
        const int length = std::min({band, side / scale, picture.height / scale});
        const int rows = picture.height / scale;
        const int count = std::clamp(partsInAll / int(m_pool.pictures().size()), 1, rows / length);
        for (int i = 0; i < count; ++i)
            parts.push_back({&picture,
                             {picture.width / scale - band, (rows - length) * (2 * i + 1) / (2 * count),
                              length, length}});
    }
    std::vector<Sample> samples;
    for (const Part& part : parts) {
        Random random(heldOutStream, samples.size());
        Result<Sample> sample = cut(*part.picture, part.area, random);
        if (!sample)
            return std::move(sample).error();
        samples.push_back(std::move(*sample));
    }
    if (m_holdsOutParts) // a strip shows the first ones: sky tells less than brick
        std::ranges::stable_sort(samples, std::ranges::greater(),
                                 [](const Sample& sample) { return detailOf(sample.hr); });
    return samples;
}

std::string PictureSource::ownDegradation() const
{
    return m_pool.pictures().front().lr.empty() ? std::string() : m_ofPairs ? m_ofPairs->name() : "own pairs";
}

std::string PictureSource::summary() const
{
    const bool hasPairs = !m_pool.pictures().front().lr.empty();
    std::string lr = hasPairs ? "with LR pictures of their own" : m_degradation.name();
    if (m_ofPairs)
        lr += std::string(", degraded again: ") + m_ofPairs->name();
    return fmt::format("{} {}, {:.1f} megapixels, {}", pictures(), pictures() == 1 ? "picture" : "pictures",
                       m_pool.megapixels(), lr);
}

} // namespace enlarger::train
