// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/image/pixels/image.h"
#include "core/image/resample/resample.h"
#include "core/infer/engine/model_selection.h"

#include <functional>
#include <memory>

namespace enlarger::infer {

class MixedModel;

/// A way of enlarging a picture, ready to run on tiles of it: a network, once or several times, and then
/// resampling.
struct RegionStage
{
    /// One pass of a network: makes a piece `scale` times as large. Empty: there is no network, only
    /// resampling.
    std::function<Result<image::Image>(const image::Image& piece, Gate& gate, const NoticeSink& notice)>
        enlarge;
    double factor = 4.0; // a picture of w x h becomes round(w * factor) x round(h * factor)
    int halo = 16;       // a pass's input pixels that it needs beyond what counts, where the picture has them
    int tile = 64;       // LR pixels: the side of what a tile keeps
    int multiple = 1;    // reads begin at multiples of it
    int scale = 0;       // of one pass; 0: `factor`, which is whole then
    int passes = 1;
    image::Kernel kernel = image::Kernel::Bicubic; // brings what the passes give to `factor`
};

/// Makes a stage when it is first needed, on the renderer's thread: loading a network takes time. Two stages
/// with the same key are the same, and made once while a layer of the renderer has them.
struct StageMaker
{
    std::string key;
    std::function<Result<std::shared_ptr<const RegionStage>>()> make;
    bool isQuick = false; // takes no time worth a draft: it runs before all others
};

/// A resampling kernel as a stage.
StageMaker resamplingStage(image::Kernel kernel, double factor);

/// A network as a stage, run once or twice and resampled so that it comes out at `factor` (as passesFor()
/// says). `mixed`: of the mixture's two files, where other strengths want them too; null: they are read for
/// this stage alone.
StageMaker networkStage(const ModelSelection& network, double factor, std::shared_ptr<MixedModel> mixed = {});

} // namespace enlarger::infer
