// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/upscale/photo_job.h"
#include "app/enlarge/loss_sum.h"
#include "core/base/progress.h"

#include <memory>
#include <string>

namespace enlarger::cli {

/// What all photos of a run share.
struct RunSetting
{
    infer::ModelSelection model;
    bool dryRun = false;
    bool textToStderr = false; // stdout takes the picture
};

/// How far a whole run is.
struct RunProgress
{
    int index = 0; // of the photo, from 1
    int count = 0;
    Progress photo;
    double secondsLeft = -1.0; // of the whole list; negative: not known yet
};

/// Tells a person or a program what a run does. Calls come from one thread at a time.
class UpscaleReporter
{
public:
    virtual ~UpscaleReporter() = default;

    virtual void planned(const PhotoJob& job) = 0;
    virtual void skipped(const PhotoJob& job, const std::string& reason) = 0;
    /// seconds < 0: not known. `losses`: what the results will lack of their photos.
    virtual void planComplete(int photos, double seconds, const std::vector<app::LossSum::Loss>& losses) = 0;
    virtual void progress(const PhotoJob& job, const RunProgress& progress) = 0;
    virtual void notice(const std::filesystem::path& input, const std::string& text) = 0;
    virtual void done(const PhotoJob& job, const infer::UpscaleReport& report) = 0;
    virtual void failed(const std::filesystem::path& input, const Error& error) = 0;
    virtual void finished(const RunSummary& summary, int exitCode) = 0;
};

std::unique_ptr<UpscaleReporter> makeTextReporter(const RunSetting& setting);
std::unique_ptr<UpscaleReporter> makeJsonReporter(const RunSetting& setting);

} // namespace enlarger::cli
