// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace enlarger {

/// SplitMix64: a small generator whose stream depends on its seed alone, on every machine and library (the
/// distributions of <random> differ between libraries).
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed)
    {}
    /// A stream of its own for each (seed, number).
    Random(std::uint64_t seed, std::uint64_t number)
        : m_state(mix(seed) ^ mix(number + 0x9E3779B97F4A7C15ULL))
    {}

    std::uint64_t bits() { return mix(m_state += 0x9E3779B97F4A7C15ULL); }
    double uniform() { return double(bits() >> 11) * 0x1.0p-53; } // [0, 1)
    double uniform(double from, double to) { return from + (to - from) * uniform(); }
    std::int64_t below(std::int64_t count) { return std::int64_t(uniform() * double(count)); } // [0, count)
    bool chance(double probability) { return uniform() < probability; }

private:
    static std::uint64_t mix(std::uint64_t z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }

    std::uint64_t m_state;
};

} // namespace enlarger
