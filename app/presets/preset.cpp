// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/presets/preset.h"

#include "app/files/number_text.h"

#include <fmt/ranges.h>

namespace enlarger::app {

namespace {

PresetSize byFactor(double factor)
{
    return {{.factor = factor}, {}};
}

PresetSize onPaper(double longSide, double dpi)
{
    const PrintSize print{PrintSize::Side::Long, {longSide, LengthUnit::Centimetre}, dpi};
    return {pixelsOf(print), print};
}

std::string sideText(const PresetSize& size)
{
    if (size.print) {
        const char* const sides[] = {"width", "height", "long side"};
        return fmt::format("{} {} {} at {} dpi", sides[int(size.print->side)],
                           factorText(size.print->length.value), unitText(size.print->length.unit),
                           factorText(size.print->dpi));
    }
    const infer::OutputSize& pixels = size.pixels;
    if (pixels.width)
        return fmt::format("width {} pixels", *pixels.width);
    if (pixels.height)
        return fmt::format("height {} pixels", *pixels.height);
    if (pixels.longSide)
        return fmt::format("long side {} pixels", *pixels.longSide);
    if (pixels.megapixels)
        return fmt::format("{} megapixels", factorText(*pixels.megapixels));
    return pixels.factor ? "x" + factorText(*pixels.factor) : "the model's own size";
}

} // namespace

const std::vector<Preset>& builtInPresets()
{
    static const std::vector<Preset> presets{
        {.name = "Web x2",
         .size = byFactor(2.0),
         .format = PresetFormat{image::PhotoFormat::Jpeg},
         .quality = 85,
         .bits = 8},
        {.name = "Screen 4K",
         .size = PresetSize{{.longSide = 3840}, {}},
         .format = PresetFormat{image::PhotoFormat::Jpeg},
         .quality = 92,
         .bits = 8},
        {.name = "Print A4 300 dpi", .size = onPaper(29.7, 300.0)},
        {.name = "Print A3 300 dpi", .size = onPaper(42.0, 300.0)},
        {.name = "Poster 90 cm 200 dpi", .size = onPaper(90.0, 200.0)},
        {.name = "For editing (TIFF, 16 bit)", .format = PresetFormat{image::PhotoFormat::Tiff}, .bits = 16}};
    return presets;
}

std::string presetSummary(const Preset& preset)
{
    std::vector<std::string> parts;
    if (preset.model)
        parts.push_back(*preset.model);
    if (preset.strength)
        parts.push_back("strength " + factorText(*preset.strength));
    if (preset.size)
        parts.push_back(sideText(*preset.size));
    if (preset.colourLock)
        parts.emplace_back(*preset.colourLock ? "colour lock" : "no colour lock");
    if (preset.ensemble.value_or(false))
        parts.emplace_back("mean of eight");
    if (preset.format)
        parts.emplace_back(preset.format->format ? image::formatName(*preset.format->format)
                                                 : "the photo's format");
    if (preset.quality)
        parts.push_back(fmt::format("quality {}", *preset.quality));
    if (preset.bits)
        parts.push_back(*preset.bits == 0 ? "the photo's depth" : fmt::format("{} bit", *preset.bits));
    if (preset.nameTemplate)
        parts.push_back(*preset.nameTemplate);
    return parts.empty() ? "nothing" : fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace enlarger::app
