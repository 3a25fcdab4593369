// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/upscale/upscale_request.h"

#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/upscale/upscale_arguments.h"
#include "app/enlarge/print_size.h"
#include "app/files/input_list.h"
#include "app/presets/preset_store.h"
#include "core/image/write/write_plan.h"

#include <QRegularExpression>

#include <algorithm>

namespace enlarger::cli {

namespace fs = std::filesystem;
using image::PhotoFormat;

namespace {

const QStringList sizeOptions{QStringLiteral("scale"), QStringLiteral("width"), QStringLiteral("height"),
                              QStringLiteral("long-side"), QStringLiteral("megapixels")};

void readPreset(Arguments& options)
{
    const QString name = options.text(QStringLiteral("preset"));
    if (!options.has(QStringLiteral("preset")))
        return;
    const auto preset = app::PresetStore().find(toPath(name).string());
    if (!preset)
        return options.fail(QStringLiteral("--preset: %1").arg(toText(preset.error().text())));
    const bool hasSize =
        std::ranges::any_of(sizeOptions, [&](const QString& size) { return options.has(size); });
    const auto format =
        image::formatFromName(toPath(options.text(QStringLiteral("output"))).extension().string());
    QStringList decided; // by what is given
    if (hasSize)
        decided << sizeOptions << QStringLiteral("dpi");
    if (options.has(QStringLiteral("model")))
        decided << QStringLiteral("strength");
    if (format && image::canWrite(*format))
        decided << QStringLiteral("format");
    for (const auto& [option, value] : app::presetOptions(*preset))
        if (!decided.contains(option))
            options.presume(option, value);
}

image::ReadChoice wantedReading(Arguments& options)
{
    QStringList words;
    for (const image::RawSpaceRow& row : image::rawSpaces)
        words << QString::fromLatin1(row.word);
    image::ReadChoice reading;
    reading.page = options.integer(QStringLiteral("page"), 1, 10'000).value_or(1);
    const QString space = options.choice(QStringLiteral("raw-space"), words);
    reading.rawSpace = image::rawSpaceFromWord(space.toStdString()).value_or(image::RawSpace::Srgb);
    return reading;
}

// "100,50,800x600"; whether it lies inside a photo is seen when that is open.
std::optional<image::PixelRect> wantedCrop(Arguments& options)
{
    if (!options.has(QStringLiteral("crop")))
        return {};
    static const QRegularExpression form(QStringLiteral("^(\\d{1,7}),(\\d{1,7}),(\\d{1,7})x(\\d{1,7})$"));
    const QString typed = options.text(QStringLiteral("crop"));
    const auto match = form.match(typed);
    const image::PixelRect crop{match.captured(1).toInt(), match.captured(2).toInt(),
                                match.captured(3).toInt(), match.captured(4).toInt()};
    if (match.hasMatch() && !crop.empty())
        return crop;
    options.fail(QStringLiteral("--crop takes X,Y,WxH in pixels, as 100,50,800x600, not '%1'").arg(typed));
    return {};
}

image::Turn wantedTurn(Arguments& options)
{
    image::Turn turn;
    turn.quarters = options
                        .choice(QStringLiteral("rotate"), {QStringLiteral("0"), QStringLiteral("90"),
                                                           QStringLiteral("180"), QStringLiteral("270")})
                        .toInt() /
                    90;
    turn.degrees =
        options.number(QStringLiteral("straighten"), -image::Turn::mostDegrees, image::Turn::mostDegrees)
            .value_or(0.0);
    return turn;
}

// A side in pixels, or a length on paper.
std::optional<int> side(Arguments& options, const char* name, double dpi, bool& isPrint)
{
    constexpr int longestSide = 1'000'000;
    const QString option = QString::fromLatin1(name);
    if (!options.has(option))
        return {};
    const QString typed = options.text(option);
    bool isNumber = false;
    int pixels = typed.toInt(&isNumber);
    const auto length = app::lengthFrom(typed.toStdString());
    if (length)
        pixels = app::pixelsOf(*length, dpi);
    isPrint |= length.has_value();
    if ((isNumber || length) && pixels >= 1 && pixels <= longestSide)
        return pixels;
    options.fail(
        QStringLiteral("--%1 takes a whole number from 1 to %2, or a length as 40cm, 400mm or 16in, not '%3'")
            .arg(option)
            .arg(longestSide)
            .arg(typed));
    return {};
}

// And how many pixels per inch the file is to say.
infer::OutputSize outputSize(Arguments& options, double& dpi)
{
    options.exclusive(sizeOptions);
    infer::OutputSize size;
    size.factor = options.number(QStringLiteral("scale"), 0.1, 64.0);
    const auto given = options.number(QStringLiteral("dpi"), app::leastDpi, app::mostDpi);
    bool isPrint = false;
    dpi = given.value_or(app::standardDpi);
    size.width = side(options, "width", dpi, isPrint);
    size.height = side(options, "height", dpi, isPrint);
    size.longSide = side(options, "long-side", dpi, isPrint);
    size.megapixels = options.number(QStringLiteral("megapixels"), 0.001, 100'000.0);
    if (!given && !isPrint)
        dpi = 0.0;
    return size;
}

std::optional<PhotoFormat> wantedFormat(Arguments& options)
{
    if (!options.has(QStringLiteral("format")))
        return {};
    const QString typed = options.text(QStringLiteral("format"));
    const auto format = image::formatFromName(typed.toStdString());
    if (!format || !image::canWrite(*format))
        options.fail(QStringLiteral("--format takes %1, not '%2'").arg(formatWords(), typed));
    else if (const Status available = image::checkFormat(*format); !available)
        options.fail(QStringLiteral("--format %1: %2").arg(typed, toText(available.error().text())));
    return format;
}

// The default template names what was asked for: a factor, or else the size that came of it.
NameTemplate nameTemplate(Arguments& options, const infer::OutputSize& size)
{
    const bool bySize = size.width || size.height || size.longSide || size.megapixels;
    std::string text = bySize ? app::standardNameTemplateBySize : app::standardNameTemplate;
    if (options.has(QStringLiteral("name")))
        text = toPath(options.text(QStringLiteral("name"))).string();
    Result<NameTemplate> parsed = NameTemplate::parse(text);
    if (parsed)
        return *std::move(parsed);
    options.fail(QStringLiteral("%1. %2").arg(toText(parsed.error().what), toText(parsed.error().advice)));
    return {};
}

IfExists existsRule(Arguments& options)
{
    QStringList rules;
    for (const std::string& name : allNames<IfExists>())
        rules += toText(name);
    const QString rule = options.choice(QStringLiteral("if-exists"), rules);
    return fromName<IfExists>(rule.toStdString()).value_or(IfExists::Ask);
}

// Is -o a file or a folder, and in which format is the file?
void decideOutput(Arguments& options, UpscaleRequest& request)
{
    const QString typed = options.text(QStringLiteral("output"));
    if (!options.has(QStringLiteral("output")))
        return;
    if (typed.isEmpty())
        return options.fail(QStringLiteral("-o names no file or folder"));
    if (typed == QLatin1String("-"))
        return; // see decideStreams()
    std::error_code error;
    request.output = toPath(typed);
    if (typed.endsWith(QLatin1Char('/')) || fs::is_directory(request.output, error)) {
        const QString plain = typed.left(typed.size() - 1);
        if (!fs::is_directory(request.output, error) && fs::exists(toPath(plain), error))
            return options.fail(QStringLiteral("-o '%1': there is a file of that name").arg(typed));
        request.outputIsFolder = true;
        return;
    }
    const auto format = image::formatFromName(request.output.extension().string());
    const bool several = request.inputs.size() > 1 ||
                         (!request.inputs.empty() && fs::is_directory(request.inputs.front(), error));
    if (several) {
        if (format || fs::exists(request.output, error))
            return options.fail(QStringLiteral("-o '%1' names a file, but there may be several results; "
                                               "name a folder, with a '/' at its end")
                                    .arg(typed));
        request.outputIsFolder = true;
        return;
    }
    if (request.settings.output.format)
        return;
    if (!format)
        return options.fail(
            QStringLiteral("-o '%1' does not say the format; end it in %2, or in '/' for a folder, or give "
                           "--format")
                .arg(typed, formatExtensions()));
    if (!image::canWrite(*format))
        return options.fail(QStringLiteral("-o '%1': %2 can be read but not written; choose one of %3")
                                .arg(typed, QString::fromLatin1(image::formatName(*format)), formatWords()));
    if (const Status available = image::checkFormat(*format); !available)
        return options.fail(QStringLiteral("-o '%1': %2").arg(typed, toText(available.error().text())));
    request.settings.output.format = format;
}

void readShardAndLists(Arguments& options, UpscaleRequest& request)
{
    for (const QString& list : options.texts(QStringLiteral("files-from"))) {
        const auto paths = app::readPathList(toPath(list));
        if (!paths)
            return options.fail(QStringLiteral("--files-from: %1").arg(toText(paths.error().text())));
        request.inputs.insert(request.inputs.end(), paths->begin(), paths->end());
    }
    if (options.has(QStringLiteral("shard"))) {
        request.shard = app::Shard::parse(options.text(QStringLiteral("shard")).toStdString());
        if (!request.shard)
            options.fail(QStringLiteral("--shard takes I/N with I from 1 to N, as 2/8, not '%1'")
                             .arg(options.text(QStringLiteral("shard"))));
    }
    request.manifest = toPath(options.text(QStringLiteral("manifest")));
}

// "-" is one photo from standard input, and -o - one to standard output. A file of that name is "./-".
void decideStreams(Arguments& options, UpscaleRequest& request)
{
    request.fromStdin = std::ranges::find(request.inputs, fs::path("-")) != request.inputs.end();
    request.toStdout = options.text(QStringLiteral("output")) == QLatin1String("-");
    std::error_code error;
    if (request.fromStdin && request.inputs.size() > 1)
        options.fail(QStringLiteral("'-' is one photo from standard input: give no other beside it"));
    else if (request.fromStdin && (request.output.empty() || request.outputIsFolder) && !request.toStdout)
        options.fail(
            QStringLiteral("a photo from standard input has no name: name the result, with -o FILE, or "
                           "-o - for standard output"));
    else if (request.fromStdin && stdinIsTerminal())
        options.fail(QStringLiteral("standard input is a terminal: send a photo with '< FILE'"));
    if (!request.toStdout)
        return;
    if (request.inputs.size() > 1 ||
        (!request.inputs.empty() && fs::is_directory(request.inputs.front(), error)))
        options.fail(
            QStringLiteral("-o - takes one photo: name a folder for several, with a '/' at its end"));
    else if (!request.settings.output.format)
        options.fail(QStringLiteral("-o - does not say the format: give --format"));
    else if (request.after)
        options.fail(QStringLiteral("--after takes results in files, and -o - is none"));
    else if (request.json)
        options.fail(QStringLiteral("--json and -o - both write to standard output: give -o a file"));
    else if (stdoutIsTerminal() && !request.dryRun)
        options.fail(QStringLiteral("standard output is a terminal: send the picture on with '> FILE'"));
}

} // namespace

std::optional<UpscaleRequest> parseUpscaleRequest(const QStringList& arguments, int& exitCode)
{
    Arguments options(
        QStringLiteral("upscale INPUT... [options]"),
        QStringLiteral("Enlarges photos with a super-resolution network, and preserves what they contain:\n"
                       "colour profile, EXIF, XMP, IPTC, depth, transparency."));
    declareUpscaleOptions(options);
    if (!options.parse(arguments)) {
        exitCode = options.exitCode();
        return {};
    }

    readPreset(options);
    UpscaleRequest request;
    for (const QString& input : options.positionals())
        request.inputs.push_back(toPath(input));
    readShardAndLists(options, request);
    if (request.inputs.empty() && !options.has(QStringLiteral("files-from")))
        options.fail(QStringLiteral("no photo is given"));
    request.model = toPath(options.text(QStringLiteral("model"))).string();
    request.strength = options.number(QStringLiteral("strength"), 0.0, 1.0);
    request.settings.reading = wantedReading(options);
    request.settings.turn = wantedTurn(options);
    request.settings.crop = wantedCrop(options);
    request.settings.colourLock = options.has(QStringLiteral("colour-lock"));
    request.settings.ensemble = options.has(QStringLiteral("ensemble"));
    request.settings.size = outputSize(options, request.settings.dpi);
    request.settings.output.format = wantedFormat(options);
    request.hasQuality = options.has(QStringLiteral("quality"));
    request.settings.output.quality = options.integer(QStringLiteral("quality"), 1, 100).value_or(95);
    request.settings.output.bits =
        options
            .choice(QStringLiteral("depth"),
                    {QStringLiteral("auto"), QStringLiteral("8"), QStringLiteral("16")})
            .toInt(); // auto: 0
    request.device =
        options.has(QStringLiteral("device")) ? options.text(QStringLiteral("device")).toStdString() : "auto";
    request.precision = options.choice(QStringLiteral("precision"), device::Precision::Auto);
    if (options.text(QStringLiteral("tile")) != QStringLiteral("auto"))
        request.settings.tile = options.integer(QStringLiteral("tile"), 16, 16384).value_or(0);
    request.settings.exact = options.has(QStringLiteral("exact"));
    request.settings.memoryShare = options.number(QStringLiteral("memory"), 5.0, 95.0).value_or(50.0) / 100.0;
    request.name = nameTemplate(options, request.settings.size);
    request.ifExists = existsRule(options);
    if (options.has(QStringLiteral("after"))) {
        auto command = app::AfterCommand::parse(options.text(QStringLiteral("after")));
        if (command)
            request.after = *std::move(command);
        else
            options.fail(QStringLiteral("--after: %1").arg(toText(command.error().text())));
    }
    request.recursive = options.has(QStringLiteral("recursive"));
    request.dryRun = options.has(QStringLiteral("dry-run"));
    request.json = options.has(QStringLiteral("json"));
    decideOutput(options, request);
    decideStreams(options, request);
    if (options.isWrong()) {
        exitCode = options.exitCode();
        return {};
    }
    return request;
}

} // namespace enlarger::cli
