// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/enlarge/loss_sum.h"

#include <algorithm>
#include <set>

namespace enlarger::app {

std::string LossSum::Loss::text() const
{
    return std::to_string(photos) + (photos == 1 ? " photo: " : " photos: ") + sentence;
}

void LossSum::add(const std::vector<std::string>& sentences)
{
    for (const std::string& sentence : std::set(sentences.begin(), sentences.end()))
        ++m_counts[sentence];
    m_photos += int(!sentences.empty());
}

std::vector<LossSum::Loss> LossSum::losses() const
{
    std::vector<Loss> losses;
    for (const auto& [sentence, photos] : m_counts)
        losses.push_back({sentence, photos});
    std::ranges::stable_sort(losses, std::greater(), &Loss::photos);
    return losses;
}

} // namespace enlarger::app
