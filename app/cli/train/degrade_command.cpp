// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/train/degradation_settings.h"
#include "core/image/write/photo_writer.h"
#include "core/train/photos/degrade_photo.h"

#include <fmt/format.h>

namespace enlarger::cli {

namespace {

struct DegradeRequest
{
    std::filesystem::path photo;
    std::filesystem::path output;
    std::string kind;
    degrade::DegradationOptions options;
    int scale = 4;
    int seed = 1;
    image::WriteOptions write;
};

std::optional<DegradeRequest> parse(const QStringList& arguments, int& exitCode)
{
    Arguments options(
        text("degrade PHOTO [options]"),
        text("Makes the degraded LR picture that training would make of a photo, for inspection."));
    options.addPositional(text("PHOTO"), text("The photo; it is cropped to a multiple of the scale."));
    options.addOption(
        {text("kind")}, text("K"),
        text("bicubic (as MATLAB), bicubic-8bit, photo (as from a phone or the web) or real (the "
             "second-order model of Real-ESRGAN). Default: the recipe's, else bicubic."));
    declareDegradation(options);
    options.addOption({text("scale")}, text("N"),
                      text("Factor of downscaling, 1 to 16. Default: the recipe's, else 4."));
    options.addOption({text("seed")}, text("S"),
                      text("Another seed gives another random degradation. Default: 1."));
    options.addOption({text("o"), text("output")}, text("FILE"),
                      text("The result; its extension decides the format. Default: NAME_x4_LR.png beside the "
                           "photo."));
    options.addFlag({text("replace")}, text("Replace an existing file."));
    if (options.parse(arguments) && options.positionals().size() != 1)
        options.fail(text("one photo must be given"));

    DegradeRequest request;
    const train::Recipe recipe = readDegradation(options);
    request.options = recipe.degradation;
    const std::string chosen = options.choice(text("kind"), degradationNames()).toStdString();
    request.kind = options.has(text("kind")) ? chosen : nameOf(recipe.data.degradation);
    request.scale = options.integer(text("scale"), 1, 16).value_or(recipe.generator.scale);
    request.seed = options.integer(text("seed"), 0, 1'000'000'000).value_or(1);
    request.photo = toPath(options.positionals().value(0));
    request.output = options.outputFile();
    if (request.output.empty())
        request.output = request.photo.parent_path() /
                         (request.photo.stem().string() + fmt::format("_x{}_LR.png", request.scale));
    const auto format = image::formatFromName(request.output.extension().string());
    if (!format || !image::canWrite(*format))
        options.fail(text("'%1' does not say a format that can be written").arg(toText(request.output)));
    else
        request.write.format = *format;
    request.write.replace = options.has(text("replace"));
    if (std::error_code problem; std::filesystem::equivalent(request.photo, request.output, problem))
        options.fail(text("the photo itself is never replaced: choose another name with -o"));
    exitCode = options.exitCode();
    if (options.isWrong() || options.has(text("help")))
        return {};
    return request;
}

} // namespace

int runDegrade(const QStringList& arguments)
{
    int exitCode = ExitDone;
    const std::optional<DegradeRequest> request = parse(arguments, exitCode);
    if (!request)
        return exitCode;
    const Result<degrade::Degradation> degradation =
        degrade::Degradation::fromName(request->kind, request->scale, request->options);
    Result<image::Image> lr =
        degradation ? train::degradePhoto(request->photo, *degradation, std::uint64_t(request->seed))
                    : degradation.error();
    const Status done = lr ? image::writePhoto(request->output, *lr, request->write) : Status(lr.error());
    if (!done)
        return reportError(done.error(), ExitFailed);
    printErr(
        printable(fmt::format("{}: {} x {} pixels", request->output.string(), lr->width(), lr->height())));
    return ExitDone;
}

} // namespace enlarger::cli
