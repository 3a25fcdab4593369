// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/training_request.h"
#include "core/train/photos/data_report.h"

namespace enlarger::app {

/// Keeps the names of the pictures that a run learns from in its folder (pictures.txt, below the folders that
/// were named, so that these may move), and says which are gone and which have come since it was run before:
/// a sentence, empty where they are the same or packed. Errors: Io.
Result<std::string> rememberPictures(const std::filesystem::path& run, const TrainingRequest& request,
                                     const train::DataReport& report);

} // namespace enlarger::app
