// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/enlarge/print_size.h"
#include "core/base/result.h"
#include "core/image/photo/photo_format.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace enlarger::app {

/// The size that a preset asks for: in pixels or by a factor, or on paper.
struct PresetSize
{
    infer::OutputSize pixels;       // exactly one of its values, unless `print` is there
    std::optional<PrintSize> print; // which `pixels` comes from

    bool operator==(const PresetSize&) const = default;
};

/// The format that a preset asks for.
struct PresetFormat
{
    std::optional<image::PhotoFormat> format; // none: the photo's own

    bool operator==(const PresetFormat&) const = default;
};

/// A named set of settings. What it does not name stays as it is.
struct Preset
{
    std::string name; // of one line; not empty
    std::optional<std::string> model;
    std::optional<double> strength; // 0 faithful, 1 crisp
    std::optional<PresetSize> size;
    std::optional<bool> colourLock;
    std::optional<bool> ensemble; // the mean of eight turns
    std::optional<PresetFormat> format;
    std::optional<int> quality; // 1 to 100
    std::optional<int> bits;    // 8 or 16; 0: as the source
    std::optional<std::string> nameTemplate;

    bool operator==(const Preset&) const = default;
};

/// "Web x2", "Print A3 300 dpi" and others that everybody has.
const std::vector<Preset>& builtInPresets();

/// The preset as a JSON object: its name, and the words of the command line's options with their values.
QByteArray presetText(const Preset& preset);

/// Error: no JSON, no name, an unknown word or a value that its option would refuse; it names `file`.
Result<Preset> presetFrom(const QByteArray& text, const std::filesystem::path& file);

/// What the preset sets as options of `enlarger-cli upscale`: {"long-side", "42cm"}, {"colour-lock", ""}.
std::vector<std::pair<QString, QString>> presetOptions(const Preset& preset);

/// "x2, JPEG, quality 85": what it sets, in short.
std::string presetSummary(const Preset& preset);

} // namespace enlarger::app
