// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/tensor_ring.h"

#include <algorithm>

namespace enlarger::infer {

TensorRing::TensorRing(const Ring& ring, const RingFormat& format, const TensorTarget& target, int width,
                       int height)
    : m_format(format)
    , m_options(torch::TensorOptions().device(target.device))
    , m_dtype(target.dtype)
    , m_channels(ring.channels)
    , m_width(width * ring.factor)
    , m_height(height * ring.factor)
{}

void TensorRing::extend(int end)
{
    if (end <= m_end)
        return;
    const int kept = m_end - m_begin;
    const auto longer = [&](torch::Tensor& tensor, int channels, torch::Dtype dtype) {
        if (channels == 0)
            return;
        torch::Tensor rows = torch::empty({end - m_begin, m_width, channels}, m_options.dtype(dtype));
        if (kept > 0)
            rows.narrow(0, 0, kept).copy_(tensor.narrow(0, m_begin - m_first, kept));
        tensor = rows;
    };
    longer(m_exact, m_format.exactChannels, torch::kFloat32);
    longer(m_narrow, m_format.isNarrow ? m_channels : 0, m_dtype);
    m_first = m_begin;
    m_end = end;
}

void TensorRing::forget(int begin)
{
    m_begin = std::clamp(begin, m_begin, m_end);
    const int kept = m_end - m_begin;
    if (2 * kept > m_end - m_first)
        return; // not worth a copy
    for (torch::Tensor* tensor : {&m_exact, &m_narrow})
        if (tensor->defined())
            *tensor = kept > 0 ? tensor->narrow(0, m_begin - m_first, kept).clone() : torch::Tensor();
    m_first = m_begin;
}

std::int64_t TensorRing::bytes() const
{
    std::int64_t sum = 0;
    for (const torch::Tensor* tensor : {&m_exact, &m_narrow})
        sum += tensor->defined() ? std::int64_t(tensor->nbytes()) : 0;
    return sum;
}

void TensorRing::write(const Place& place, int begin, const torch::Tensor& values)
{
    const auto copy = [&](const torch::Tensor& tensor, int most) {
        const int channels = std::min(place.channels, most - place.channel);
        if (channels > 0)
            tensor.narrow(0, begin - m_first, values.size(0))
                .narrow(2, place.channel, channels)
                .copy_(values.narrow(2, 0, channels));
    };
    copy(m_exact, m_format.exactChannels);
    if (m_format.isNarrow)
        copy(m_narrow, m_channels);
}

torch::Tensor TensorRing::rows(const Place& place, int begin, int end, torch::Dtype dtype) const
{
    const bool hasExact = place.channel + place.channels <= m_format.exactChannels;
    const bool takesExact = hasExact && (dtype == torch::kFloat32 || !m_format.isNarrow);
    return (takesExact ? m_exact : m_narrow)
        .narrow(0, begin - m_first, end - begin)
        .narrow(2, place.channel, place.channels)
        .to(dtype);
}

torch::Tensor TensorRing::read(const Place& place, int begin, int end, torch::Dtype dtype) const
{
    const int above = std::max(std::min(0, end) - begin, 0);
    const int below = std::max(end - std::max(m_height, begin), 0);
    if (above + below == end - begin)
        return torch::zeros({end - begin, m_width, place.channels}, m_options.dtype(dtype));
    const torch::Tensor inside = rows(place, begin + above, end - below, dtype);
    return above + below == 0 ? inside : torch::constant_pad_nd(inside, {0, 0, 0, 0, above, below});
}

torch::Tensor TensorRing::readRepeated(const Place& place, int begin, int end) const
{
    const int from = std::max(begin, 0);
    const int to = std::min(end, m_height);
    const torch::Tensor inside = rows(place, from, to, torch::kFloat32);
    std::vector<torch::Tensor> parts(std::size_t(from - begin), inside.narrow(0, 0, 1));
    parts.push_back(inside);
    parts.insert(parts.end(), std::size_t(end - to), inside.narrow(0, to - from - 1, 1));
    return parts.size() == 1 ? inside : torch::cat(parts, 0);
}

} // namespace enlarger::infer
