// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/open_data.h"

#include "core/train/data/packed_data.h"
#include "core/train/photos/folder_scan.h"
#include "core/train/photos/pair_degradation.h"
#include "core/train/photos/picture_pairs.h"
#include "core/train/photos/picture_source.h"

#include <fmt/format.h>

#include <algorithm>

namespace enlarger::train {

namespace fs = std::filesystem;

namespace {

bool isPacked(const fs::path& path)
{
    return path.extension() == ".safetensors";
}

/// Files of all paths, each once, with their LR pictures where these are pairs.
Result<std::vector<SourcePicture>> candidatesIn(const std::vector<fs::path>& paths, const fs::path& lrFolder,
                                                int scale, DataReport& report)
{
    std::vector<SourcePicture> candidates;
    for (const fs::path& path : paths) {
        const PairFolders folders = lrFolder.empty() ? pairFoldersIn(path) : PairFolders{path, lrFolder};
        if (!folders.lr.empty()) {
            Result<std::vector<SourcePicture>> pairs = findPairs(folders, scale, report);
            if (!pairs)
                return pairs;
            std::ranges::move(*pairs, std::back_inserter(candidates));
            continue;
        }
        const Result<std::vector<fs::path>> files = filesBelow(path, report.passedOver);
        if (!files)
            return files.error();
        for (const fs::path& file : *files)
            candidates.push_back({file, {}});
    }
    std::ranges::stable_sort(candidates, {}, &SourcePicture::file);
    const auto again = std::ranges::unique(candidates, {}, &SourcePicture::file);
    candidates.erase(again.begin(), again.end());
    return candidates;
}

/// Below the path that was named, so that the names of folders above it do not count.
fs::path relativeTo(const std::vector<fs::path>& paths, const fs::path& file)
{
    for (const fs::path& path : paths) {
        const fs::path relative = file.lexically_relative(path);
        if (!relative.empty() && relative != "." && *relative.begin() != "..")
            return relative;
    }
    return file.filename();
}

bool matchesAny(const std::vector<std::string>& names, const fs::path& file)
{
    return std::ranges::any_of(names, [&](const std::string& name) {
        return file.stem() == name || std::find(file.begin(), file.end(), name) != file.end();
    });
}

Status check(const SampleOptions& options)
{
    if (options.scale < 1 || options.crop < options.scale || options.crop % options.scale != 0)
        return Error{ErrorKind::BadInput,
                     fmt::format("a crop of {} pixels cannot be made at x{}", options.crop, options.scale),
                     {},
                     "Set data.crop to a multiple of generator.scale"};
    const Result<degrade::Degradation> degradation =
        degrade::Degradation::fromName(options.degradation, options.scale);
    return degradation ? Status() : Status(degradation.error());
}

Error nothingFound(const std::vector<fs::path>& paths, const DataReport& report)
{
    Error error{ErrorKind::BadInput, "there is no picture to train on", paths.front(), {}};
    if (!report.tooSmall.empty()) {
        error.what +=
            fmt::format(": {} are smaller than {} pixels", report.tooSmall.size(), report.neededSide);
        error.advice = "Add larger pictures, or set a smaller data.crop";
    } else if (!report.enlarged.empty()) {
        error.what += fmt::format(": this program has enlarged {} of them itself", report.enlarged.size());
        error.advice = "Name a folder with photos as the camera made them";
    } else if (!report.mismatched.empty()) {
        error = report.mismatched.front();
        error.advice = "The network's scale (generator.scale of one from scratch) must be that of the pairs";
    } else if (!report.unpaired.empty()) {
        error = report.unpaired.front();
    } else if (!report.unreadable.empty()) {
        error.what += fmt::format(": {} cannot be read", report.unreadable.size());
        error.advice = "The first of them: " + report.unreadable.front().what;
    } else {
        error.advice = "Name a folder with photos, or packed files (*.safetensors)";
    }
    return error;
}

} // namespace

Result<DataReport> checkTrainingData(const std::vector<fs::path>& paths, const fs::path& lrFolder,
                                     const SampleOptions& options, Gate& gate, const ProgressSink& progress,
                                     const std::vector<std::string>& exclude)
{
    DataReport report;
    if (Status checked = check(options); !checked)
        return std::move(checked).error();
    if (!lrFolder.empty() && paths.size() != 1)
        return Error{ErrorKind::BadInput, "a folder of LR pictures goes with one folder of HR pictures",
                     lrFolder, "Put all HR pictures below one folder"};
    Result<std::vector<SourcePicture>> candidates = candidatesIn(paths, lrFolder, options.scale, report);
    if (!candidates)
        return std::move(candidates).error();
    std::erase_if(*candidates, [&](const SourcePicture& candidate) {
        return matchesAny(exclude, relativeTo(paths, candidate.file));
    });
    if (Status scanned = scanPictures(*candidates, options.crop, options.scale, gate, report, progress);
        !scanned)
        return std::move(scanned).error();
    const auto isPair = [](const SourcePicture& picture) { return !picture.lr.empty(); };
    if (const auto pairs = std::ranges::count_if(report.used, isPair);
        pairs != 0 && pairs != std::ssize(report.used))
        return Error{ErrorKind::BadInput, "some of these folders hold pairs and some HR pictures only",
                     paths.front(), "Train on folders of one kind"};
    return report;
}

Result<std::unique_ptr<SampleSource>> openTrainingData(const std::vector<fs::path>& paths,
                                                       const fs::path& lrFolder, const SampleOptions& options,
                                                       Gate& gate, DataReport& report,
                                                       const ProgressSink& progress)
{
    report = {};
    if (paths.empty())
        return Error{ErrorKind::BadInput,
                     "no training data is named",
                     {},
                     "Name a folder with photos, or packed files (*.safetensors)"};
    const auto packed = std::ranges::count_if(paths, isPacked);
    if (packed == std::ssize(paths)) {
        report.packed = paths;
        return openFound(report, options);
    }
    if (packed != 0)
        return Error{ErrorKind::BadInput, "packed files and folders cannot be trained on together",
                     *std::ranges::find_if(paths, isPacked), "Pack the folders as well, or name one kind"};
    Result<DataReport> found = checkTrainingData(paths, lrFolder, options, gate, progress);
    if (!found)
        return std::move(found).error();
    report = std::move(*found);
    if (report.used.empty())
        return nothingFound(paths, report);
    return openFound(report, options);
}

Result<std::unique_ptr<SampleSource>> openFound(const DataReport& report, const SampleOptions& options)
{
    if (report.packed.empty())
        return PictureSource::create(report.used, options);
    auto ofPairs = pairDegradation(options);
    if (!ofPairs)
        return std::move(ofPairs).error();
    return openPackedData(report.packed, options, *std::move(ofPairs));
}

} // namespace enlarger::train
