// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bench/train_bench.h"

#include "app/bench/bench_tools.h"
#include "core/base/random.h"
#include "core/train/data/packed_data.h"
#include "core/train/learn/adversarial_trainer.h"
#include "core/train/learn/feature_terms.h"
#include "core/train/learn/recipe_network.h"
#include "core/train/learn/training_precision.h"

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <numeric>

using namespace enlarger;
using namespace enlarger::train;

namespace {

using bench::leave;
using bench::peakMemory;

struct Options
{
    std::string recipe = "psnr";
    std::string size = "compact";
    std::string device = "auto";
    std::vector<std::string> precisions;
    int batch = 0; // 0: 8 for the compact network, 1 for the full one
    int steps = 10;
    int threads = 0;
};

Options parse(int count, char** words)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (++i == count)
            leave(word + " needs a value");
        const std::string value = words[i];
        if (word == "--recipe")
            options.recipe = value;
        else if (word == "--size")
            options.size = value;
        else if (word == "--device")
            options.device = value;
        else if (word == "--precision")
            options.precisions.push_back(value);
        else if (word == "--batch")
            options.batch = std::max(1, std::atoi(value.c_str()));
        else if (word == "--steps")
            options.steps = std::max(1, std::atoi(value.c_str()));
        else if (word == "--threads")
            options.threads = std::atoi(value.c_str());
        else
            leave("there is no option " + word);
    }
    if (options.precisions.empty())
        options.precisions = {"auto"};
    return options;
}

/// A packed file of noise: loading it costs what loading pictures costs.
std::filesystem::path makePictures(const std::filesystem::path& folder)
{
    auto file = folder / "enlarger-bench-train.safetensors";
    auto writer = PackedDataWriter::create(file, {4, "", "noise"});
    if (!writer)
        leave(writer.error().text());
    Random random(1);
    for (int i = 0; i < 16; ++i) {
        image::Image picture(480, 480, 3);
        std::generate_n(picture.data(), picture.size(), [&] { return float(random.uniform()); });
        if (const Status status = writer->add(picture, {}, std::uint64_t(i)); !status)
            leave(status.error().text());
    }
    if (const Status status = writer->finish(true); !status)
        leave(status.error().text());
    return file;
}

Recipe recipeFor(const Options& options)
{
    auto recipe = findRecipe(options.recipe);
    if (!recipe)
        leave(recipe.error().text());
    if (options.size == "compact") {
        recipe->generator.features = 32;
        recipe->generator.growth = 16;
        recipe->generator.blocks = 8;
    }
    recipe->data.batch = options.batch > 0 ? options.batch : options.size == "compact" ? 8 : 1;
    return *recipe;
}

std::unique_ptr<PerceptualTerm> randomVgg19(const torch::Device& device)
{
    const auto network = std::make_shared<nn::Vgg19>(std::vector<std::string>{"conv5_4"}, true);
    for (torch::Tensor& weights : network->buffers())
        weights.dim() == 4 ? weights.normal_(0.0, std::sqrt(2.0 / double(weights[0].numel())))
                           : weights.zero_();
    network->to(device);
    network->eval();
    return std::make_unique<FeatureTerm>(network, nn::FeatureDistance::L1, std::vector{1.0});
}

void run(const Options& options, const device::Device& device, const std::string& precisionName,
         const SampleSource& source)
{
    const Recipe recipe = recipeFor(options);
    auto precision = *device::precisionFromName(precisionName);
    if (precision == device::Precision::Auto)
        precision = trainingPrecision(recipe, device);
    if (precision == device::Precision::Int16)
        leave("int16 is for enlarging");
    const torch::Device torchDevice(device.name);
    ProcessGroup alone;
    torch::manual_seed(1);
    AdversarialTrainer trainer(recipe, nn::makeNetwork(networkSpec(recipe)), torchDevice, precision, alone);
    if (recipe.loss.perceptualWeight > 0.0)
        trainer.setPerceptual(randomVgg19(torchDevice));
    BatchLoader loader(source, {recipe.data.batch, 0, 1}, 0, 1);
    StopGate gate;
    std::vector<double> seconds;
    double waited = 0.0;
    constexpr int warmUp = 2;
    for (int step = 0; step < options.steps + warmUp; ++step) {
        const auto began = std::chrono::steady_clock::now();
        const double waitedBefore = loader.secondsWaited();
        auto batch = loader.next();
        if (!batch)
            leave(batch.error().text());
        trainer.step({*std::move(batch)}, step, {1e-4, 1e-4}, gate);
        if (step < warmUp)
            continue;
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
        waited += loader.secondsWaited() - waitedBefore;
    }
    const double total = std::accumulate(seconds.begin(), seconds.end(), 0.0);
    std::sort(seconds.begin(), seconds.end());
    const nlohmann::ordered_json line{{"engine", "Enlarger"},
                                      {"recipe", options.recipe},
                                      {"size", options.size},
                                      {"batch", recipe.data.batch},
                                      {"device", device.name},
                                      {"precision", device::precisionName(precision)},
                                      {"seconds", seconds[seconds.size() / 2]},
                                      {"waiting", waited / total},
                                      {"peakMiB", double(peakMemory()) / double(1 << 20)}};
    std::cout << line.dump() << std::endl;
}

} // namespace

namespace enlarger::bench {

int trainBench(int count, char** words)
{
    const Options options = parse(count, words);
    const auto device = device::findDevice(options.device);
    if (!device)
        leave(device.error().text());
    if (options.threads > 0)
        torch::set_num_threads(options.threads);
    const auto file = makePictures(std::filesystem::temp_directory_path());
    auto source = openPackedData({file}, {});
    std::filesystem::remove(file); // it stays mapped
    if (!source)
        leave(source.error().text());
    for (const std::string& precision : options.precisions)
        run(options, *device, precision, **source);
    return 0;
}

} // namespace enlarger::bench
