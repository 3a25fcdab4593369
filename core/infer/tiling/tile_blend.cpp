// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/tile_blend.h"

#include <algorithm>

namespace enlarger::infer {

std::vector<float> fadeWeights(const std::vector<TileSpan>& axis, std::size_t index, int scale)
{
    const Span& output = axis[index].output;
    std::vector<float> weights(std::size_t(output.length()) * std::size_t(scale), 1.0f);
    if (index > 0) {
        const int overlap = (axis[index - 1].output.end - output.begin) * scale;
        for (int i = 0; i < overlap; ++i)
            weights[std::size_t(i)] = (float(i) + 0.5f) / float(overlap);
    }
    if (index + 1 < axis.size()) {
        const int overlap = (output.end - axis[index + 1].output.begin) * scale;
        for (int i = 0; i < overlap; ++i)
            weights[weights.size() - std::size_t(overlap - i)] = 1.0f - (float(i) + 0.5f) / float(overlap);
    }
    return weights;
}

void addFaded(image::Image& target, int x, int y, const image::Image& piece,
              const std::vector<float>& weightsX, const std::vector<float>& weightsY)
{
    assert(x >= 0 && x + piece.width() <= target.width() && piece.channels() == target.channels());
    const auto channels = std::size_t(piece.channels());
    const int first = std::max(0, -y);
    const int end = std::min(piece.height(), target.height() - y);
    for (int r = first; r < end; ++r) {
        const float* from = piece.row(r).data();
        float* to = target.row(y + r).data() + std::size_t(x) * channels;
        for (const float weightX : weightsX) {
            const float weight = weightX * weightsY[std::size_t(r)];
            for (std::size_t c = 0; c < channels; ++c)
                *to++ += weight * *from++;
        }
    }
}

} // namespace enlarger::infer
