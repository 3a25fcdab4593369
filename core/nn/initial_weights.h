// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gated_conv.h"

namespace enlarger::nn {

/// Kaiming's normal distribution times 0.1 and no bias: residual branches begin small (ESRGAN, section 3.1).
void initialiseSmall(ConvImpl& conv);

/// Keras' defaults for all layers of a network: Glorot's uniform distribution for weights of convolutions and
/// dense layers, 0 for biases and for the slopes of PReLU.
void initialiseAsKeras(torch::nn::Module& network);

} // namespace enlarger::nn
