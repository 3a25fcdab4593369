// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/health.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace enlarger::app {

namespace {

using Kind = train::HistoryPoint::Kind;

struct Value
{
    std::int64_t step = 0;
    double value = 0.0;
};

std::vector<Value> valuesOf(std::span<const train::HistoryPoint> history, Kind kind, const char* name)
{
    std::vector<Value> values;
    for (const train::HistoryPoint& point : history)
        if (point.kind == kind)
            if (const auto found = point.values.find(name); found != point.values.end())
                values.push_back({point.step, found->second});
    return values;
}

double mean(std::span<const Value> values)
{
    double sum = 0.0;
    for (const Value& value : values)
        sum += value.value;
    return values.empty() ? 0.0 : sum / double(values.size());
}

std::size_t bestOf(const std::vector<Value>& values)
{
    return std::size_t(std::ranges::max_element(values, {}, &Value::value) - values.begin());
}

// Whether the loss of the last quarter is clearly below that of the quarter before.
bool isFalling(const std::vector<Value>& losses)
{
    constexpr std::size_t least = 16; // points
    constexpr double clearly = 0.99;
    if (losses.size() < least)
        return false;
    const std::size_t quarter = losses.size() / 4;
    const std::span all(losses);
    return mean(all.last(quarter)) < clearly * mean(all.subspan(losses.size() - 2 * quarter, quarter));
}

} // namespace

Health healthOf(std::span<const train::HistoryPoint> history)
{
    constexpr std::size_t fewValidations = 3;
    constexpr std::size_t fewSteps = 8;   // points
    constexpr double muchWaiting = 0.3;   // of a step's time
    constexpr double clearlyWorse = 0.05; // dB
    const auto waiting = valuesOf(history, Kind::Steps, "share of waiting");
    if (waiting.size() >= fewSteps && mean(std::span(waiting).last(waiting.size() / 4)) > muchWaiting)
        return Health::WaitingForData;
    const auto psnr = valuesOf(history, Kind::Validation, "psnr");
    if (psnr.size() < fewValidations)
        return Health::Unknown;
    const std::size_t best = bestOf(psnr);
    if (psnr.size() - best <= 2)
        return Health::Learning;
    const bool isWorse = psnr.back().value < psnr[best].value - clearlyWorse;
    return isWorse && isFalling(valuesOf(history, Kind::Steps, "total")) ? Health::Overfitting
                                                                         : Health::NotImproving;
}

QString sentenceOf(Health health, std::span<const train::HistoryPoint> history)
{
    const auto psnr = valuesOf(history, Kind::Validation, "psnr");
    const Value best = psnr.empty() ? Value{} : psnr[bestOf(psnr)];
    switch (health) {
    case Health::Unknown:
        return {};
    case Health::Learning:
        return QStringLiteral("It is learning: %1%2 dB on the photos kept aside.")
            .arg(QLatin1String(best.value >= psnr.front().value ? "+" : ""))
            .arg(best.value - psnr.front().value, 0, 'f', 2);
    case Health::NotImproving:
        return QStringLiteral(
                   "No longer improving: step %1 was best. It may be stopped, or take more photos.")
            .arg(best.step);
    case Health::Overfitting:
        return QStringLiteral(
                   "It learns the photos by heart: step %1 was best on those kept aside. Stop it, and "
                   "add more photos.")
            .arg(best.step);
    case Health::WaitingForData:
        return QStringLiteral(
            "The network waits for photos to be read: copy them to a faster disk, or pack them "
            "(enlarger-cli pack).");
    }
    return {};
}

} // namespace enlarger::app
