// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/evaluate/evaluation_set.h"

#include "core/image/photo/photo.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace enlarger::infer {

namespace fs = std::filesystem;

namespace {

Result<std::vector<fs::path>> picturesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const fs::path& file = entry->path();
        std::error_code unreadable;
        if (!file.filename().string().starts_with('.') && file.extension().string().size() > 1 &&
            image::formatFromName(file.extension().string()) && entry->is_regular_file(unreadable))
            files.push_back(file);
    }
    if (error)
        return Error{ErrorKind::Io, "the folder cannot be read: " + error.message(), folder, {}};
    std::sort(files.begin(), files.end());
    return files;
}

// The stem without the first of the endings that it has; nothing where it has none.
std::optional<std::string> without(const fs::path& file, const std::vector<std::string>& endings)
{
    const std::string stem = file.stem().string();
    for (const std::string& ending : endings)
        if (stem.size() > ending.size() && stem.ends_with(ending))
            return stem.substr(0, stem.size() - ending.size());
    return {};
}

std::vector<std::string> markedEndings(int scale, const char* kind)
{
    return {fmt::format("_x{}_{}", scale, kind), fmt::format("_{}_x{}", kind, scale),
            fmt::format("_{}", kind)};
}

} // namespace

Result<EvaluationSet> findEvaluationSet(const fs::path& hrFolder, const fs::path& lrFolder, int scale)
{
    const Result<std::vector<fs::path>> hrFiles = picturesIn(hrFolder);
    if (!hrFiles)
        return hrFiles.error();
    const Result<std::vector<fs::path>> lrFiles = picturesIn(lrFolder.empty() ? hrFolder : lrFolder);
    if (!lrFiles)
        return lrFiles.error();

    const std::vector<std::string> hrEndings = markedEndings(scale, "HR");
    const bool isMarked = std::any_of(hrFiles->begin(), hrFiles->end(), [&](const fs::path& file) {
        return without(file, hrEndings).has_value();
    });

    // Marked LR files come first; in a folder of their own, plain names count too.
    std::map<std::string, fs::path> lrByName;
    std::vector<std::vector<std::string>> lrEndings{markedEndings(scale, "LR")};
    const bool ownFolder = !lrFolder.empty() && lrFolder != hrFolder;
    if (ownFolder) {
        lrEndings.push_back({fmt::format("_x{}", scale), fmt::format("x{}", scale)});
        lrEndings.push_back({""});
    }
    for (const auto& endings : lrEndings)
        for (const fs::path& file : *lrFiles)
            if (const auto name = without(file, endings))
                lrByName.try_emplace(*name, file);

    EvaluationSet set;
    for (const fs::path& file : *hrFiles) {
        const auto marked = without(file, hrEndings);
        const bool isLr = without(file, lrEndings.front()).has_value();
        if (isMarked ? !marked : !ownFolder && isLr)
            continue;
        const std::string name = marked.value_or(file.stem().string());
        const auto lr = lrByName.find(name);
        if (lr == lrByName.end() && !lrFolder.empty())
            set.problems.push_back(
                {ErrorKind::BadInput, fmt::format("there is no LR picture for it at x{}", scale), file,
                 fmt::format("Looked for {0}, {0}_x{1}_LR, {0}_LR, {0}x{1} and the like in {2}", name, scale,
                             lrFolder.string())});
        else
            set.pairs.push_back({name, file, lr == lrByName.end() ? fs::path() : lr->second});
    }
    if (set.pairs.empty() && set.problems.empty())
        return Error{ErrorKind::BadInput, "there is no picture in this folder", hrFolder, {}};
    return set;
}

} // namespace enlarger::infer
