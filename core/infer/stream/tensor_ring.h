// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/tensor_network.h"

namespace enlarger::infer {

/// The rows of a ring that somebody still needs, as tensors of rows x width x channels.
class TensorRing
{
public:
    TensorRing(const Ring& ring, const RingFormat& format, const TensorTarget& target, int width, int height);

    /// Makes room for the rows before `end`.
    void extend(int end);
    /// Those before `begin` are needed no more.
    void forget(int begin);
    std::int64_t bytes() const;

    /// rows x width x channels values of any dtype into the channels of `place`, from row `begin` on.
    void write(const Place& place, int begin, const torch::Tensor& values);
    /// Rows [begin, end) in this dtype. Beyond the picture they are zero.
    torch::Tensor read(const Place& place, int begin, int end, torch::Dtype dtype) const;
    /// The same, but beyond the picture its outermost row.
    torch::Tensor readRepeated(const Place& place, int begin, int end) const;

private:
    torch::Tensor rows(const Place& place, int begin, int end, torch::Dtype dtype) const;

    RingFormat m_format;
    torch::Tensor m_exact; // undefined: no rows, or not of this kind
    torch::Tensor m_narrow;
    torch::TensorOptions m_options;
    torch::Dtype m_dtype;
    int m_channels;
    int m_width;
    int m_height;    // of the picture
    int m_first = 0; // the tensors' first row
    int m_begin = 0; // the first that is needed
    int m_end = 0;   // behind the last that there is room for
};

} // namespace enlarger::infer
