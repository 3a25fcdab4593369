// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/pack_request.h"

#include "app/cli/terminal/path_text.h"
#include "app/cli/train/degradation_settings.h"

#include <charconv>
#include <cmath>

namespace enlarger::cli {

namespace {

void declareOptions(Arguments& options)
{
    options.addPositional(text("FOLDER"),
                          text("Pictures, also in subfolders; or HR and LR below one folder."));
    options.addOption({text("o"), text("output")}, text("FILE"), text("The result, a .safetensors file."));
    options.addOption({text("lr")}, text("FOLDER"),
                      text("LR pictures, paired by name and packed with the HR ones."));
    options.addOption(
        {text("scale")}, text("N"),
        text("Of HR to LR; sides of patches are multiples of it. 1 to 16, default: the recipe's, else 4."));
    options.addOption({text("degradation")}, text("K"),
                      text("Store LR made as: bicubic, bicubic-8bit, photo or real. Default: none; training "
                           "then makes bicubic LR on its device."));
    declareDegradation(options);
    options.addOption({text("crop")}, text("SIDE"), text("Longest side of a patch, pixels. Default: 480."));
    options.addOption({text("least")}, text("SIDE"),
                      text("Pictures with a shorter side are left out; pixels. Default: 128."));
    options.addOption({text("max-size")}, text("BYTES"),
                      text("Most bytes of pixels in a file, as 48M or 2G; more are split into "
                           "FILE-00001-of-00003 and so on."));
    options.addOption({text("limit")}, text("N"), text("At most so many patches, chosen at random."));
    options.addOption({text("seed")}, text("S"),
                      text("Seed of that choice and of the degradation. Default: 1."));
    options.addOption({text("exclude")}, text("NAME"),
                      text("Skip files and folders of that name; may be given several times."));
    options.addOption({text("note")}, text("TEXT"), text("Describes the pictures, for the cards of models."));
    options.addOption({text("teacher")}, text("NAME|FILE"),
                      text("Store what this network makes of LR instead of the true HR, to distil it into "
                           "another one. Needs --degradation, --lr or pairs."));
    options.addOption({text("device")}, text("D"),
                      text("For the teacher: auto, cpu, cuda or cuda:N. Default: auto."));
    options.addOption({text("precision")}, text("P"),
                      text("For the teacher: auto, fp32, bf16, fp16 or int16. Default: auto."));
    options.addFlag({text("replace")}, text("Replace existing files."));
}

} // namespace

std::optional<std::int64_t> bytesFrom(const std::string& text)
{
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string unit(static_cast<const char*>(end), text.data() + text.size());
    if (unit.ends_with('B') || unit.ends_with('b'))
        unit.pop_back();
    constexpr std::pair<const char*, double> units[] = {
        {"", 1.0}, {"k", 0x1p10}, {"K", 0x1p10}, {"m", 0x1p20}, {"M", 0x1p20}, {"g", 0x1p30}, {"G", 0x1p30}};
    for (const auto& [name, factor] : units)
        if (const double bytes = number * factor;
            error == std::errc() && unit == name && std::isfinite(bytes) && bytes >= 1.0 && bytes < 0x1p60)
            return std::int64_t(bytes);
    return {};
}

std::optional<PackRequest> parsePackRequest(const QStringList& arguments, int& exitCode)
{
    Arguments options(text("pack FOLDER... -o FILE [options]"),
                      text("Decodes the pictures of folders, cuts them into patches and writes them as one "
                           "file that training\n"
                           "maps into memory: nothing is decoded then, and no photo library is needed."));
    declareOptions(options);
    PackRequest request;
    if (options.parse(arguments)) {
        if (options.positionals().isEmpty())
            options.fail(text("no folder is given"));
        if (!options.has(text("output")))
            options.fail(text("-o FILE is needed"));
    }
    for (const QString& folder : options.positionals())
        request.folders.push_back(toPath(folder));
    request.lr = toPath(options.text(text("lr")));
    for (const QString& name : options.texts(text("exclude")))
        request.exclude.push_back(toPath(name).string());
    request.teacher = options.text(text("teacher"));
    if (options.has(text("device")))
        request.device = options.text(text("device")).toStdString();
    request.precision = options.choice(text("precision"), device::Precision::Auto);

    train::PackOptions& pack = request.pack;
    pack.output = options.outputFile();
    if (pack.output.extension() != ".safetensors")
        pack.output += ".safetensors";
    const train::Recipe recipe = readDegradation(options);
    pack.degradationOptions = recipe.degradation;
    pack.scale = options.integer(text("scale"), 1, 16).value_or(recipe.generator.scale);
    if (options.has(text("degradation")))
        pack.degradation = options.choice(text("degradation"), degradationNames()).toStdString();
    else if (options.has(text("set")) || options.has(text("recipe")))
        options.fail(text("--set and --recipe go with --degradation, which is not given"));
    pack.patch = options.integer(text("crop"), 16, 16384).value_or(pack.patch);
    request.least = options.integer(text("least"), 16, 16384).value_or(std::min(request.least, pack.patch));
    pack.limit = options.integer(text("limit"), 1, 1'000'000'000).value_or(0);
    pack.seed = std::uint64_t(options.integer(text("seed"), 0, 1'000'000'000).value_or(1));
    pack.note = options.text(text("note")).toStdString();
    pack.replace = options.has(text("replace"));
    if (options.has(text("max-size"))) {
        const auto bytes = bytesFrom(options.text(text("max-size")).toStdString());
        if (!bytes)
            options.fail(
                text("--max-size takes a size as 48M or 2G, not '%1'").arg(options.text(text("max-size"))));
        pack.maxBytes = bytes.value_or(0);
    }
    exitCode = options.exitCode();
    if (options.isWrong() || options.has(text("help")))
        return {};
    return request;
}

} // namespace enlarger::cli
