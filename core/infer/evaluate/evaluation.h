// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/metrics/metrics.h"
#include "core/infer/engine/upscale_model.h"
#include "core/infer/evaluate/evaluation_set.h"
#include "core/infer/features/lpips_metric.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace enlarger::infer {

/// How near a picture is to the true one, by every metric.
struct Scores : image::Quality
{
    std::optional<double> lpips; // where its networks are installed
};

/// How well one picture of a test set is brought back.
struct PictureQuality
{
    std::string name;
    Scores bicubic;
    std::vector<Scores> models; // in the order of the models
};

/// A test set measured. The means are over `pictures`.
struct Evaluation
{
    std::vector<PictureQuality> pictures;
    Scores bicubic;
    std::vector<Scores> models;
    std::vector<Error> problems; // pictures left out
};

using EvaluationSink = std::function<void(const PictureQuality& picture, int done, int total)>;

/// Measures bicubic and each model on the pairs, as the papers do: HR cropped to a multiple of the scale, LR
/// made by MATLAB's bicubic in 8 bits where there is none, `scale` pixels cut off each side, grey and alpha
/// read as RGB, pictures of another tone curve in the one that networks know (image::WorkingCurve); LPIPS,
/// where a metric is given, of the whole picture. All models must have the scale. Pictures run untiled where
/// half of the device's free memory allows. A picture that cannot be measured is left out and named; an Error
/// only if none can, or if cancelled.
Result<Evaluation> evaluate(const EvaluationSet& set, int scale,
                            const std::vector<std::shared_ptr<const UpscaleModel>>& models, Gate& gate,
                            const EvaluationSink& sink = {}, const LpipsMetric* lpips = nullptr);

} // namespace enlarger::infer
