// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/losses.h"

#include "core/image/write/write_plan.h"

namespace enlarger::infer {

image::WriteOptions writingOf(const UpscaleOptions& options, const image::PhotoInfo& source)
{
    return {options.format, options.quality, options.bits > 0 ? options.bits : source.bits, options.replace,
            options.numbered};
}

std::vector<std::string> lossesOf(const UpscaleOptions& options, const image::PhotoInfo& source,
                                  const PixelSize& output)
{
    std::vector<std::string> losses = source.notes;
    image::PhotoContent content{output.width, output.height, source.channels, source.metadata, {}};
    content.turn = source.turn;
    if (const auto written = image::planWrite(content, writingOf(options, source)))
        losses.insert(losses.end(), written->notes.begin(), written->notes.end());
    return losses;
}

} // namespace enlarger::infer
