// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/presets/provenance_preset.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace enlarger::app {

namespace {

template <class Number>
std::optional<Number> numberIn(std::string_view text)
{
    Number number{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() && number > Number{}
               ? std::optional(number)
               : std::nullopt;
}

} // namespace

Preset presetOf(const image::Provenance& provenance)
{
    Preset preset;
    preset.name = "As before";
    // "photo-x4 at strength 0.5": ModelSelection::name() of a mixture.
    preset.model = provenance.modelName.substr(0, provenance.modelName.find(" at strength "));
    if (const auto strength = numberIn<double>(provenance.strength); strength && *strength <= 1.0)
        preset.strength = strength;
    else if (provenance.strength == "0")
        preset.strength = 0.0;
    const std::string_view scale = provenance.scale;
    const std::size_t by = scale.find('x');
    if (by != std::string_view::npos) {
        const auto width = numberIn<int>(scale.substr(0, by));
        const auto height = numberIn<int>(scale.substr(by + 1));
        if (width && height)
            preset.size = PresetSize{{.longSide = std::max(*width, *height)}, {}};
    } else if (const auto factor = numberIn<double>(scale); factor && *factor >= 0.1 && *factor <= 64.0) {
        preset.size = PresetSize{{.factor = factor}, {}};
    }
    preset.colourLock = provenance.colourLock == "on";
    preset.ensemble = !provenance.ensemble.empty();
    return preset;
}

} // namespace enlarger::app
