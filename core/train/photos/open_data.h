// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/base/progress.h"
#include "core/train/data/sample_source.h"
#include "core/train/photos/data_report.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace enlarger::train {

/// Looks for pictures without opening a source, and reports what can be trained on with crops of that side.
/// `paths` are folders, searched with their subfolders, and picture files. With `lrFolder`, or where a folder
/// has subfolders HR and LR (or GT and LQ), pictures are pairs: of the same name, in the same subfolder, with
/// the marks that infer/evaluation_set.h knows. `progress` counts pictures. Files and folders that are called
/// like one of `exclude`, with or without an extension, are passed over. An Error where a path cannot be used
/// at all, or if cancelled.
Result<DataReport> checkTrainingData(const std::vector<std::filesystem::path>& paths,
                                     const std::filesystem::path& lrFolder, const SampleOptions& options,
                                     Gate& gate, const ProgressSink& progress = {},
                                     const std::vector<std::string>& exclude = {});

/// The one door to training data: folders of pictures as above, or packed files (*.safetensors), which are
/// opened as they are. `report` is filled in either case, also where there is nothing to train on.
Result<std::unique_ptr<SampleSource>> openTrainingData(const std::vector<std::filesystem::path>& paths,
                                                       const std::filesystem::path& lrFolder,
                                                       const SampleOptions& options, Gate& gate,
                                                       DataReport& report, const ProgressSink& progress = {});

/// The same of what was found before; another program may have changed it since.
Result<std::unique_ptr<SampleSource>> openFound(const DataReport& report, const SampleOptions& options);

} // namespace enlarger::train
