// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bench/engine_bench.h"

#include "app/bench/bench_tools.h"
#include "core/infer/engine/model_maker.h"
#include "core/infer/engine/upscale_model.h"

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <vector>

using namespace enlarger;
using namespace enlarger::infer;

namespace {

using bench::leave;
using bench::peakMemory;

struct Options
{
    std::string file;
    std::string device = "auto";
    std::string pixels; // a file of fp32, height x width x channels, in place of noise
    std::string result; // a file for the last precision's, likewise
    std::vector<device::Precision> precisions;
    int width = 128;
    int height = 128;
    int repeats = 5;
    int threads = 0;
};

Options parse(int count, char** words)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (!word.starts_with("--")) {
            options.file = word;
            continue;
        }
        if (++i == count)
            leave(word + " needs a value");
        const std::string value = words[i];
        if (word == "--size") {
            if (std::sscanf(value.c_str(), "%dx%d", &options.width, &options.height) != 2)
                leave("--size is WIDTHxHEIGHT");
        } else if (word == "--device") {
            options.device = value;
        } else if (word == "--pixels") {
            options.pixels = value;
        } else if (word == "--result") {
            options.result = value;
        } else if (word == "--repeats") {
            options.repeats = std::max(1, std::atoi(value.c_str()));
        } else if (word == "--threads") {
            options.threads = std::atoi(value.c_str());
        } else if (word == "--precision") {
            const auto precision = device::precisionFromName(value);
            if (!precision)
                leave(precision.error().text());
            options.precisions.push_back(*precision);
        } else {
            leave("there is no option " + word);
        }
    }
    if (options.precisions.empty())
        options.precisions = {device::Precision::Auto};
    return options;
}

image::Image noise(int width, int height, int channels)
{
    std::mt19937 engine(1);
    image::Image picture(width, height, channels);
    std::generate_n(picture.data(), picture.size(), [&] { return float(engine() >> 8) / float(1 << 24); });
    return picture;
}

image::Image pictureFor(const Options& options, int channels)
{
    if (options.pixels.empty())
        return noise(options.width, options.height, channels);
    image::Image picture(options.width, options.height, channels);
    std::ifstream file(options.pixels, std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(picture.data()), std::streamsize(picture.size() * sizeof(float))))
        leave(options.pixels + " does not have that many pixels");
    return picture;
}

void write(const image::Image& picture, const std::string& name)
{
    std::ofstream file(name, std::ios::binary);
    file.write(reinterpret_cast<const char*>(picture.data()),
               std::streamsize(picture.size() * sizeof(float)));
    if (!file.flush())
        leave(name + " cannot be written");
}

Result<std::shared_ptr<UpscaleModel>> open(const Options& options, const device::Device& device,
                                           device::Precision precision)
{
    if (!options.file.empty())
        return UpscaleModel::load(options.file, device, precision);
    const NetworkSource random = []() -> Result<std::shared_ptr<nn::Network>> {
        torch::manual_seed(1);
        return nn::makeNetwork({});
    };
    return ModelMaker::make(random, device, precision);
}

double rounded(double number, int digits)
{
    const double factor = std::pow(10.0, digits);
    return std::round(number * factor) / factor;
}

int run(const Options& options)
{
    const auto device = device::findDevice(options.device);
    if (!device)
        leave(device.error().text());
    if (options.threads > 0)
        torch::set_num_threads(options.threads);
    for (const device::Precision precision : options.precisions) {
        const auto model = open(options, *device, precision);
        if (!model)
            leave(model.error().text());
        const ModelTraits& traits = (*model)->traits();
        const image::Image picture = pictureFor(options, traits.inChannels);
        StopGate gate;
        const std::int64_t before = peakMemory();
        std::vector<double> seconds;
        for (int i = 0; i <= options.repeats; ++i) { // the first one warms up
            const auto start = std::chrono::steady_clock::now();
            const auto result = (*model)->upscale(picture, gate);
            if (!result)
                leave(result.error().text());
            seconds.push_back(
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
            if (i == options.repeats && !options.result.empty())
                write(*result, options.result);
        }
        seconds.erase(seconds.begin());
        std::sort(seconds.begin(), seconds.end());
        const double median = seconds[seconds.size() / 2];
        const double flops = traits.flopsPerPixel * options.width * options.height;
        const nlohmann::ordered_json line{
            {"engine", "Enlarger"},
            {"device", device->name},
            {"precision", device::precisionName((*model)->precision())},
            {"width", options.width},
            {"height", options.height},
            {"threads", torch::get_num_threads()},
            {"seconds", rounded(median, 4)},
            {"best", rounded(seconds.front(), 4)},
            {"gflops", rounded(flops / median / 1e9, 1)},
            {"peak_mib", (peakMemory() - before) >> 20},
            {"all_mib", peakMemory() >> 20}, // since the program began
            {"estimate_mib", traits.workingBytes(options.width, options.height) >> 20},
            {"network", traits.architecture},
        };
        std::cout << line.dump() << std::endl;
    }
    return 0;
}

} // namespace

namespace enlarger::bench {

int engineBench(int count, char** words)
{
    return run(parse(count, words));
}

} // namespace enlarger::bench
