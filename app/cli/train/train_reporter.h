// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal/terminal_progress.h"
#include "core/train/run/trainer.h"

#include <chrono>
#include <optional>

namespace enlarger::cli {

/// What a person sees of a run: on a terminal a live line, else a line now and then; validations and notices
/// stay.
class TrainReporter
{
public:
    train::RunSinks sinks();                                              // the reporter must outlive them
    std::optional<std::int64_t> stripStep() const { return m_stripStep; } // of the newest pictures
    void clear() { m_progress.clear(); }
    bool hasSteps() const { return m_steps > 0; } // seen any

private:
    void report(const train::HistoryPoint& point);
    void show(std::int64_t step, std::int64_t steps, double secondsLeft);

    TerminalProgress m_progress;
    std::string m_losses;          // of the last point
    std::optional<double> m_start; // dB of the network that the run began with
    std::int64_t m_steps = 0;      // in all
    double m_secondsLeft = 0.0;
    std::optional<std::int64_t> m_stripStep;
    std::chrono::steady_clock::time_point m_reported;
};

} // namespace enlarger::cli
