// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/enlarge/upscale_options.h"

#include "app/files/number_text.h"
#include "core/base/time_text.h"
#include "core/models/model_store.h"

namespace enlarger::app {

infer::UpscaleOptions makeUpscaleOptions(const EnlargeSettings& settings, const infer::ModelSelection& model,
                                         const std::filesystem::path& photo, image::PhotoFormat source)
{
    infer::UpscaleOptions options;
    options.input = photo;
    options.reading = settings.reading;
    options.turn = settings.turn;
    options.crop = settings.crop;
    options.size = settings.size;
    options.dpi = settings.dpi;
    options.colourLock = settings.colourLock;
    options.ensemble = settings.ensemble;
    options.format = settings.output.format.value_or(image::outputFormatFor(source));
    options.quality = settings.output.quality;
    options.bits = settings.output.bits;
    options.tile = settings.tile;
    options.exact = settings.exact;
    options.memoryShare = settings.memoryShare;
    options.model = model;
    options.cacheFolder = models::ModelStore::cacheFolder();
    return options;
}

void setOutput(infer::UpscaleOptions& options, const OutputName& output)
{
    options.output = output.file;
    options.replace = output.ifTaken == IfExists::Overwrite;
    options.numbered = output.ifTaken == IfExists::Rename ? output.numbered : std::filesystem::path();
}

bool isTakenMeanwhile(const infer::UpscaleOptions& options, const Error& error)
{
    return error.kind == ErrorKind::FileExists && !options.replace && options.numbered.empty();
}

namespace {

// Of a path that may be relative.
std::string folderNameOf(const std::filesystem::path& photo)
{
    std::error_code error;
    const std::filesystem::path whole = std::filesystem::absolute(photo, error);
    return (error ? photo : whole.lexically_normal()).parent_path().filename().string();
}

} // namespace

NameFields nameFieldsOf(const infer::UpscaleOptions& options, int sourceWidth, const infer::PixelSize& output)
{
    const double reached = sourceWidth > 0 ? double(output.width) / sourceWidth : 0.0;
    return {options.input.stem().string(),
            options.model.name(),
            factorText(options.size.factor.value_or(reached)),
            std::to_string(output.width),
            std::to_string(output.height),
            device::precisionName(options.model.precision),
            localDateText(),
            folderNameOf(options.input),
            {},
            std::to_string(options.reading.page)};
}

} // namespace enlarger::app
