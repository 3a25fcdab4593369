// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/picture_pairs.h"

#include "core/infer/evaluate/evaluation_set.h"
#include "core/train/photos/folder_scan.h"

#include <algorithm>
#include <set>

namespace enlarger::train {

namespace fs = std::filesystem;

namespace {

std::string lowerCase(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = char(c - 'A' + 'a');
    return text;
}

} // namespace

PairFolders pairFoldersIn(const fs::path& folder)
{
    std::error_code error;
    std::vector<fs::path> inside;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code unknown;
        if (entry->is_directory(unknown))
            inside.push_back(entry->path());
    }
    std::ranges::sort(inside);
    const auto called = [&](const char* name) {
        const auto found = std::ranges::find_if(
            inside, [name](const fs::path& path) { return lowerCase(path.filename().string()) == name; });
        return found == inside.end() ? fs::path() : *found;
    };
    for (const auto& [hr, lr] : {std::pair("hr", "lr"), std::pair("gt", "lq")})
        if (PairFolders pair{called(hr), called(lr)}; !pair.hr.empty() && !pair.lr.empty())
            return pair;
    return {folder, {}};
}

Result<std::vector<SourcePicture>> findPairs(const PairFolders& folders, int scale, DataReport& report)
{
    const Result<std::vector<fs::path>> hrFiles = filesBelow(folders.hr, report.passedOver);
    if (!hrFiles)
        return hrFiles.error();
    const Result<std::vector<fs::path>> lrFiles = filesBelow(folders.lr, report.passedOver);
    if (!lrFiles)
        return lrFiles.error();

    std::set<fs::path> subfolders;
    for (const fs::path& file : *hrFiles)
        if (hasPictureExtension(file))
            subfolders.insert(file.parent_path().lexically_relative(folders.hr));
    std::vector<SourcePicture> pairs;
    std::set<fs::path> taken;
    for (const fs::path& subfolder : subfolders) {
        const fs::path hr = (folders.hr / subfolder).lexically_normal();
        const fs::path lr = (folders.lr / subfolder).lexically_normal();
        std::error_code unknown;
        if (!fs::is_directory(lr, unknown)) {
            report.unpaired.push_back({ErrorKind::BadInput, "there is no folder of LR pictures for it", hr,
                                       "Looked for " + lr.string()});
            continue;
        }
        Result<infer::EvaluationSet> set = infer::findEvaluationSet(hr, lr, scale);
        if (!set)
            return std::move(set).error();
        std::ranges::move(set->problems, std::back_inserter(report.unpaired));
        for (const infer::EvaluationPair& pair : set->pairs) {
            taken.insert(pair.lr);
            pairs.push_back({pair.hr, pair.lr});
        }
    }
    for (const fs::path& file : *lrFiles)
        if (hasPictureExtension(file) && !taken.contains(file.lexically_normal()))
            report.unpaired.push_back({ErrorKind::BadInput, "there is no HR picture for it", file,
                                       "Looked in " + folders.hr.string()});
    return pairs;
}

} // namespace enlarger::train
