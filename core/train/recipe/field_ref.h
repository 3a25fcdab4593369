// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/degrade/options/degradation_options.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace enlarger::train {

/// Where a field lies in a certain recipe, and what it may hold.
struct FieldRef
{
    using Target = std::variant<std::string*, int*, std::int64_t*, double*, bool*, std::vector<double>*,
                                degrade::Range*, degrade::BlurShapes*>;

    std::string key;
    Target target;
    const char* description;
    std::vector<std::string> choices = {}; // of a text; empty: any
    double least = 0.0;                    // of a number
    double most = 0.0;
};

/// "0 to 1", "l1, mse, charbonnier", "yes or no".
std::string rangeText(const FieldRef& field);

/// The value as setFromText() takes it.
std::string valueText(const FieldRef& field);

/// Error: another kind of value, or out of range. Names the field.
Status setFromText(const FieldRef& field, const std::string& text);

} // namespace enlarger::train
