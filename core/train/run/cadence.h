// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace enlarger::train {

/// What is due between steps by the clock, besides what a recipe wants every so many steps. Times are those
/// of the run's clock, in seconds.
class Cadence
{
public:
    Cadence() = default;
    /// A run of so many minutes, or by steps, that has been trained for `seconds` before.
    Cadence(std::optional<double> minutes, double seconds)
        : m_limit(minutes ? std::optional(*minutes * 60.0) : std::nullopt)
        , m_fifth(fifthAt(seconds))
        , m_saved(seconds)
    {}

    /// Five times in a run of a length in time, so that it shows where it is going, however slow its steps.
    bool isValidationDue(double seconds) const { return fifthAt(seconds) > m_fifth; }
    void validated(double seconds) { m_fifth = fifthAt(seconds); }

    /// Every minute, or as rarely as makes saving a hundredth of the work, but every ten minutes.
    bool isCheckpointDue(double seconds) const
    {
        return seconds - m_saved > std::clamp(100.0 * m_cost, 60.0, 600.0);
    }
    /// A checkpoint was written, in `cost` seconds; the slowest counts.
    void saved(double seconds, double cost)
    {
        m_saved = seconds;
        m_cost = std::max(m_cost, cost);
    }

private:
    std::int64_t fifthAt(double seconds) const
    {
        return m_limit ? std::int64_t(5.0 * seconds / *m_limit) : 0;
    }

    std::optional<double> m_limit;
    std::int64_t m_fifth = 0; // in which the last validation was
    double m_saved = 0.0;
    double m_cost = 0.0;
};

/// How many steps fit into a run of a length in time, from two steps that were timed after the first, which
/// takes longer than others.
class StepTimer
{
public:
    /// Of the step just done. Seconds a step, once: with the third step.
    std::optional<double> add(double seconds)
    {
        if (++m_steps == 2 || m_steps == 3)
            m_seconds += seconds;
        return m_steps == 3 ? std::optional(m_seconds / 2.0) : std::nullopt;
    }

private:
    int m_steps = 0;
    double m_seconds = 0.0;
};

/// A batch, and how many steps of such batches fit into a time.
struct Fit
{
    int batch = 0;
    double steps = 0.0;
};

/// Whether a recipe learns the same from smaller batches: what judges or normalises whole batches does not.
inline bool learnsFromSmallerBatches(const Recipe& recipe)
{
    return recipe.hasPixelLossesAlone() && recipe.generator.architecture != nn::Architecture::SrResNet;
}

/// Of a batch of which so many steps fit: halved as often as makes them enough to learn from. With
/// so few, more steps are worth more than what a larger batch averages: of 160 crops, 160 steps of one gave
/// +1.9 dB, 80 of two +1.7, 40 of four +1.3 (faithful-x4 on pictures as from a phone).
inline Fit fitted(int batch, double steps)
{
    constexpr double enough = 150.0;
    Fit fit{batch, steps};
    for (; fit.steps < enough && fit.batch >= 2; fit.steps *= 2.0)
        fit.batch /= 2;
    return fit;
}

} // namespace enlarger::train
