// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"

#include <filesystem>
#include <optional>
#include <string>

namespace enlarger::infer {

/// Weights in a file, and what they are known by wherever the file lies.
struct NetworkFile
{
    std::filesystem::path file; // anything that core/weights reads
    std::string sha256;         // of the file, lower-case hexadecimal; empty: nothing is cached for it

    bool operator==(const NetworkFile&) const = default;
};

/// Which network enlarges, and on what: a model as it is, or the mixture of a faithful and a crisp one at a
/// strength (ESRGAN, section 3.4). Nothing is loaded. models::select() makes it of the models that there are.
struct ModelSelection
{
    std::string modelName;            // of the model that was asked for, whichever end it is; empty: none
    NetworkFile network;              // that model's; of a mixture the faithful end, strength 0
    std::optional<NetworkFile> crisp; // the other end of a mixture, strength 1
    double strength = 0.0;            // of a mixture: 0 to 2, as weights::mix() takes it
    device::Device device;
    device::Precision precision = device::Precision::Auto; // Auto: the device's best

    bool isMixed() const { return crisp.has_value(); }

    /// What it is called in provenance, file names and reports: "photo-x4", "photo-x4 at strength 0.5".
    std::string name() const;
    /// The key of what is cached for it, and its hash in provenance: the file's, or "FAITHFUL+CRISP@0.5" of
    /// both files' hashes. Empty where nothing is known.
    std::string hash() const;
    /// The key of how fast it is: the same for all strengths of a mixture.
    const std::string& speedHash() const { return network.sha256; }
    /// "0.5"; empty where nothing is mixed.
    std::string strengthText() const;

    /// The same files, strength, device and precision. Of the device, its name counts.
    bool operator==(const ModelSelection& other) const;
};

} // namespace enlarger::infer
