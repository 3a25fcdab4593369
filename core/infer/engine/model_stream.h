// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/row_stage.h"
#include "core/infer/engine/model_traits.h"
#include "core/infer/engine/stream_context.h"

#include <memory>

namespace enlarger::infer {

struct StreamNetwork;

/// See UpscaleModel::stream().
std::unique_ptr<image::RowStage> makeModelStream(std::shared_ptr<const StreamNetwork> network,
                                                 const ModelTraits& traits, int width, int height,
                                                 StreamContext context);

} // namespace enlarger::infer
