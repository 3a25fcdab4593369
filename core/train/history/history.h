// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enlarger::train {

/// One point of a run's curves.
struct HistoryPoint
{
    enum class Kind { Steps, Validation, Event, RolledBack };

    Kind kind = Kind::Steps;
    std::int64_t step = 0; // steps done
    /// Steps: means over the steps since the last such point: "total", the terms that have a weight
    /// (lossTerms() of core/train/recipe/loss_terms.h), "discriminator", "D(real)", "D(fake)", "gradient of
    /// G", "gradient of D", "rate of G", "rate of D", "seconds per step", "share of waiting". Validation:
    /// "psnr", "ssim", "drift", "sharpness", "lpips". Event: what happened then, one of the names below. None
    /// are there where earlier versions have written the history. RolledBack: none; the run is back at
    /// `step`, and the points after it no longer count; files do not keep it.
    std::map<std::string, double> values;

    bool operator==(const HistoryPoint&) const = default;
};

/// Names of events, and what their values are.
namespace events {
inline constexpr const char* best = "best";              // the metric, of the best validation so far
inline constexpr const char* skipped = "skipped";        // steps that were not finite
inline constexpr const char* rolledBack = "rolled back"; // the step that the run went back from
inline constexpr const char* rate = "rate";              // what all rates are multiplied by from now on
inline constexpr const char* paused = "paused";          // seconds
inline constexpr const char* resumed = "resumed";        // 1: it had ended, and went on
} // namespace events

/// What files call a kind: "steps", "validation" or "event".
std::string historyKindName(HistoryPoint::Kind kind);
std::optional<HistoryPoint::Kind> historyKindFrom(std::string_view name);

/// Of a long history, the older half's points joined in pairs of one kind, each the mean of two at the later
/// one's step: what lies far back needs less detail, and a run of weeks must still fit into a checkpoint. Of
/// events, skipped steps are added up, and the others stay.
std::vector<HistoryPoint> thinned(std::vector<HistoryPoint> history);

/// What the last validation gave that came at that step or before; empty: there was none.
std::map<std::string, double> validationAt(const std::vector<HistoryPoint>& history, std::int64_t step);

/// Whether there was one at that very step.
bool wasValidatedAt(const std::vector<HistoryPoint>& history, std::int64_t step);

using HistorySink = std::function<void(const HistoryPoint&)>;

} // namespace enlarger::train
