// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/evaluate/evaluation.h"

#include <QJsonObject>

#include <string>
#include <vector>

namespace enlarger::cli {

struct EvaluationResult
{
    int scale = 4;
    std::vector<std::string> models; // names, in the evaluation's order
    infer::Evaluation evaluation;
};

/// Each picture by bicubic and each model, and the means; a column for LPIPS where it was measured.
std::string tableOf(const EvaluationResult& set);
/// picture,method,psnr_rgb,ssim_rgb,psnr_y,ssim_y,lpips (may be empty); the means stand last, as picture
/// "mean".
std::string csvOf(const EvaluationResult& set);
QJsonObject jsonOf(const EvaluationResult& set);

} // namespace enlarger::cli
