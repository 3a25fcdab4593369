// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/default_model.h"

#include <algorithm>
#include <array>

namespace enlarger::models {

namespace {

constexpr const char* largeName = "realesrgan-x4plus";
constexpr std::array compact{"photo-x4", "realesr-animevideov3"};

} // namespace

std::span<const char* const> compactNames()
{
    return compact;
}

DefaultModel defaultModel(const std::vector<StoredModel>& models, const device::Device& device)
{
    const bool isCard = device.name != "cpu";
    std::vector<std::string> names(compact.begin(), compact.end());
    names.insert(isCard ? names.begin() : names.end(), largeName);
    for (const std::string& name : names) {
        const auto found =
            std::ranges::find_if(models, [&](const StoredModel& model) { return model.card.name == name; });
        if (found == models.end())
            continue;
        if (name != names.front())
            return {&*found, "since " + names.front() + " is not installed"};
        return {&*found, isCard ? "the best network for photographs, since there is a graphics card"
                                : "the best network for photographs that is quick on a CPU"};
    }
    if (models.empty())
        return {};
    return {&models.front(), "since neither " + names[0] + " nor " + names[1] + " is installed"};
}

} // namespace enlarger::models
