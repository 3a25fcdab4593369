// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/resample/resample.h"

#include <cstddef>
#include <span>
#include <vector>

namespace enlarger::image {

/// Resampling along one axis: which run of input positions makes each output position, and with which
/// weights. Positions beyond the border are already folded into the picture, so that a run always lies inside
/// it.
class AxisTaps
{
public:
    AxisTaps(int in, int out, const ResampleOptions& options)
        : AxisTaps(in, out, options, 0, out)
    {}
    /// For the output positions begin..end-1 alone; here they are counted from 0.
    AxisTaps(int in, int out, const ResampleOptions& options, int begin, int end);

    /// Counts input positions from `origin` on, for a piece of the input that begins there.
    void moveOrigin(int origin);

    int outSize() const { return static_cast<int>(m_runs.size()); }
    int first(int out) const { return m_runs[std::size_t(out)].first; }
    int count(int out) const { return m_runs[std::size_t(out)].count; }
    int end(int out) const { return first(out) + count(out); }

    /// The first input position that `out` or any output after it needs.
    int firstFrom(int out) const { return m_runs[std::size_t(out)].firstFrom; }

    /// The weights of one output; they sum to 1. T is float or double.
    template <class T>
    std::span<const T> weights(int out) const;

private:
    struct Run
    {
        int first;
        int count;
        int firstFrom;
        std::size_t offset; // into the weights
    };

    void addRun(int first, std::span<const double> weights);
    void addNearest(int in, int out, int begin, int end);
    void addArea(int in, int out, int begin, int end);
    void addKernel(int in, int out, const ResampleOptions& options, int begin, int end);

    std::vector<Run> m_runs;
    std::vector<double> m_doubles;
    std::vector<float> m_floats; // the same, rounded
};

template <>
inline std::span<const double> AxisTaps::weights(int out) const
{
    const Run& run = m_runs[std::size_t(out)];
    return {m_doubles.data() + run.offset, std::size_t(run.count)};
}

template <>
inline std::span<const float> AxisTaps::weights(int out) const
{
    const Run& run = m_runs[std::size_t(out)];
    return {m_floats.data() + run.offset, std::size_t(run.count)};
}

} // namespace enlarger::image
