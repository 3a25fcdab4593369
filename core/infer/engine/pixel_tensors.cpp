// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/pixel_tensors.h"

#include "core/infer/engine/mirrored.h"

#include <cmath>

namespace enlarger::infer {

torch::Tensor tensorOf(const image::Image& picture, int multiple)
{
    const int width = roundedUp(picture.width(), multiple);
    const int height = roundedUp(picture.height(), multiple);
    const int channels = picture.channels();
    torch::Tensor pixels = torch::empty({1, height, width, channels}, torch::kFloat32);
    float* to = pixels.data_ptr<float>();
    for (int y = 0; y < height; ++y) {
        const float* row = picture.row(mirrored(y, picture.height())).data();
        for (int x = 0; x < width; ++x) {
            const float* from = row + std::ptrdiff_t(mirrored(x, picture.width())) * channels;
            for (int c = 0; c < channels; ++c, ++to)
                *to = std::isfinite(from[c]) ? from[c] : 0.0F;
        }
    }
    return pixels.permute({0, 3, 1, 2});
}

image::Image imageOf(const torch::Tensor& tensor, int width, int height)
{
    image::Image picture(width, height, int(tensor.size(1)));
    torch::Tensor pixels =
        torch::from_blob(picture.data(), {height, width, picture.channels()}, torch::kFloat32);
    pixels.copy_(tensor[0].narrow(1, 0, height).narrow(2, 0, width).permute({1, 2, 0}));
    return picture;
}

torch::Tensor withChannels(const torch::Tensor& tensor, int channels)
{
    const auto given = int(tensor.size(1));
    if (given == channels)
        return tensor;
    const int givenColours = given < 3 ? 1 : 3;
    const int colours = channels < 3 ? 1 : 3;
    torch::Tensor result = tensor.narrow(1, 0, givenColours);
    if (givenColours == 1 && colours == 3)
        result = result.expand({-1, 3, -1, -1});
    else if (givenColours == 3 && colours == 1)
        result = result.mean(1, true);
    if (channels % 2 == 0) {
        const torch::Tensor alpha =
            given % 2 == 0 ? tensor.narrow(1, given - 1, 1) : torch::ones_like(tensor.narrow(1, 0, 1));
        result = torch::cat({result, alpha}, 1);
    }
    return result.contiguous(torch::MemoryFormat::ChannelsLast);
}

torch::Tensor inEightBits(const torch::Tensor& tensor)
{
    return tensor.clamp(0.0, 1.0).mul(255.0).round().div(255.0);
}

} // namespace enlarger::infer
