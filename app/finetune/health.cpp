// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/health.h"

#include "app/files/path_text.h"
#include "core/train/run/run_watch.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace enlarger::app {

namespace {

using Kind = train::HistoryPoint::Kind;

struct Value
{
    std::int64_t step = 0;
    double value = 0.0;
};

std::vector<Value> valuesOf(const std::vector<train::HistoryPoint>& history, Kind kind, const char* name)
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

Health courseOf(const std::vector<train::HistoryPoint>& history, const std::vector<Value>& psnr)
{
    constexpr double clearlyWorse = 0.05; // dB
    const std::size_t best = bestOf(psnr);
    if (psnr.size() - best <= 2)
        return Health::Learning;
    const bool isWorse = psnr.back().value < psnr[best].value - clearlyWorse;
    return isWorse && isFalling(valuesOf(history, Kind::Steps, "total")) ? Health::Overfitting
                                                                         : Health::NotImproving;
}

QString sentenceOf(Health course, const std::vector<Value>& psnr)
{
    const Value best = psnr[bestOf(psnr)];
    switch (course) {
    case Health::Learning:
        return QStringLiteral("It is learning: %1%2 dB on the photos kept aside.")
            .arg(QLatin1String(best.value >= psnr.front().value ? "+" : ""))
            .arg(best.value - psnr.front().value, 0, 'f', 2);
    case Health::Overfitting:
        return QStringLiteral(
                   "It learns the photos by heart: step %1 was best on those kept aside. Stop it, and "
                   "add more photos.")
            .arg(best.step);
    default:
        return QStringLiteral(
                   "No longer improving: step %1 was best. It may be stopped, or take more photos.")
            .arg(best.step);
    }
}

QString sentenceOf(const train::RunTrouble& trouble)
{
    using Trouble = train::RunTrouble::Kind;
    const QString again = QStringLiteral("%1 %2").arg(toText(trouble.field)).arg(trouble.value);
    switch (trouble.kind) {
    case Trouble::ColoursDrift:
        return QStringLiteral("Colours drift: they are %1 of 255 off, and were %2 at the start. Stop it, and "
                              "start again with %3, or with half the learning rate.")
            .arg(trouble.first, 0, 'f', 1)
            .arg(trouble.second, 0, 'f', 1)
            .arg(again);
    case Trouble::DiscriminatorTooStrong:
        return QStringLiteral("The discriminator is too strong: it nearly always knows what is made, and no "
                              "texture is learnt from it. Stop it, and start again with %1, or from a model "
                              "that was trained without one.")
            .arg(again);
    case Trouble::DiscriminatorTooWeak:
        return QStringLiteral(
                   "The discriminator is too weak: it hardly knows what is made, and no texture is "
                   "learnt from it. Give it more time, or start again with %1.")
            .arg(again);
    }
    return {};
}

} // namespace

std::vector<HealthRow> healthOf(const std::vector<train::HistoryPoint>& history, const train::Recipe& recipe)
{
    constexpr std::size_t fewValidations = 3;
    constexpr std::size_t fewSteps = 8; // points
    constexpr double muchWaiting = 0.3; // of a step's time
    std::vector<HealthRow> rows;
    const auto psnr = valuesOf(history, Kind::Validation, "psnr");
    if (psnr.size() >= fewValidations) {
        const Health course = courseOf(history, psnr);
        rows.push_back({course, sentenceOf(course, psnr)});
    }
    const auto waiting = valuesOf(history, Kind::Steps, "share of waiting");
    if (waiting.size() >= fewSteps && mean(std::span(waiting).last(waiting.size() / 4)) > muchWaiting)
        rows.push_back(
            {Health::WaitingForData,
             QStringLiteral("The network waits for photos to be read: copy them to a faster disk, or pack "
                            "them (enlarger-cli pack).")});
    for (const train::RunTrouble& trouble : train::troublesOf(history, recipe))
        rows.push_back({Health::GoesWrong, sentenceOf(trouble)});
    return rows;
}

} // namespace enlarger::app
