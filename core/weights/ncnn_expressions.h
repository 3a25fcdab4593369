// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/ncnn_param.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <string>
#include <vector>

namespace enlarger::weights {

/// A layer of an ncnn graph that holds weights, with the name that its network gives it
/// ("body.0.rdb1.conv1").
struct NcnnWeight
{
    const NcnnLayer* layer;
    std::string name;
};

/// Numbers expressions so that equal ones get equal numbers: "conv 3 17" is the fourth convolution of
/// expression 17. Two ways to write the same computation (Eltwise, or BinaryOp twice) become the same text.
class Expressions
{
public:
    int of(const char* operation, const std::vector<int>& arguments)
    {
        std::string text = fmt::format("{} {}", operation, fmt::join(arguments, " "));
        return m_numbers.try_emplace(std::move(text), static_cast<int>(m_numbers.size())).first->second;
    }
    int input() { return of("input", {}); }
    int leaky(int x) { return of("leaky0.2", {x}); }
    int fifth(int x) { return of("times0.2", {x}); }
    int sum(int a, int b) { return of("sum", {std::min(a, b), std::max(a, b)}); }
    int concat(const std::vector<int>& parts)
    {
        return parts.size() == 1 ? parts.front() : of("concat", parts);
    }
    int nearest(int factor, int x) { return of("nearest", {factor, x}); }
    int shuffle(int factor, int x) { return of("shuffle", {factor, x}); }
    int unshuffle(int factor, int x) { return of("unshuffle", {factor, x}); }

private:
    std::map<std::string, int> m_numbers;
};

/// What was met on the way through a graph: a family makes the expression that its network would be, with as
/// many convolutions, and compares it with the last one.
struct NcnnTrace
{
    std::vector<const NcnnLayer*> convolutions; // in their order in the .bin
    std::vector<const NcnnLayer*> slopes;       // of PReLUs
    int doublings = 0;                          // nearest x2
    int shuffled = 1;                           // factor of the pixel shuffle
    int unshuffled = 1;                         // and of the pixel-unshuffle
    int last = -1;                              // the expression of the last layer
};

} // namespace enlarger::weights
