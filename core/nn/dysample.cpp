// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/dysample.h"

#include "core/nn/bands.h"
#include "core/nn/placed.h"

namespace enlarger::nn {

namespace {

constexpr double sampledBytes = 2.0e8; // of features at full size, at once

/// Where the samples of a pixel begin: the middles of scale x scale cells, for each group.
torch::Tensor cellMiddles(int scale, int groups)
{
    const torch::Tensor steps = (torch::arange(scale) - (scale - 1) / 2.0) / scale;
    const auto grid = torch::meshgrid({steps, steps}, "ij");
    return torch::stack({grid[0], grid[1]}).transpose(1, 2).repeat({1, groups, 1}).reshape({1, -1, 1, 1});
}

} // namespace

DySample::DySample(torch::nn::Module& root, const std::string& path, int inputs, int outputs, int scale,
                   int groups)
    : m_scale(scale)
    , m_groups(groups)
    , m_offset(placed(root, path + ".offset", makeConv(inputs, 2 * groups * scale * scale, 1)))
    , m_scope(placed(root, path + ".scope", makeConv(inputs, 2 * groups * scale * scale, 1, false)))
    , m_start(placeAt(root, path).register_buffer("init_pos", cellMiddles(scale, groups)))
{
    if (outputs > 0)
        m_end = placed(root, path + ".end_conv", makeConv(inputs, outputs, 1));
    for (Conv conv : {m_offset, m_scope, m_end})
        if (conv)
            conv->keepFp32();
}

/// For every group and pixel of the result, x and y in the features, -1 to 1.
torch::Tensor DySample::places(const torch::Tensor& features)
{
    const torch::Tensor offset =
        m_offset->forward(features) * torch::sigmoid(m_scope->forward(features)) * 0.5 + m_start;
    const std::int64_t count = offset.size(0), height = offset.size(2), width = offset.size(3);
    const auto middles = [&](std::int64_t length) { return torch::arange(length, offset.options()) + 0.5; };
    const torch::Tensor x = middles(width).view({1, 1, 1, width}),
                        y = middles(height).view({1, 1, height, 1});
    const torch::Tensor by = offset.reshape({count, 2, -1, height, width});
    const torch::Tensor in = torch::stack({(by.select(1, 0) + x) * (2.0 / double(width)) - 1.0,
                                           (by.select(1, 1) + y) * (2.0 / double(height)) - 1.0},
                                          1);
    return torch::pixel_shuffle(in.reshape({count, -1, height, width}), m_scale)
        .view({count, 2, -1, m_scale * height, m_scale * width})
        .permute({0, 2, 3, 4, 1})
        .flatten(0, 1);
}

torch::Tensor DySample::forward(const torch::Tensor& input)
{
    constexpr int bilinear = 0, border = 1;
    const torch::Tensor features = input.to(torch::kFloat32);
    const std::int64_t count = features.size(0), inputs = features.size(1), height = features.size(2);
    const torch::Tensor from =
        features.contiguous().view({count * m_groups, inputs / m_groups, height, features.size(3)});
    const torch::Tensor where = places(features);
    const double bytes = 4.0 * double(features.numel()) * m_scale * m_scale;
    const std::int64_t bands = GatedForward::current() && m_end ? bandCount(height, bytes, sampledBytes) : 1;
    std::vector<torch::Tensor> results;
    inBands(height, bands, [&](std::int64_t begin, std::int64_t end) {
        const torch::Tensor rows = where.narrow(1, begin * m_scale, (end - begin) * m_scale).contiguous();
        const torch::Tensor sampled = torch::grid_sampler_2d(from, rows, bilinear, border, false)
                                          .view({count, inputs, rows.size(1), rows.size(2)});
        results.push_back(m_end ? m_end->forward(sampled) : sampled);
    });
    return bands == 1 ? results.front() : torch::cat(results, 2);
}

} // namespace enlarger::nn
