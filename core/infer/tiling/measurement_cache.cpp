// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/measurement_cache.h"

#include "core/base/json_cache.h"

#include <nlohmann/json.hpp>

namespace enlarger::infer {

std::optional<double> MeasurementCache::find(const std::string& name) const
{
    const auto object = readJsonCache(m_file);
    const auto place = object.find(name);
    if (name.empty() || place == object.end() || !place->is_number())
        return std::nullopt;
    return place->get<double>();
}

void MeasurementCache::put(const std::string& name, double value) const
{
    if (!name.empty())
        updateJsonCache(m_file, [&](nlohmann::json& object) { object[name] = value; });
}

} // namespace enlarger::infer
