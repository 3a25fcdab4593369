// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/upscale/upscale_arguments.h"

#include "app/cli/terminal/path_text.h"
#include "core/base/word_list.h"
#include "core/image/write/write_plan.h"

namespace enlarger::cli {

using image::PhotoFormat;

QString formatWords()
{
    std::vector<std::string> words;
    for (const PhotoFormat format : image::availableFormats())
        words.push_back(image::formatWord(format));
    return toText(wordList(words, "or"));
}

QString formatExtensions()
{
    std::vector<std::string> extensions;
    for (const PhotoFormat format : image::availableFormats())
        extensions.push_back("." + image::formatExtension(format));
    return toText(wordList(extensions, "or"));
}

void declareUpscaleOptions(Arguments& options)
{
    const auto option = [&](const char* names, const char* value, const char* description) {
        options.addOption(QString::fromLatin1(names).split(QLatin1Char(' ')), QString::fromLatin1(value),
                          QString::fromLatin1(description));
    };
    const auto flag = [&](const char* name, const char* description) {
        options.addFlag({QString::fromLatin1(name)}, QString::fromLatin1(description));
    };
    options.addPositional(QStringLiteral("INPUT"),
                          QStringLiteral("Photos, and folders of photos; - is standard input."));
    option("o output", "FILE|FOLDER",
           "Where the results go; - is standard output. Default: beside each source.");
    option("m model", "NAME|FILE",
           "The network: a model, a run of train, or a file. Default: the best for the device, "
           "realesrgan-x4plus on a graphics card, photo-x4 on a CPU.");
    option("strength", "S", "0 (faithful) to 1 (crisp): mixes the model with its partner.");
    option("preset", "NAME|FILE",
           "A named set of settings ('enlarger-cli presets'). Options that are given count before it.");
    option("page", "N",
           "Which page of a TIFF, picture of a HEIC or AVIF, or frame of a GIF or WebP. Default: 1.");
    option("raw-space", "SPACE",
           "srgb, p3, adobe or prophoto: the colours in which a camera's RAW is developed. Default: srgb.");
    option("rotate", "DEGREES", "90, 180 or 270: turn the upright photo clockwise first.");
    option("straighten", "DEGREES",
           "-45 to 45: turn it clockwise by so much, and cut the empty corners off.");
    option("crop", "X,Y,WxH",
           "Enlarge only this rectangle: its left and upper edge and size in pixels of the (turned) source.");
    flag("colour-lock",
         "Take the tones of larger areas from the source, and only the detail from the network.");
    flag("ensemble", "Take the mean of eight turns and mirrorings: a little truer, and 8 times as long.");
    option("scale", "X", "Factor, 0.1 to 64. Default: the network's own scale.");
    option("width", "N|LENGTH", "Width of the result in pixels, or of its print: 40cm, 16in, at --dpi.");
    option("height", "N|LENGTH", "Height of the result, likewise.");
    option("long-side", "N|LENGTH", "Longer side of the result, likewise.");
    option("megapixels", "N", "Size of the result in megapixels.");
    option("dpi", "N", "Pixels per inch, for a LENGTH; the result's file says it. Default: 300.");
    options.addOption(
        {QStringLiteral("format")}, QStringLiteral("F"),
        QStringLiteral("%1. Default: the source's, or that of -o FILE; -o - needs it.").arg(formatWords()));
    option("quality", "N", "1 to 100, for the lossy formats. Default: 95.");
    option("depth", "BITS", "auto, 8 or 16. Default: auto, as the source.");
    option("device", "D", "auto, cpu, cuda or cuda:N. Default: auto.");
    option("precision", "P",
           "auto, fp32, bf16, fp16 or int16 (often the fastest\nwith AVX2). Default: auto.");
    option("tile", "N", "Side of the tiles in source pixels, or auto. Default: auto.");
    flag("exact", "Refuse photos for which memory is too short for an exact result.");
    option("memory", "PERCENT", "The share of free memory that tiles may use, 5 to 95. Default: 50.");
    option("name", "TEMPLATE", "The results' names. Default: {name}_x{scale}.");
    option("if-exists", "RULE", "ask, skip, rename or overwrite. Default: ask; without a terminal, rename.");
    option("after", "COMMAND",
           "Run a program on each result; {input} and {output} stand for the files. Not by a shell.");
    flag("recursive", "Include subfolders.");
    option("files-from", "LIST", "Further photos and folders, a path a line; - is standard input.");
    option("shard", "I/N", "Only the I-th of N parts of the photos: each computer takes another.");
    option("manifest", "FILE",
           "Adds a line of JSON for each photo, for 'report'; several programs may share the file.");
    flag("dry-run", "Only say what would be done.");
    flag("json", "Machine-readable lines on stdout.");
}

} // namespace enlarger::cli
