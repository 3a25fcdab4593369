// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/features/feature_files.h"

#include "core/base/file_hash.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>

namespace enlarger::infer {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t hashDigits = 8; // in torchvision's names

/// The files of a folder, by name; empty where it cannot be read.
std::vector<fs::directory_entry> entriesOf(const fs::path& folder)
{
    std::vector<fs::directory_entry> entries;
    std::error_code failure;
    for (fs::directory_iterator i(folder, fs::directory_options::skip_permission_denied, failure), end;
         !failure && i != end; i.increment(failure))
        entries.push_back(*i);
    std::ranges::sort(entries);
    return entries;
}

bool isNamed(const fs::path& path, const FeatureFile& file)
{
    constexpr const char* endings[] = {".pth", ".pt", ".safetensors"};
    if (std::ranges::find(endings, path.extension()) == std::end(endings))
        return false;
    const std::string stem = path.stem().string();
    return std::ranges::any_of(file.stems, [&](const std::string& wanted) {
        return stem == wanted || stem.starts_with(wanted + "-");
    });
}

std::optional<fs::path> findIn(const fs::path& folder, const FeatureFile& file)
{
    std::error_code ignored;
    for (const fs::directory_entry& entry : entriesOf(folder))
        if (isNamed(entry.path(), file) && entry.is_regular_file(ignored))
            return entry.path();
    return std::nullopt;
}

std::optional<fs::path> findNear(const fs::path& folder, const FeatureFile& file)
{
    if (const auto found = findIn(folder, file))
        return found;
    std::error_code ignored;
    for (const fs::directory_entry& entry : entriesOf(folder))
        if (entry.is_directory(ignored))
            if (const auto found = findIn(entry.path(), file))
                return found;
    return std::nullopt;
}

#ifndef ENLARGER_BARE
/// The eight digits of "vgg19-dcbb9e9d"; empty where there are none.
std::string hashInName(const std::string& stem)
{
    const std::size_t dash = stem.rfind('-');
    if (dash == std::string::npos || stem.size() - dash - 1 != hashDigits ||
        stem.find_first_not_of("0123456789abcdef", dash + 1) != std::string::npos)
        return {};
    return stem.substr(dash + 1);
}

Status checkHash(const fs::path& path, const FeatureFile& file)
{
    const std::string expected = hashInName(path.stem().string());
    if (expected.empty())
        return {};
    const Result<std::string> hash = sha256Of(path);
    if (!hash)
        return hash.error();
    if (!hash->starts_with(expected))
        return Error{ErrorKind::BadInput,
                     fmt::format("the file is not what its name says: its SHA-256 begins with {}",
                                 hash->substr(0, hashDigits)),
                     path, "Download it again: " + file.source};
    return {};
}
#else
Status checkHash(const fs::path&, const FeatureFile&)
{
    return {};
}
#endif

Error notFound(const std::vector<fs::path>& folders, const FeatureFile& file)
{
    std::string places;
    for (const fs::path& folder : folders)
        places += (places.empty() ? "" : ", ") + folder.string();
    return Error{ErrorKind::Io,
                 fmt::format("{} ({}.pth or .safetensors) {} not in {}", file.what, file.stems.front(),
                             file.what.ends_with("s") ? "are" : "is",
                             places.empty() ? "any folder, since none is named" : places),
                 {},
                 fmt::format("Put {} into {}, or name its folder with --features", file.source,
                             folders.empty() ? "a folder" : folders.front().string())};
}

} // namespace

std::vector<fs::path> featureFolders(std::vector<fs::path> named, const fs::path& dataFolder)
{
    const char* variable = std::getenv("ENLARGER_FEATURES_DIR");
    if (variable && *variable)
        named.emplace_back(variable);
    else if (!dataFolder.empty())
        named.push_back(dataFolder / "features");
    return named;
}

FeatureFile vgg19File()
{
    return {"VGG19's weights",
            {"vgg19", "vgg19_features"},
            "https://download.pytorch.org/models/vgg19-dcbb9e9d.pth (575 MB)"};
}

FeatureFile shallowVggFile()
{
    return {
        "the shallow VGG's weights", {"vgg19n_features_folded"}, "vgg19n_features_folded.safetensors (2 MB)"};
}

FeatureFile squeezeNetFile()
{
    return {"SqueezeNet's weights",
            {"squeezenet1_1", "squeezenet1_1_features"},
            "https://download.pytorch.org/models/squeezenet1_1-b8a52dc0.pth (5 MB)"};
}

FeatureFile lpipsFile()
{
    return {"LPIPS' linear layers",
            {"v0.1.squeeze"},
            "https://github.com/richzhang/PerceptualSimilarity/raw/master/lpips/weights/v0.1/squeeze.pth, "
            "called v0.1.squeeze.pth (11 kB),"};
}

FeatureFile vgg16File()
{
    return {"VGG16's weights", {"vgg16"}, "https://download.pytorch.org/models/vgg16-397923af.pth (553 MB)"};
}

FeatureFile distsFile()
{
    return {"DISTS' weights",
            {"DISTS_weights"},
            "https://github.com/dingkeyan93/DISTS/raw/master/DISTS_pytorch/weights.pt, "
            "called DISTS_weights.pth (12 kB),"};
}

Result<fs::path> findFeatureFile(const std::vector<fs::path>& folders, const FeatureFile& file)
{
    for (const fs::path& folder : folders)
        if (const auto path = findNear(folder, file)) {
            if (const Status status = checkHash(*path, file); !status)
                return status.error();
            return *path;
        }
    return notFound(folders, file);
}

} // namespace enlarger::infer
