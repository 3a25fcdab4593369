// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/sample_look.h"

#include "core/degrade/sharpened_truth.h"
#include "core/image/resample/resample.h"
#include "core/train/data/packed_data.h"
#include "core/train/photos/picture_source.h"
#include "core/train/recipe/sample_options.h"

#include <algorithm>
#include <new>

namespace enlarger::train {

using image::Image;

namespace {

constexpr std::int64_t cacheBytes = std::int64_t(256) << 20;

Image enlarged(const Image& lr, const Image& hr)
{
    Image large = image::resize(lr, hr.width(), hr.height());
    std::transform(large.data(), large.data() + large.size(), large.data(),
                   [](float value) { return std::clamp(value, 0.0f, 1.0f); });
    return large;
}

} // namespace

SampleLooker::SampleLooker()
    : m_cache(std::make_shared<PictureCache>(cacheBytes))
{}

Result<SampleLook> SampleLooker::look(const DataReport& found, const Recipe& recipe,
                                      std::uint64_t number) const
try {
    if (found.used.empty() && found.packed.empty())
        return Error{ErrorKind::BadInput, "there is no photo to look at", {}, "Add photos"};
    SampleOptions options = sampleOptions(recipe);
    options.flips = options.rotations = false;
    options.heldOut = 0;
    SampleLook look;
    if (found.packed.empty())
        look.file = found.used[std::size_t(number % found.used.size())].file;
    else
        look.file = found.packed.front();
    const auto source = found.packed.empty()
                            ? PictureSource::create({found.used[std::size_t(number % found.used.size())]},
                                                    options, cacheBytes, m_cache)
                            : openPackedData(found.packed, options);
    if (!source)
        return source.error();
    Result<Sample> sample = (*source)->sample(number);
    if (!sample)
        return std::move(sample).error();
    if (sample->lr.empty()) { // which the trainer makes where its tensors are
        const auto bicubic = degrade::Degradation::fromName("bicubic", options.scale);
        if (!bicubic)
            return bicubic.error();
        Random unused(options.seed, number);
        Result<Image> lr = bicubic->degrade(sample->hr, unused);
        if (!lr)
            return std::move(lr).error();
        sample->lr = *std::move(lr);
    }
    look.bicubic = enlarged(sample->lr, sample->hr);
    look.hr = recipe.data.sharpenTarget ? degrade::sharpenedTruth(sample->hr) : std::move(sample->hr);
    look.lr = std::move(sample->lr);
    return look;
} catch (const std::bad_alloc&) {
    return Error{ErrorKind::OutOfMemory,
                 "there is not enough memory to look at a photo",
                 {},
                 "Close other programs, or choose smaller photos"};
}

} // namespace enlarger::train
