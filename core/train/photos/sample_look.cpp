// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/sample_look.h"

#include "core/degrade/sharpened_truth.h"
#include "core/image/resample/resample.h"
#include "core/train/photos/open_data.h"
#include "core/train/photos/picture_detail.h"
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

/// Of a handful of samples, the one with the most to be seen in it: many crops of a photo are sky.
Result<std::uint64_t> busiestSample(const SampleSource& source, std::uint64_t look)
{
    constexpr std::uint64_t handful = 6;
    std::uint64_t busiest = 0;
    double most = -1.0;
    for (std::uint64_t number = look * handful; number < (look + 1) * handful; ++number) {
        const auto sample = source.sample(number);
        if (!sample)
            return sample.error();
        if (const double here = detailOf(sample->hr); here > most) {
            most = here;
            busiest = number;
        }
    }
    return busiest;
}

} // namespace

SampleLooker::SampleLooker()
    : m_cache(std::make_shared<PictureCache>(cacheBytes))
{}

Result<std::unique_ptr<SampleSource>> SampleLooker::open(const DataReport& found,
                                                         const SampleOptions& options) const
{
    return found.packed.empty() ? PictureSource::create(found.used, options, cacheBytes, m_cache)
                                : openFound(found, options);
}

Result<SampleLook> SampleLooker::look(const DataReport& found, const Recipe& recipe,
                                      std::uint64_t number) const
try {
    if (found.used.empty() && found.packed.empty())
        return Error{ErrorKind::BadInput, "there is no photo to look at", {}, "Add photos"};
    SampleOptions options = sampleOptions(recipe);
    options.flips = options.rotations = false;
    options.heldOut = 0;
    DataReport one{.packed = found.packed};
    if (found.packed.empty())
        one.used = {found.used[std::size_t(number % found.used.size())]};
    const auto source = open(one, options);
    if (!source)
        return source.error();
    options.degradation = "bicubic"; // which crop it is does not depend on the degradation
    const auto clean = open(one, options);
    if (!clean)
        return clean.error();
    const auto busiest = busiestSample(**clean, number);
    if (!busiest)
        return busiest.error();
    Result<Sample> sample = (*source)->sample(*busiest);
    if (!sample)
        return std::move(sample).error();
    SampleLook look;
    look.file = found.packed.empty() ? one.used.front().file : found.packed.front();
    if (sample->lr.empty()) { // which the trainer makes where its tensors are
        const auto bicubic = degrade::Degradation::fromName("bicubic", options.scale);
        if (!bicubic)
            return bicubic.error();
        Random unused(options.seed, *busiest);
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
