// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/history/history.h"

#include <algorithm>
#include <ranges>

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
    std::map<HistoryPoint::Kind, std::size_t> open; // points of the result that wait for their second half
    for (std::size_t i = 0; i < history.size(); ++i) {
        HistoryPoint& point = history[i];
        const auto waiting = open.find(point.kind);
        if (i >= half || point.step == 0) { // where the curves begin stays
            result.push_back(std::move(point));
        } else if (waiting == open.end()) {
            open[point.kind] = result.size();
            result.push_back(std::move(point));
        } else {
            result[waiting->second] = meanOf(result[waiting->second], point);
            open.erase(waiting);
        }
    }
    std::ranges::stable_sort(result, {}, &HistoryPoint::step);
    return result;
}

std::map<std::string, double> validationAt(const std::vector<HistoryPoint>& history, std::int64_t step)
{
    for (const HistoryPoint& point : std::views::reverse(history))
        if (point.kind == HistoryPoint::Kind::Validation && point.step <= step)
            return point.values;
    return {};
}

bool wasValidatedAt(const std::vector<HistoryPoint>& history, std::int64_t step)
{
    return std::ranges::any_of(std::views::reverse(history), [&](const HistoryPoint& point) {
        return point.kind == HistoryPoint::Kind::Validation && point.step == step;
    });
}

} // namespace enlarger::train
