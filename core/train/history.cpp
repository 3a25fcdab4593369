// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/history.h"

namespace enlarger::train {

namespace {

HistoryPoint meanOf(const HistoryPoint& earlier, const HistoryPoint& later)
{
    HistoryPoint mean = later;
    for (auto& [name, value] : mean.values)
        if (const auto before = earlier.values.find(name); before != earlier.values.end())
            value = (value + before->second) / 2.0;
    return mean;
}

} // namespace

std::vector<HistoryPoint> thinned(std::vector<HistoryPoint> history)
{
    const std::size_t half = history.size() / 2;
    std::vector<HistoryPoint> result;
    bool isOpen = false; // the last point of the result waits for its second half
    for (std::size_t i = 0; i < history.size(); ++i) {
        HistoryPoint& point = history[i];
        const bool joins = i < half && point.kind == HistoryPoint::Kind::Steps;
        if (joins && isOpen) {
            result.back() = meanOf(result.back(), point);
            isOpen = false;
        } else {
            isOpen = joins;
            result.push_back(std::move(point));
        }
    }
    return result;
}

} // namespace enlarger::train
