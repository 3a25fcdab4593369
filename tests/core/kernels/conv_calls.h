// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/kernels/conv_scene.h"

#include <string>
#include <utility>
#include <vector>

namespace enlarger::tests {

/// Of pixels and weights that are rounded to 8 bits.
inline constexpr double leastBf16Decibels = 46;

/// Of all kinds, each with what is special about it.
inline std::vector<std::pair<std::string, Call>> allCalls()
{
    std::vector<std::pair<std::string, Call>> calls;
    for (const int width : {1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 37, 130})
        calls.push_back({"width " + std::to_string(width), {.width = width}});
    for (const int rows : {1, 2, 3, 5, 8, 13})
        calls.push_back({"rows " + std::to_string(rows), {.rows = rows, .width = 11}});
    const int channels[][2] = {{3, 64}, {64, 3}, {64, 32}, {96, 32}, {192, 64}, {64, 48}, {48, 48}, {64, 64},
                               {1, 1},  {5, 7},  {17, 33}, {12, 12}, {31, 80},  {52, 52}, {33, 16}};
    for (const auto& [in, out] : channels) {
        const std::string name = std::to_string(in) + " to " + std::to_string(out);
        calls.push_back({name, {.in = in, .out = out, .rows = 6, .width = 21, .above = false}});
        calls.push_back({name + " behind upsampling",
                         {.in = in, .out = out, .rows = 3, .width = 9, .below = false, .up = true}});
    }
    calls.push_back({"no rows around", {.above = false, .below = false}});
    calls.push_back({"one pixel", {.rows = 1, .width = 1, .above = false, .below = false}});
    calls.push_back(
        {"one pixel behind upsampling", {.rows = 1, .width = 1, .above = false, .below = false, .up = true}});
    for (const int shift : {-3, -1, 2, 3, 6})
        for (const int width : {1, 4, 5, 23}) {
            const std::string name =
                "shifted by " + std::to_string(shift) + ", width " + std::to_string(width);
            calls.push_back({name, {.in = 20, .out = 5, .width = width, .shift = shift}});
            calls.push_back({name + ", behind upsampling",
                             {.in = 3, .out = 18, .width = width, .up = true, .shift = shift}});
        }
    calls.push_back({"leaky", {.activation = Activation::LeakyRelu}});
    calls.push_back({"prelu", {.out = 20, .activation = Activation::Prelu}});
    calls.push_back({"silu", {.out = 20, .activation = Activation::Silu}});
    calls.push_back({"silu of large values", {.activation = Activation::Silu, .scale = 3}});
    calls.push_back({"no bias", {.bias = false}});
    calls.push_back({"wide pixels", {.in = 20, .out = 12, .spareIn = 7, .spareOut = 5}});
    calls.push_back({"an addend", {.scale = 0.2f, .first = true}});
    calls.push_back(
        {"two addends", {.out = 21, .rows = 5, .width = 13, .scale = 0.2f, .first = true, .second = true}});
    calls.push_back(
        {"a sum in place",
         {.in = 20, .out = 21, .rows = 5, .width = 13, .spareOut = 3, .first = true, .ontoItself = true}});
    calls.push_back({"the second addend alone", {.activation = Activation::LeakyRelu, .second = true}});
    calls.push_back({"renewed", {.in = 70, .out = 52, .activation = Activation::Prelu, .renewed = true}});
    calls.push_back({"renewed without bias", {.in = 17, .out = 5, .bias = false, .renewed = true}});
    calls.push_back(
        {"renewed behind upsampling",
         {.in = 20, .out = 40, .activation = Activation::LeakyRelu, .up = true, .renewed = true}});
    calls.push_back({"in place",
                     {.in = 64,
                      .out = 32,
                      .rows = 9,
                      .width = 37,
                      .spareIn = 96,
                      .activation = Activation::LeakyRelu,
                      .inPlace = true}});
    return calls;
}

} // namespace enlarger::tests
