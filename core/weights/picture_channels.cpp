// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/picture_channels.h"

#include "core/weights/parse_error.h"

#include <fmt/format.h>

namespace enlarger::weights {

void takeShuffledPicture(nn::NetworkSpec& spec, const std::string& conv, int outputs)
{
    for (const int channels : {spec.inChannels, 3, 4, 1})
        for (int scale = 1; channels * scale * scale <= outputs; ++scale)
            if (channels * scale * scale == outputs) {
                spec.outChannels = channels;
                spec.scale = scale;
                return;
            }
    fail(fmt::format("the convolution {} has {} outputs, which do not form a picture", inQuotes(conv),
                     outputs));
}

} // namespace enlarger::weights
