// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace enlarger::tests {

inline std::size_t index(int number)
{
    return std::size_t(number);
}

/// Of the error, against the largest value.
template <class Reference>
double decibels(const std::vector<float>& values, const std::vector<Reference>& reference, std::size_t count)
{
    double error = 0;
    double peak = 0;
    for (std::size_t i = 0; i < count; ++i) {
        error += std::pow(double(values[i]) - double(reference[i]), 2);
        peak = std::max(peak, std::abs(double(reference[i])));
    }
    return 10 * std::log10(peak * peak * double(count) / std::max(error, 1e-300));
}

/// On this thread, the last one first.
inline void inTurn(int count, const std::function<void(int)>& task)
{
    for (int i = count - 1; i >= 0; --i)
        task(i);
}

inline void onThreads(int count, const std::function<void(int)>& task)
{
    std::vector<std::thread> threads;
    threads.reserve(index(count));
    for (int i = 0; i < count; ++i)
        threads.emplace_back(task, i);
    for (auto& thread : threads)
        thread.join();
}

} // namespace enlarger::tests
