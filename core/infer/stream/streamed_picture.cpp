// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/streamed_picture.h"

#include <algorithm>

namespace enlarger::infer {

torch::Tensor streamedPicture(RowStream& stream, const torch::Tensor& picture, int scale, int outChannels,
                              Gate& gate)
{
    const torch::Tensor rows = picture[0].permute({1, 2, 0}).contiguous(); // H x W x C, as streams have it
    torch::Tensor result = torch::empty({rows.size(0) * scale, rows.size(1) * scale, outChannels});
    const float* from = rows.const_data_ptr<float>();
    float* const to = result.data_ptr<float>();
    while (!stream.isDone()) {
        for (; stream.wantsRow(); from += rows.stride(0))
            std::copy_n(from, rows.stride(0), stream.nextRow());
        stream.run(gate, [&](int y, const float* row) {
            std::copy_n(row, result.stride(0), to + result.stride(0) * y);
        });
    }
    return result.permute({2, 0, 1}).unsqueeze(0);
}

} // namespace enlarger::infer
