// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/row_chain.h"

#include <algorithm>

namespace enlarger::infer {

using image::Image;

namespace {

constexpr std::size_t bandBytes = std::size_t(16) << 20;

int bandHeight(const Image& rows)
{
    return static_cast<int>(
        std::clamp<std::size_t>(bandBytes / (rows.rowSize() * sizeof(float) + 1), 8, 256));
}

} // namespace

Status RowChain::feed(std::size_t stage, Image rows, bool last, const RowSink& sink)
{
    if (stage == m_stages.size())
        return sink(std::move(rows), last);

    const int width = rows.width();
    const int channels = rows.channels();
    auto out = m_stages[stage]->push(std::move(rows), false);
    while (out && !out->empty()) {
        if (auto status = passOn(stage + 1, std::move(*out), false, sink); !status)
            return status;
        out = m_stages[stage]->push(Image(width, 0, channels), false);
    }
    if (out && last)
        out = m_stages[stage]->push(Image(width, 0, channels), true);
    if (!out)
        return std::move(out).error();
    return last ? passOn(stage + 1, std::move(*out), true, sink) : Status{};
}

/// In bands, so that what the next stage keeps of them is not all of it.
Status RowChain::passOn(std::size_t stage, Image rows, bool last, const RowSink& sink)
{
    const int height = bandHeight(rows);
    if (rows.height() <= height)
        return feed(stage, std::move(rows), last, sink);
    for (int y = 0; y < rows.height(); y += height) {
        const int count = std::min(height, rows.height() - y);
        if (auto status =
                feed(stage, rows.crop(0, y, rows.width(), count), last && y + count == rows.height(), sink);
            !status)
            return status;
    }
    return {};
}

Result<Image> ClampStage::push(Image rows, bool)
{
    float* values = rows.data();
    for (std::size_t i = 0; i < rows.size(); ++i)
        values[i] = std::clamp(values[i], 0.0f, 1.0f);
    return rows;
}

} // namespace enlarger::infer
