// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/encoders/encoder.h"

namespace enlarger::image {

EncoderResult makeJxlEncoder(OutputFile& file, EncoderTask task);

} // namespace enlarger::image
