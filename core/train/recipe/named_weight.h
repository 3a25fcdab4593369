// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <functional>
#include <string>

namespace enlarger::train {

/// "conv5_4:0.5" of a recipe's list: a name and its weight, which is 1 where none is said.
struct NamedWeight
{
    std::string name;
    double weight = 1.0;
};

/// Spaces do not count. `problemOf` says what is wrong with a name, or nothing. What is wrong becomes an
/// Error by `wrong`, which knows how such lists are written.
Result<NamedWeight> parseNamedWeight(std::string text,
                                     const std::function<std::string(const std::string& name)>& problemOf,
                                     const std::function<Error(const std::string& what)>& wrong);

} // namespace enlarger::train
