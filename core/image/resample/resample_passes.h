// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/resample/axis_taps.h"

namespace enlarger::image {

/// The two loops of resampling, for T float or double. They are the hot ones, compiled with -O3 in every
/// build.

/// Vertical: out[i] = sum over rows k of weights[k] * rows[k][i].
template <class T>
void sumRows(std::span<const float* const> rows, std::span<const T> weights, std::span<T> out);

/// Horizontal: one row of interleaved pixels through the taps of the x axis.
template <class T>
void resampleRow(const AxisTaps& taps, int channels, const T* row, T* out);

} // namespace enlarger::image
