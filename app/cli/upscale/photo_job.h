// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/input_list.h"
#include "app/files/output_names.h"
#include "core/infer/export/photo_upscaler.h"

namespace enlarger::cli {

using app::InputPhoto;
using app::OutputName;

/// A photo, what will be made of it, and where it goes.
struct PhotoJob
{
    InputPhoto input;
    infer::UpscaleOptions options;
    infer::UpscalePlan plan;
    OutputName output;
    std::vector<std::string> notes; // the plan's and our own
};

/// How a whole run ended.
struct RunSummary
{
    int done = 0;
    int skipped = 0;
    int failed = 0;
    bool cancelled = false;
    bool dryRun = false;
    double seconds = 0.0;
};

} // namespace enlarger::cli
