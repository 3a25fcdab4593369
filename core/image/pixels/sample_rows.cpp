// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/pixels/sample_rows.h"

namespace enlarger::image {

namespace {

#if defined(__x86_64__)
#define ENLARGER_WIDE __attribute__((target("avx2"))) // twice as many at once, and packed by one instruction

bool hasWide()
{
    static const bool answer = __builtin_cpu_supports("avx2") != 0;
    return answer;
}
#else
#define ENLARGER_WIDE

bool hasWide()
{
    return false;
}
#endif

template <class Integer>
[[gnu::always_inline]] inline void roundAll(const float* from, Integer* to, std::size_t count, float most)
{
    for (std::size_t i = 0; i < count; ++i)
        to[i] = Integer(roundHalfUp(from[i], most));
}

template <class Integer>
ENLARGER_WIDE void roundWide(const float* from, Integer* to, std::size_t count, float most)
{
    roundAll(from, to, count, most);
}

template <class Integer>
void roundFloats(const float* from, Integer* to, std::size_t count, float most)
{
    if (hasWide())
        roundWide(from, to, count, most);
    else
        roundAll(from, to, count, most);
}

} // namespace

void roundHalfUp(const float* from, std::uint8_t* to, std::size_t count, float most)
{
    roundFloats(from, to, count, most);
}

void roundHalfUp(const float* from, std::uint16_t* to, std::size_t count, float most)
{
    roundFloats(from, to, count, most);
}

} // namespace enlarger::image
