// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bare/evaluate_command.h"

#include "app/bare/report_error.h"
#include "core/device/engine_errors.h"
#include "core/train/data/packed_data.h"
#include "core/train/run/validator.h"
#include "core/weights/weights.h"

#include <cstdio>

namespace enlarger::bare {

namespace {

void print(const char* name, const std::map<std::string, double>& values)
{
    std::printf("%-10s", name);
    for (const auto& [key, value] : values)
        std::printf("  %s %.4f", key.c_str(), value);
    std::printf("\n");
}

} // namespace

int evaluateCommand(const std::vector<std::string>& words)
{
    std::vector<std::filesystem::path> files;
    std::string deviceName = "auto";
    std::vector<std::filesystem::path> features;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--device" && i + 1 < words.size())
            deviceName = words[++i];
        else if (words[i] == "--features" && i + 1 < words.size())
            features.emplace_back(words[++i]);
        else
            files.emplace_back(words[i]);
    }
    if (files.size() != 2) {
        std::fprintf(stderr, "enlarger-bare evaluate MODEL PACKED [--device D] [--features FOLDER]\n");
        return usageError;
    }
    const auto device = device::findDevice(deviceName);
    if (!device)
        return reportError(device.error(), usageError);
    const auto loaded = weights::loadNetwork(files[0]);
    if (!loaded)
        return reportError(loaded.error(), 1);
    const int scale = loaded->network->spec().scale;
    const auto pictures = train::readPackedPictures(files[1], scale);
    if (!pictures)
        return reportError(pictures.error(), 1);

    StopGate gate;
    try {
        const torch::Device torchDevice(device->name);
        loaded->network->to(torchDevice);
        const train::Validator validator(*pictures, scale, torchDevice, device::Precision::Fp32,
                                         train::lpipsDistance(features, torchDevice));
        print("bicubic", validator.measureBicubic());
        print(files[0].stem().c_str(), validator.measure(*loaded->network, gate));
    } catch (...) {
        return reportError(device::currentEngineError(), 1);
    }
    return 0;
}

} // namespace enlarger::bare
