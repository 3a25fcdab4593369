// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gated_conv.h"

namespace enlarger::nn {

/// Kaiming's normal distribution times 0.1 and no bias: residual branches begin small (ESRGAN, section 3.1).
void initialiseSmall(ConvImpl& conv);

} // namespace enlarger::nn
