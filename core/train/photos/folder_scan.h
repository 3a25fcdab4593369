// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/base/progress.h"
#include "core/train/photos/data_report.h"

namespace enlarger::train {

/// All files below the folder in the order of their paths, without hidden ones and those in folders of other
/// programs, which are added to `passedOver`; links to folders are not followed. A path that is a file gives
/// that file.
Result<std::vector<std::filesystem::path>> filesBelow(const std::filesystem::path& path,
                                                      PassedOver& passedOver);

/// By its extension.
bool hasPictureExtension(const std::filesystem::path& file);

/// Decodes every file to its end, in as many threads as there are processors, and sorts them by what they are
/// good for; the report does not depend on the threads. Each of `candidates` that has an LR picture needs one
/// `scale` times smaller. Passes `gate` between bands of rows; an Error only if cancelled.
Status scanPictures(const std::vector<SourcePicture>& candidates, int neededSide, int scale, Gate& gate,
                    DataReport& report, const ProgressSink& progress = {});

} // namespace enlarger::train
