// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/detail_gain.h"

#include <algorithm>
#include <cmath>

namespace enlarger::infer {

namespace {

constexpr double usual = 1.15; // of the faithful networks that ship
constexpr double least = 0.2;
constexpr double most = 5.0;

} // namespace

DetailGain::DetailGain(const std::string& modelHash, image::PhotoFormat format,
                       const std::filesystem::path& cacheFolder)
    : m_gains(cacheFolder.empty() ? std::filesystem::path() : cacheFolder / "detail.json")
    , m_name(modelHash.empty() ? std::string() : modelHash + " as " + image::formatWord(format))
{}

double DetailGain::value() const
{
    const auto known = m_gains.find(m_name);
    return known && *known >= least && *known <= most ? *known : usual;
}

void DetailGain::learn(double gain) const
{
    if (std::isfinite(gain) && gain > 0.0) // photos differ: one alone does not decide
        m_gains.put(m_name, std::sqrt(value() * std::clamp(gain, least, most)));
}

} // namespace enlarger::infer
