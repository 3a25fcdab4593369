// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/encoders/encoder.h"

namespace enlarger::image {

EncoderResult makeAvifEncoder(OutputFile& file, EncoderTask task);

/// Whether the libheif of this computer can encode AV1.
bool canEncodeAvif();

} // namespace enlarger::image
