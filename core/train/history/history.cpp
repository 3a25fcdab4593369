// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/history/history.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

namespace enlarger::train {

namespace {

constexpr std::array<std::pair<HistoryPoint::Kind, const char*>, 3> kinds{
    {{HistoryPoint::Kind::Steps, "steps"},
     {HistoryPoint::Kind::Validation, "validation"},
     {HistoryPoint::Kind::Event, "event"}}};

bool staysWhole(const HistoryPoint& point)
{
    return point.step == 0 || // where the curves begin
           (point.kind == HistoryPoint::Kind::Event && !point.values.contains(events::skipped));
}

HistoryPoint joined(const HistoryPoint& earlier, const HistoryPoint& later)
{
    if (later.kind == HistoryPoint::Kind::Event)
        return {later.kind,
                later.step,
                {{events::skipped, earlier.values.at(events::skipped) + later.values.at(events::skipped)}}};
    HistoryPoint mean = later;
    for (auto& [name, value] : mean.values)
        if (const auto before = earlier.values.find(name); before != earlier.values.end())
            value = (value + before->second) / 2.0;
    return mean;
}

} // namespace

std::string historyKindName(HistoryPoint::Kind kind)
{
    const auto found = std::ranges::find(kinds, kind, [](const auto& row) { return row.first; });
    return found == kinds.end() ? std::string() : found->second;
}

std::optional<HistoryPoint::Kind> historyKindFrom(std::string_view name)
{
    const auto found = std::ranges::find(kinds, name, [](const auto& row) { return row.second; });
    return found == kinds.end() ? std::nullopt : std::optional(found->first);
}

std::vector<HistoryPoint> thinned(std::vector<HistoryPoint> history)
{
    const std::size_t half = history.size() / 2;
    std::vector<HistoryPoint> result;
    std::map<HistoryPoint::Kind, std::size_t> open; // points of the result that wait for their second half
    for (std::size_t i = 0; i < history.size(); ++i) {
        HistoryPoint& point = history[i];
        const auto waiting = open.find(point.kind);
        if (i >= half || staysWhole(point)) {
            result.push_back(std::move(point));
        } else if (waiting == open.end()) {
            open[point.kind] = result.size();
            result.push_back(std::move(point));
        } else {
            result[waiting->second] = joined(result[waiting->second], point);
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
