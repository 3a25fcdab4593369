// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/dense.h"

#include "core/nn/bands.h"
#include "core/nn/gated_forward.h"

#include <cmath>

namespace enlarger::nn {

namespace {

// The most that lies between two passes of the gate: see gated_conv.cpp.
constexpr double pieceFlopsCpu = 4.0e9;
constexpr double pieceFlopsGpu = 4.0e11;

} // namespace

DenseImpl::DenseImpl(int in, int out, bool withBias)
{
    const double bound = 1.0 / std::sqrt(std::max(in, 1)); // PyTorch's default, which has none for nothing
    m_weight = register_parameter("weight", torch::empty({out, in}).uniform_(-bound, bound));
    if (withBias)
        m_bias = register_parameter("bias", torch::empty({out}).uniform_(-bound, bound));
}

torch::Tensor DenseImpl::forward(const torch::Tensor& input)
{
    GatedForward* gated = GatedForward::current();
    const std::int64_t in = m_weight.size(1);
    const std::int64_t rows = in > 0 ? input.numel() / in : 0;
    const double flops = 2.0 * double(m_weight.numel()) * double(rows);
    const std::int64_t pieces =
        bandCount(rows, flops, input.device().is_cpu() ? pieceFlopsCpu : pieceFlopsGpu);
    if (!gated || pieces == 1) {
        if (gated)
            gated->begin(flops, input.device());
        return torch::linear(input.to(m_weight.scalar_type()), m_weight, m_bias);
    }
    auto sizes = input.sizes().vec();
    sizes.back() = m_weight.size(0);
    const torch::Tensor flat = input.reshape({rows, in});
    torch::Tensor whole = torch::empty({rows, sizes.back()}, m_weight.options());
    inBands(rows, pieces, [&](std::int64_t begin, std::int64_t end) {
        gated->begin(flops * double(end - begin) / double(rows), input.device());
        const torch::Tensor piece = flat.narrow(0, begin, end - begin).to(m_weight.scalar_type());
        whole.narrow(0, begin, end - begin).copy_(torch::linear(piece, m_weight, m_bias));
    });
    return whole.view(sizes);
}

void DenseImpl::setType(torch::Dtype dtype)
{
    m_weight.set_data(m_weight.to(dtype));
    if (m_bias.defined())
        m_bias.set_data(m_bias.to(dtype));
}

} // namespace enlarger::nn
