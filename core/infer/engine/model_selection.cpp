// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/model_selection.h"

#include <fmt/format.h>

#include <tuple>

namespace enlarger::infer {

std::string ModelSelection::name() const
{
    return isMixed() ? fmt::format("{} at strength {}", modelName, strengthText()) : modelName;
}

std::string ModelSelection::hash() const
{
    return isMixed() ? fmt::format("{}+{}@{}", network.sha256, crisp->sha256, strengthText())
                     : network.sha256;
}

std::string ModelSelection::strengthText() const
{
    return isMixed() ? fmt::format("{:g}", strength) : std::string();
}

bool ModelSelection::operator==(const ModelSelection& other) const
{
    const auto values = [](const ModelSelection& one) {
        return std::tie(one.modelName, one.network, one.crisp, one.strength, one.device.name, one.precision);
    };
    return values(*this) == values(other);
}

} // namespace enlarger::infer
