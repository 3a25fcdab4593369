// SPDX-License-Identifier: GPL-3.0-or-later
// Enlarges a large JPEG to a TIFF, file to file, and prints the rate and the peak of resident memory as a
// JSON line.
//   bench-photo [MODEL FILE | --random FEATURESxBLOCKS] [--megapixels N] [--device D] [--precision P]
//   [--folder F]
// Without a file: SRVGG 64x16 x4 with random weights. 100 megapixels by default, which a photo of 3:4
// with 1.6 gigapixels comes of; the files (some 5 GB) lie in a folder of their own in F (by default the
// temporary one) and are removed at the end. Fails where more than 1.5 GiB were resident.
#include "app/bench/bench_tools.h"
#include "core/image/write/photo_writer.h"
#include "core/infer/engine/model_maker.h"
#include "core/infer/engine/upscale_model.h"
#include "core/infer/export/photo_upscaler.h"

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace enlarger;
using namespace enlarger::infer;
namespace fs = std::filesystem;

namespace {

using bench::leave;

constexpr double boundMiB = 1536.0;

struct Options
{
    std::string model;
    int features = 64;
    int blocks = 16;
    double megapixels = 100.0;
    std::string device = "auto";
    std::string precision = "auto";
    fs::path folder = fs::temp_directory_path();
    fs::path photo; // set in the process that is measured
};

template <class T>
T valueOf(Result<T> result)
{
    if (!result)
        leave(result.error().text());
    return std::move(result).value();
}

void check(const Status& status)
{
    if (!status)
        leave(status.error().text());
}

Options parse(int count, char** words)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (!word.starts_with("--")) {
            options.model = word;
            continue;
        }
        if (++i == count)
            leave(word + " needs a value");
        const std::string value = words[i];
        if (word == "--megapixels")
            options.megapixels = std::atof(value.c_str());
        else if (word == "--random") {
            if (std::sscanf(value.c_str(), "%dx%d", &options.features, &options.blocks) != 2)
                leave("--random is FEATURESxBLOCKS");
        } else if (word == "--device")
            options.device = value;
        else if (word == "--precision")
            options.precision = value;
        else if (word == "--folder")
            options.folder = value;
        else if (word == "--photo")
            options.photo = value;
        else
            leave("unknown option " + word);
    }
    if (!(options.megapixels > 0.0))
        leave("--megapixels is a number above 0");
    return options;
}

/// Waves of several lengths under a little grain: nothing flat, nothing that JPEG would choke on.
void makePhoto(const fs::path& file, double megapixels)
{
    const int height = std::max(static_cast<int>(std::sqrt(megapixels * 1e6 * 3.0 / 4.0)), 1);
    const int width = std::max(static_cast<int>(megapixels * 1e6 / height), 1);
    auto writer = valueOf(image::PhotoWriter::create(file, {.width = width, .height = height}, {}));
    unsigned grain = 1;
    for (int y = 0; y < height; y += 64) {
        image::Image rows(width, std::min(64, height - y), 3);
        for (int r = 0; r < rows.height(); ++r)
            for (int x = 0; x < width; ++x) {
                grain = grain * 1664525u + 1013904223u;
                const float base = 0.5f +
                                   0.2f * std::sin(float(x) * 0.01f) * std::cos(float(y + r) * 0.007f) +
                                   0.1f * std::sin(float(x + 2 * (y + r)) * 0.3f);
                for (int c = 0; c < 3; ++c)
                    rows.at(x, r, c) = base + 0.05f * float(c) + float(grain >> 24) / 8192.0f;
            }
        check(writer.write(rows));
    }
    check(writer.finish());
}

std::shared_ptr<UpscaleModel> loadModel(const Options& options)
{
    const device::Device device = valueOf(device::findDevice(options.device));
    const device::Precision precision = valueOf(device::precisionFromName(options.precision));
    if (!options.model.empty())
        return valueOf(UpscaleModel::load(options.model, device, precision));
    const NetworkSource source = [options]() -> Result<std::shared_ptr<nn::Network>> {
        torch::manual_seed(1);
        return nn::makeNetwork({.architecture = nn::Architecture::Srvgg,
                                .features = options.features,
                                .blocks = options.blocks});
    };
    return valueOf(ModelMaker::make(source, device, precision));
}

/// The peak of this program's resident memory since it began, in MiB.
double peakMebibytes()
{
    return double(bench::peakMemory()) / double(1 << 20);
}

/// The measured process: nothing but the enlarging happens in it.
int enlarge(const Options& options)
{
    device::openAccelerators();
    const auto model = loadModel(options);
    UpscaleOptions request;
    request.input = options.photo;
    request.output = options.photo.parent_path() / "out.tif";
    request.format = image::PhotoFormat::Tiff;
    StopGate gate;
    int percent = -1;
    const auto report = PhotoUpscaler(model).run(request, gate, [&](const Progress& progress) {
        const int now = static_cast<int>(progress.done * 100 / std::max<std::int64_t>(progress.total, 1));
        if (now / 5 != percent / 5)
            std::cerr << now << "%, " << progress.megapixelsPerSecond << " MP/s, " << progress.secondsLeft
                      << " s left, " << peakMebibytes() << " MiB\n";
        percent = now;
    });
    if (!report)
        leave(report.error().text());
    const double megapixels = double(report->plan.width) * report->plan.height / 1e6;
    const double peak = peakMebibytes();
    const nlohmann::json line{
        {"bench", "photo"},
        {"model", model->traits().architecture},
        {"device", model->device().description},
        {"precision", device::precisionName(model->precision())},
        {"tile", report->plan.tile},
        {"tiles", report->plan.tiles},
        {"megapixels in", double(report->plan.source.width) * report->plan.source.height / 1e6},
        {"megapixels out", megapixels},
        {"seconds", report->seconds},
        {"megapixels per second", megapixels / report->seconds},
        {"planned MiB", double(report->plan.memory) / 1048576.0},
        {"peak MiB", peak},
        {"bound MiB", boundMiB}};
    std::cout << line.dump() << "\n";
    return peak <= boundMiB ? 0 : 1;
}

/// Starts this program again, so that making the photo does not count.
int measure(const fs::path& photo, int count, char** words)
{
    std::vector<char*> all(words, words + count);
    std::string option = "--photo";
    std::string file = photo.string();
    all.insert(all.end(), {option.data(), file.data(), nullptr});
    const pid_t child = ::fork();
    if (child == 0) {
        ::execv("/proc/self/exe", all.data());
        ::_exit(2);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child)
        leave("no process could be started");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

} // namespace

int main(int argc, char** argv)
{
    const Options options = parse(argc, argv);
    if (!options.photo.empty())
        return enlarge(options);

    std::string folder = (options.folder / "bench-photo-XXXXXX").string();
    if (!::mkdtemp(folder.data()))
        leave("no folder can be made in " + options.folder.string());
    const fs::path photo = fs::path(folder) / "in.jpg";
    makePhoto(photo, options.megapixels);
    const int code = measure(photo, argc, argv);
    fs::remove_all(folder);
    return code;
}
