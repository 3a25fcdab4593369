// SPDX-License-Identifier: GPL-3.0-or-later
// For files compiled for AVX-512 with bf16 alone.
#pragma once

#include "core/kernels/avx512_vector.h"

namespace enlarger::kernels {
namespace {

/// Rounds at most 32 channels to as many bf16, two to a slot; where there are fewer, or none because of
/// null, zeros follow.
inline void roundToBf16(const float* from, int channels, float* slots)
{
    __m512 low = _mm512_setzero_ps();
    __m512 high = low;
    if (from != nullptr) {
        low = channels >= 16 ? _mm512_loadu_ps(from) : Avx512::loadFirst(from, channels).v;
        if (channels >= 32)
            high = _mm512_loadu_ps(from + 16);
        else if (channels > 16)
            high = Avx512::loadFirst(from + 16, channels - 16).v;
    }
    _mm512_storeu_ps(slots, __m512(_mm512_cvtne2ps_pbh(high, low)));
}

} // namespace
} // namespace enlarger::kernels
