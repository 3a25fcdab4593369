// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/photos/data_report.h"

namespace enlarger::train {

struct PairFolders
{
    std::filesystem::path hr;
    std::filesystem::path lr; // empty: the folder holds no pairs
};

/// Where a folder has the two subfolders HR and LR (or GT and LQ, in letters of either case), those.
PairFolders pairFoldersIn(const std::filesystem::path& folder);

/// The pictures of `folders.hr` with their LR ones, subfolder by subfolder, paired by name. Those without a
/// partner, on either side, are listed in report.unpaired.
Result<std::vector<SourcePicture>> findPairs(const PairFolders& folders, int scale, DataReport& report);

} // namespace enlarger::train
