// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/windows.h"

#include "core/nn/bands.h"
#include "core/nn/gated_forward.h"

namespace enlarger::nn {

namespace {

// The most that lies between two passes of the gate: attention is slower than convolutions.
constexpr double windowFlopsCpu = 1.0e9;
constexpr double windowFlopsGpu = 2.0e11;

torch::Tensor mirroredAlong(const torch::Tensor& picture, int dimension, std::int64_t multiple)
{
    const std::int64_t length = picture.size(dimension);
    const std::int64_t wanted = (length + multiple - 1) / multiple * multiple;
    if (wanted == length)
        return picture;
    const std::int64_t period = std::max<std::int64_t>(2 * (length - 1), 1);
    torch::Tensor from = torch::arange(wanted).remainder(period);
    from = torch::minimum(from, period - from);
    return picture.index_select(dimension, from.clamp_max(length - 1).to(picture.device()));
}

/// What the bias of windows lacks that reach over the picture's end: pixels of both sides do not mix.
torch::Tensor seam(const Windows& windows, bool below, bool right, const torch::TensorOptions& options)
{
    torch::Tensor side = torch::zeros({windows.height, windows.width});
    if (below)
        side.narrow(0, windows.height - windows.shiftY, windows.shiftY).add_(2.0);
    if (right)
        side.narrow(1, windows.width - windows.shiftX, windows.shiftX).add_(1.0);
    side = side.flatten();
    constexpr double nothing = -100.0; // as these networks were trained
    return ((side.unsqueeze(0) - side.unsqueeze(1)).ne(0.0).to(torch::kFloat32) * nothing).to(options);
}

/// A range of windows along both axes.
struct Range
{
    std::int64_t top, bottom, left, right;
};

class Attention
{
public:
    Attention(const torch::Tensor& qkv, int heads, const Windows& windows)
        : m_qkv(qkv)
        , m_heads(heads)
        , m_windows(windows)
        , m_result(torch::empty({qkv.size(0), qkv.size(1), qkv.size(2), qkv.size(4)}, qkv.options()))
    {}

    /// Windows that share a bias.
    void run(const Range& range, const torch::Tensor& bias)
    {
        const std::int64_t rows = range.bottom - range.top, columns = range.right - range.left;
        if (rows <= 0 || columns <= 0)
            return;
        GatedForward* gated = GatedForward::current();
        const double pixels = double(m_windows.height * m_windows.width);
        const double flops =
            4.0 * pixels * pixels * double(m_qkv.size(4)) * double(columns) * double(m_qkv.size(0));
        const double most = m_qkv.device().is_cpu() ? windowFlopsCpu : windowFlopsGpu;
        const std::int64_t pieces = gated ? bandCount(rows, flops * double(rows), most) : 1;
        inBands(rows, pieces, [&](std::int64_t begin, std::int64_t end) {
            if (gated)
                gated->begin(flops * double(end - begin), m_qkv.device());
            piece({range.top + begin, range.top + end, range.left, range.right}, bias);
        });
    }

    const torch::Tensor& result() const { return m_result; }

private:
    torch::Tensor at(const torch::Tensor& tokens, const Range& range) const
    {
        return tokens.narrow(1, range.top * m_windows.height, (range.bottom - range.top) * m_windows.height)
            .narrow(2, range.left * m_windows.width, (range.right - range.left) * m_windows.width);
    }

    void piece(const Range& range, const torch::Tensor& bias)
    {
        const std::int64_t count = m_qkv.size(0), depth = m_qkv.size(4) / m_heads;
        const std::int64_t rows = range.bottom - range.top, columns = range.right - range.left;
        const std::int64_t pixels = m_windows.height * m_windows.width;
        const torch::Tensor windows =
            at(m_qkv, range)
                .reshape({count, rows, m_windows.height, columns, m_windows.width, 3, m_heads, depth})
                .permute({5, 0, 1, 3, 6, 2, 4, 7})
                .reshape({3, count * rows * columns, m_heads, pixels, depth});
        const torch::Tensor attended =
            at::scaled_dot_product_attention(windows[0], windows[1], windows[2], bias)
                .reshape({count, rows, columns, m_heads, m_windows.height, m_windows.width, depth})
                .permute({0, 1, 4, 2, 5, 3, 6});
        at(m_result, range)
            .view({count, rows, m_windows.height, columns, m_windows.width, m_heads, depth})
            .copy_(attended);
    }

    const torch::Tensor& m_qkv;
    int m_heads;
    const Windows& m_windows;
    torch::Tensor m_result;
};

} // namespace

torch::Tensor mirroredTo(const torch::Tensor& picture, std::int64_t multiple)
{
    return mirroredAlong(mirroredAlong(picture, 2, multiple), 3, multiple);
}

torch::Tensor windowAttention(torch::Tensor qkv, int heads, const Windows& windows, const torch::Tensor& bias)
{
    const std::int64_t rows = qkv.size(1) / windows.height, columns = qkv.size(2) / windows.width;
    const torch::Tensor table = bias.to(qkv.scalar_type()).unsqueeze(0);
    if (windows.shiftY == 0 && windows.shiftX == 0) {
        Attention attention(qkv, heads, windows);
        attention.run({0, rows, 0, columns}, table);
        return attention.result();
    }
    qkv = torch::roll(qkv, {-windows.shiftY, -windows.shiftX}, {1, 2});
    Attention attention(qkv, heads, windows);
    const auto withSeam = [&](bool below, bool right) {
        return table + seam(windows, below, right, table.options());
    };
    attention.run({0, rows - 1, 0, columns - 1}, table);
    attention.run({0, rows - 1, columns - 1, columns}, withSeam(false, true));
    attention.run({rows - 1, rows, 0, columns - 1}, withSeam(true, false));
    attention.run({rows - 1, rows, columns - 1, columns}, withSeam(true, true));
    return torch::roll(attention.result(), {windows.shiftY, windows.shiftX}, {1, 2});
}

torch::Tensor relativePositions(std::int64_t height, std::int64_t width)
{
    const torch::Tensor y = torch::arange(height).repeat_interleave(width);
    const torch::Tensor x = torch::arange(width).repeat({height});
    const torch::Tensor down = y.unsqueeze(1) - y.unsqueeze(0) + (height - 1);
    const torch::Tensor across = x.unsqueeze(1) - x.unsqueeze(0) + (width - 1);
    return down * (2 * width - 1) + across;
}

torch::Tensor biasFrom(const torch::Tensor& table, const torch::Tensor& positions)
{
    const std::int64_t pixels = positions.size(0);
    return table.index_select(0, positions.flatten().to(table.device()))
        .view({pixels, pixels, -1})
        .permute({2, 0, 1})
        .contiguous();
}

} // namespace enlarger::nn
