// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_pictures.h"

#include "core/base/atomic_file.h"

#include <algorithm>
#include <fmt/ranges.h>
#include <fstream>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>; // sorted

constexpr std::size_t mostNames = 5; // that a sentence lists

std::string nameOf(const fs::path& picture, const std::vector<fs::path>& folders)
{
    for (const fs::path& folder : folders) {
        const fs::path below = picture.lexically_relative(folder);
        if (!below.empty() && below != "." && *below.begin() != "..")
            return below.string();
    }
    return picture.filename().string();
}

Names readNames(const fs::path& file)
{
    Names names;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        names.push_back(line);
    std::ranges::sort(names);
    return names;
}

Names without(const Names& names, const Names& others)
{
    Names rest;
    std::ranges::set_difference(names, others, std::back_inserter(rest));
    return rest;
}

std::string listed(Names names)
{
    const std::size_t more = names.size() - std::min(names.size(), mostNames);
    names.resize(names.size() - more);
    return fmt::format("{}{}", fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

} // namespace

Result<std::string> rememberPictures(const fs::path& run, const TrainingRequest& request,
                                     const train::DataReport& report)
{
    if (!report.packed.empty())
        return std::string();
    Names names;
    for (const train::SourcePicture& picture : report.used)
        names.push_back(nameOf(picture.file, request.data));
    std::ranges::sort(names);
    const fs::path file = run / "pictures.txt";
    const Names before = readNames(file);
    if (names == before)
        return std::string();
    if (Status status = writeFile(file, fmt::format("{}\n", fmt::join(names, "\n"))); !status)
        return std::move(status).error();
    std::string text;
    if (!request.resume || before.empty()) // new, or begun by an earlier version
        return text;
    if (const Names gone = without(before, names); !gone.empty())
        text = "No longer used, because gone, damaged or too small: " + listed(gone) + ". ";
    if (const Names added = without(names, before); !added.empty())
        text += "New: " + listed(added) + ". ";
    text.pop_back();
    return text;
}

} // namespace enlarger::app
