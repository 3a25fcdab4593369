// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/run_watch.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace enlarger::train {

namespace {

constexpr std::size_t enough = 3; // validations in a row

constexpr double largestDrift = 2.0; // 1/255, more than at the start
constexpr double largestGap = 2.0;   // of the discriminator's logits: it is right in nine of ten
constexpr double leastGap = 0.1;     // it is right in 52 of 100
constexpr double rises = 0.05;       // in a gap: what rises by more mends itself
constexpr double falls = 0.9;        // what falls by more than a tenth mends itself

std::optional<double> valueIn(const HistoryPoint& point, const char* name)
{
    const auto found = point.values.find(name);
    return found == point.values.end() ? std::nullopt : std::optional(found->second);
}

/// All above a limit, the last ones first, and no end of it to be seen.
bool stayAbove(const std::vector<double>& values, double limit)
{
    return values.size() == enough &&
           std::ranges::all_of(values, [&](double value) { return value > limit; }) &&
           values.front() > falls * values.back();
}

/// All below the least gap, the last ones first, and no end of it to be seen.
bool stayTooSmall(const std::vector<double>& gaps)
{
    return gaps.size() == enough && std::ranges::all_of(gaps, [](double gap) { return gap < leastGap; }) &&
           gaps.front() < gaps.back() + rises;
}

/// How much further the colours are off than at the start, in the last validations.
std::vector<double> drifts(const std::vector<HistoryPoint>& history, double atStart)
{
    std::vector<double> values;
    for (auto point = history.rbegin(); point != history.rend() && values.size() < enough; ++point)
        if (const auto drift = valueIn(*point, "drift"); drift && point->step > 0)
            values.push_back(*drift - atStart);
    return values;
}

/// The discriminator's mean outputs for real and for made pictures, between the last validations.
std::vector<std::pair<double, double>> outputs(const std::vector<HistoryPoint>& history)
{
    std::vector<std::pair<double, double>> means;
    std::pair<double, double> sum;
    int count = 0;
    const auto close = [&] {
        if (count > 0)
            means.emplace_back(sum.first / count, sum.second / count);
        sum = {};
        count = 0;
    };
    for (auto point = history.rbegin(); point != history.rend() && means.size() < enough; ++point) {
        const auto real = valueIn(*point, "D(real)");
        const auto made = valueIn(*point, "D(fake)");
        if (point->kind == HistoryPoint::Kind::Validation) {
            close();
        } else if (real && made) {
            sum.first += *real;
            sum.second += *made;
            ++count;
        }
    }
    if (means.size() < enough)
        close();
    return means;
}

std::string noticeOf(const RunTrouble& trouble)
{
    const std::string again = fmt::format("(--set {}={:g})", trouble.field, trouble.value);
    switch (trouble.kind) {
    case RunTrouble::Kind::ColoursDrift:
        return fmt::format("The colours have drifted for three validations: the means are {:.1f} of 255 off, "
                           "{:.1f} at the start. Stop the run, and start again with a higher {} {}, or with "
                           "half the rate",
                           trouble.first, trouble.second, trouble.field, again);
    case RunTrouble::Kind::DiscriminatorTooStrong:
        return fmt::format("The discriminator is too strong: for three validations it has told real pictures "
                           "from made ones nearly without fail (D {:+.2f}/{:+.2f}), and the generator learns "
                           "no texture from it. Stop the run, and start again with a lower {} {}, or from a "
                           "network that was trained without one (--from)",
                           trouble.first, trouble.second, trouble.field, again);
    case RunTrouble::Kind::DiscriminatorTooWeak:
        return fmt::format("The discriminator is too weak: for three validations it has hardly told real "
                           "pictures from made ones (D {:+.2f}/{:+.2f}), and the generator learns no texture "
                           "from it. Let the run go on for longer, or start again with a higher {} {}",
                           trouble.first, trouble.second, trouble.field, again);
    }
    return {};
}

} // namespace

std::vector<RunTrouble> troublesOf(const std::vector<HistoryPoint>& history, const Recipe& recipe)
{
    std::vector<RunTrouble> troubles;
    // A network that treats noisy pictures moves their colours by itself: what counts is what training adds.
    const auto start = std::ranges::find_if(
        history, [](const HistoryPoint& point) { return point.values.contains("drift"); });
    if (start != history.end() && start->step == 0) {
        const double atStart = start->values.at("drift");
        const auto values = drifts(history, atStart);
        const double weight = recipe.loss.weightOf(nn::PictureTerm::Colour);
        if (stayAbove(values, largestDrift))
            troubles.push_back({RunTrouble::Kind::ColoursDrift, values.front() + atStart, atStart,
                                "loss.colour-weight", weight > 0.0 ? 5.0 * weight : 1.0});
    }
    if (!recipe.hasDiscriminator())
        return troubles;
    const auto means = outputs(history);
    std::vector<double> gaps;
    for (const auto& [real, made] : means)
        gaps.push_back(real - made);
    const auto add = [&](RunTrouble::Kind kind, double rate) {
        troubles.push_back({kind, means.front().first, means.front().second, "discriminator.rate", rate});
    };
    if (stayAbove(gaps, largestGap))
        add(RunTrouble::Kind::DiscriminatorTooStrong, recipe.discriminator.rate / 4.0);
    else if (stayTooSmall(gaps))
        add(RunTrouble::Kind::DiscriminatorTooWeak, recipe.discriminator.rate * 4.0);
    return troubles;
}

std::vector<std::string> RunWatch::lookAt(const std::vector<HistoryPoint>& history, const Recipe& recipe)
{
    std::vector<std::string> told;
    for (const RunTrouble& trouble : troublesOf(history, recipe))
        if (m_told.insert(trouble.kind).second)
            told.push_back(noticeOf(trouble));
    return told;
}

} // namespace enlarger::train
