// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/engine/upscale_model.h"
#include "core/nn/network.h"
#include "core/weights/state_dict.h"

#include <functional>

namespace enlarger::infer {

/// Gives a network on the CPU, in fp32, in evaluation mode: the same one each time. It is asked again when a
/// result must be computed in fp32.
using NetworkSource = std::function<Result<std::shared_ptr<nn::Network>>()>;

/// Makes models of networks that are not in a file: for tests, and for what is still being trained.
struct ModelMaker
{
    static Result<std::shared_ptr<UpscaleModel>> make(NetworkSource source, const device::Device& device,
                                                      device::Precision precision = device::Precision::Auto);

    /// Gives the model's network other values, from the CPU, in fp32. Its source must give them from then on
    /// too. Not while the model is used.
    static Status refill(UpscaleModel& model, const weights::StateDict& tensors);
};

} // namespace enlarger::infer
