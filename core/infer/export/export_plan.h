// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo_content.h"
#include "core/image/read/working_curve.h"
#include "core/infer/export/pass_plan.h"
#include "core/infer/export/photo_upscaler.h"

#include <optional>

namespace enlarger::infer {

/// Everything that an export does, worked out from the source's header before any pixel is read.
struct ExportPlan
{
    UpscalePlan summary;   // what a person is shown
    image::PixelRect area; // what is read: the crop, else the whole source
    std::vector<PassPlan> passes;
    image::PhotoContent content;
    image::WriteOptions writing;
    std::shared_ptr<const image::WorkingCurve> curve; // null: the network takes the values as they are
    bool isEnsemble = false;                          // each tile runs eight times, see selfEnsemble()
    bool staysInSrgb = false;     // in sRGB's curve: a grey photo's own does not describe colours
    std::int64_t spareMemory = 0; // bytes of main memory that are free beside all this
    double work = 0.0;            // LR pixels that go through the network in all passes, see PassPlan::work
};

/// How a network's halo and speed may be measured where they are not known.
struct Measuring
{
    Gate& gate;
    NoticeSink notice; // may be empty
};

/// Refuses what cannot be done. May measure the network's halo and its speed, once; without `measuring`, what
/// is not known is guessed (the halo) or left open (summary.seconds).
Result<ExportPlan> planExport(const UpscaleModel& model, const UpscaleOptions& options,
                              image::PhotoInfo source, const std::optional<Measuring>& measuring);

} // namespace enlarger::infer
