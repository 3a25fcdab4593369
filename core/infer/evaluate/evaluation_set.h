// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace enlarger::infer {

/// One picture of an evaluation set.
struct EvaluationPair
{
    std::string name; // of the HR file without its extension and "_x4_HR"
    std::filesystem::path hr;
    std::filesystem::path lr; // empty: to be made from the HR picture
};

struct EvaluationSet
{
    std::vector<EvaluationPair> pairs; // by name
    std::vector<Error> problems;       // HR pictures without an LR one
};

/// The pictures of `hrFolder` with their LR ones, paired by name: NAME_x4_HR with NAME_x4_LR, NAME_HR with
/// NAME_LR, NAME with NAMEx4, NAME_x4 or NAME. Where some files are called ..._HR, only those are HR
/// pictures. LR pictures are looked for in `lrFolder`; if that is empty, in `hrFolder`, and where there is
/// none it will be made.
Result<EvaluationSet> findEvaluationSet(const std::filesystem::path& hrFolder,
                                        const std::filesystem::path& lrFolder, int scale);

} // namespace enlarger::infer
