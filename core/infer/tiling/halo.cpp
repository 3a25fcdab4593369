// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/halo.h"

#include "core/infer/tiling/calibration_photo.h"
#include "core/infer/tiling/measurement_cache.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace enlarger::infer {

using image::Image;

namespace {

/// For networks that see every pixel; one that begins with a pixel-unshuffle of m sees m x m as one, and
/// everything here is m times as large.
constexpr std::array ladder{8, 12, 16, 24, 32, 48, 64};
constexpr int photoSide = 160;
constexpr int tileSide = 48;

constexpr double largestMean = 0.2 / 255.0;
constexpr double largestOfMost = 3.0 / 255.0; // for 99.9% of the values

Image withChannels(const Image& rgb, int channels)
{
    if (channels <= 3)
        return rgb.takeChannels(0, channels);
    Image out(rgb.width(), rgb.height(), channels);
    for (int y = 0; y < rgb.height(); ++y)
        for (int x = 0; x < rgb.width(); ++x)
            for (int c = 0; c < channels; ++c)
                out.at(x, y, c) = c < 3 ? rgb.at(x, y, c) : 1.0f;
    return out;
}

int roundedUp(int value, int multiple)
{
    return (value + multiple - 1) / multiple * multiple;
}

/// Absolute differences between a corner of the untiled result and what a tile with this halo makes of it. A
/// tile in a corner has half of its sides inside: as many in proportion to its surface as tiles of 64 that
/// cut a picture in nine.
Status compareCorner(const UpscaleModel& model, const Image& photo, const Image& untiled, bool isLast,
                     int halo, Gate& gate, std::vector<float>& differences)
{
    const ModelTraits& traits = model.traits();
    const int tile = tileSide * traits.inputMultiple;
    int read = std::min(roundedUp(tile + halo, traits.tileMultiple), photo.width());
    const int from = isLast ? (photo.width() - read) / traits.tileMultiple * traits.tileMultiple : 0;
    if (isLast)
        read = photo.width() - from;
    const auto result = model.upscaleInFp32(photo.crop(from, from, read, read), gate);
    if (!result)
        return result.error();
    const int side = tile * traits.scale;
    const int inTile = isLast ? result->width() - side : 0;
    const int inPhoto = isLast ? untiled.width() - side : 0;
    const auto value = [](const Image& picture, int x, int y, int c) {
        return std::clamp(picture.at(x, y, c), 0.0f, 1.0f);
    };
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            for (int c = 0; c < untiled.channels(); ++c)
                differences.push_back(std::abs(value(*result, inTile + x, inTile + y, c) -
                                               value(untiled, inPhoto + x, inPhoto + y, c)));
    return {};
}

bool areSmall(std::vector<float>& differences)
{
    double sum = 0.0;
    for (const float difference : differences)
        sum += difference;
    const auto most = differences.begin() + static_cast<std::ptrdiff_t>(double(differences.size()) * 0.999);
    std::nth_element(differences.begin(), most, differences.end());
    return sum / double(differences.size()) < largestMean && *most < largestOfMost;
}

Result<int> measure(const UpscaleModel& model, Gate& gate)
{
    const ModelTraits& traits = model.traits();
    const Image photo = withChannels(calibrationPhoto(photoSide * traits.inputMultiple), traits.inChannels);
    const auto untiled = model.upscaleInFp32(photo, gate);
    if (!untiled)
        return untiled.error();
    for (const int step : ladder) {
        const int halo = std::min(step * traits.inputMultiple, traits.receptiveRadius);
        if (halo == traits.receptiveRadius)
            return halo;
        std::vector<float> differences;
        bool fits = true;
        for (const bool isLast : {false, true}) { // where one corner differs, the other need not be computed
            if (auto status = compareCorner(model, photo, *untiled, isLast, halo, gate, differences); !status)
                return std::move(status).error();
            fits = fits && areSmall(differences);
            if (!fits)
                break;
        }
        if (fits)
            return halo;
    }
    return ladder.back() * traits.inputMultiple;
}

MeasurementCache halosIn(const std::filesystem::path& cacheFolder)
{
    return MeasurementCache(cacheFolder.empty() ? std::filesystem::path() : cacheFolder / "halos.json");
}

std::optional<int> knownHalo(const ModelTraits& traits, const std::string& modelHash,
                             const MeasurementCache& halos)
{
    if (traits.receptiveRadius <= longestExactHalo)
        return traits.receptiveRadius;
    if (const auto known = halos.find(modelHash))
        for (const int step : ladder)
            if (*known == std::min(step * traits.inputMultiple, traits.receptiveRadius))
                return static_cast<int>(*known);
    return std::nullopt;
}

} // namespace

Result<int> haloOf(const UpscaleModel& model, const std::string& modelHash,
                   const std::filesystem::path& cacheFolder, Gate& gate, const NoticeSink& notice)
{
    const MeasurementCache halos = halosIn(cacheFolder);
    if (const auto known = knownHalo(model.traits(), modelHash, halos))
        return *known;
    if (notice)
        notice("Measuring the effective receptive field of this network, once, to decide how much tiles "
               "overlap");
    const auto halo = measure(model, gate);
    if (halo)
        halos.put(modelHash, *halo);
    return halo;
}

int likelyHalo(const UpscaleModel& model, const std::string& modelHash,
               const std::filesystem::path& cacheFolder)
{
    constexpr int usual = 16; // halos of 8 to 32 were measured
    const ModelTraits& traits = model.traits();
    return knownHalo(traits, modelHash, halosIn(cacheFolder))
        .value_or(std::min(usual * traits.inputMultiple, traits.receptiveRadius));
}

} // namespace enlarger::infer
