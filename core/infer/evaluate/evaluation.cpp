// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/evaluate/evaluation.h"

#include "core/infer/evaluate/evaluation_pair.h"
#include "core/infer/tiling/tiled_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace enlarger::infer {

using image::Image;
using image::Quality;

namespace {

Result<Image> enlarge(const std::shared_ptr<const UpscaleModel>& model, const Image& lr, Gate& gate)
{
    const ModelTraits& traits = model->traits();
    const double budget = 0.5 * static_cast<double>(model->device().freeMemory);
    if (budget <= 0.0 || double(traits.workingBytes(lr.width(), lr.height())) <= budget)
        return model->upscale(lr, gate);

    constexpr int smallestTile = 64;
    constexpr int generousHalo = 48; // mean difference of 0.07/255 for RRDBNet-23
    TileSettings settings;
    settings.halo = std::min(traits.receptiveRadius, generousHalo);
    settings.multiple = traits.tileMultiple;
    settings.tile = std::max(lr.width(), lr.height());
    const auto isTooMuch = [&] {
        const int read = settings.tile + 2 * settings.halo;
        return double(traits.workingBytes(read, read)) > budget;
    };
    while (settings.tile > smallestTile && isTooMuch())
        settings.tile = std::max(settings.tile * 7 / 8, smallestTile);
    RunnerContext context;
    context.gate = &gate;
    return makeTiledRunner(model, lr.width(), lr.height(), settings, std::move(context))->push(lr, true);
}

Result<Scores> scoresOf(const Image& sr, const Image& hr, int scale, const LpipsMetric* lpips)
{
    const Result<Quality> quality = image::compare(sr, hr, scale);
    if (!quality)
        return quality.error();
    Scores scores{*quality, {}};
    if (lpips) {
        const Result<double> distance = lpips->compare(sr, hr);
        if (!distance)
            return distance.error();
        scores.lpips = *distance;
    }
    return scores;
}

Result<PictureQuality> measure(const EvaluationPair& pair, int scale,
                               const std::vector<std::shared_ptr<const UpscaleModel>>& models, Gate& gate,
                               const LpipsMetric* lpips)
{
    const Result<PicturePair> pictures = readPair(pair, scale);
    if (!pictures)
        return pictures.error();
    const Image& hr = pictures->hr;
    PictureQuality quality{pair.name, {}, {}};
    const Image enlarged = image::resize(pictures->lr, hr.width(), hr.height(), evaluationBicubic);
    const Result<Scores> bicubic = scoresOf(enlarged, hr, scale, lpips);
    if (!bicubic)
        return bicubic.error();
    quality.bicubic = *bicubic;
    for (const auto& model : models) {
        const Result<Image> sr = enlarge(model, pictures->lr, gate);
        if (!sr)
            return sr.error();
        const Result<Scores> scores = scoresOf(*sr, hr, scale, lpips);
        if (!scores)
            return scores.error();
        quality.models.push_back(*scores);
    }
    return quality;
}

void addShare(Scores& mean, const Scores& scores, double share)
{
    for (double Quality::*member : {&Quality::psnrRgb, &Quality::ssimRgb, &Quality::psnrY, &Quality::ssimY})
        mean.*member += share * scores.*member;
    if (scores.lpips)
        mean.lpips = mean.lpips.value_or(0.0) + share * *scores.lpips;
}

void setMeans(Evaluation& evaluation, std::size_t modelCount)
{
    evaluation.models.resize(modelCount);
    const double share = 1.0 / static_cast<double>(evaluation.pictures.size());
    for (const PictureQuality& picture : evaluation.pictures) {
        addShare(evaluation.bicubic, picture.bicubic, share);
        for (std::size_t m = 0; m < modelCount; ++m)
            addShare(evaluation.models[m], picture.models[m], share);
    }
}

} // namespace

Result<Evaluation> evaluate(const EvaluationSet& set, int scale,
                            const std::vector<std::shared_ptr<const UpscaleModel>>& models, Gate& gate,
                            const EvaluationSink& sink, const LpipsMetric* lpips)
{
    for (const auto& model : models)
        if (model->traits().scale != scale)
            return Error{
                ErrorKind::BadInput,
                fmt::format("a network for x{} cannot be measured at x{}", model->traits().scale, scale),
                {},
                "Measure networks of the same scale together"};
    Evaluation evaluation;
    evaluation.problems = set.problems;
    const int total = static_cast<int>(set.pairs.size());
    for (int i = 0; i < total; ++i) {
        const EvaluationPair& pair = set.pairs[static_cast<std::size_t>(i)];
        try {
            gate.pass();
        } catch (const CancelledException&) {
            return Error{ErrorKind::Cancelled, "cancelled", {}, {}};
        }
        Result<PictureQuality> quality = measure(pair, scale, models, gate, lpips);
        if (!quality) {
            Error error = std::move(quality).error();
            if (error.kind == ErrorKind::Cancelled)
                return error;
            if (error.file.empty())
                error.file = pair.hr;
            evaluation.problems.push_back(std::move(error));
            continue;
        }
        evaluation.pictures.push_back(*std::move(quality));
        if (sink)
            sink(evaluation.pictures.back(), i + 1, total);
    }
    if (evaluation.pictures.empty())
        return evaluation.problems.empty() ? Error{ErrorKind::BadInput, "there is nothing to measure", {}, {}}
                                           : evaluation.problems.front();
    setMeans(evaluation, models.size());
    return evaluation;
}

} // namespace enlarger::infer
