// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/history/history.h"

#include <QString>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace enlarger::ui {

/// One curve over the steps. `smooth` is its moving average: m = s m + (1 - s) x, divided by 1 - s^n, so that
/// the first points count in full (Kingma and Ba 2015, section 3).
struct Curve
{
    std::vector<double> steps;
    std::vector<double> values;
    std::vector<double> smooth;

    void append(double step, double value, double smoothing);
    void smoothAnew(double smoothing);

private:
    double m_average = 0.0; // not yet divided
    double m_weight = 0.0;  // that it is divided by
};

/// What happened at a step.
struct CurveMark
{
    enum class Kind { Checkpoint, RolledBack, Skipped, Paused, Resumed, Rate };
    Kind kind = Kind::Checkpoint;
    double step = 0.0;
    double value = 0.0; // see train::events

    QString text() const; // a few words: "learning rate × 0.5"
};

/// A run's history as curves by name, see train::HistoryPoint, and what happened in it.
class CurveSet
{
public:
    void clear();
    void append(std::span<const train::HistoryPoint> points);
    void setSmoothing(double smoothing); // 0: none, below 1
    /// The steps of those that are there. False: they are known.
    bool setCheckpoints(std::vector<std::int64_t> steps);

    double smoothing() const { return m_smoothing; }

    const std::map<std::string, Curve>& curves() const { return m_curves; }
    const Curve* find(const std::string& name) const; // null: not there
    double lastStep() const { return m_lastStep; }
    std::vector<CurveMark> marks() const; // by kind, and by step
    /// Of the best validation, by the recipe's metric; where earlier versions wrote the history, by PSNR.
    std::optional<double> bestStep() const;

private:
    std::map<std::string, Curve> m_curves;
    std::vector<CurveMark> m_events;
    std::vector<std::int64_t> m_checkpoints;
    std::optional<double> m_best;
    double m_smoothing = 0.0;
    double m_lastStep = 0.0;
};

/// Which plot a curve belongs into, from top to bottom, what it is called there, and whether it has the right
/// axis.
struct CurvePlace
{
    enum class Plot { Losses, Validation, Course };
    Plot plot = Plot::Losses;
    bool onRight = false;
    bool isShown = true; // at first
    QString title;
};
CurvePlace placeOf(const std::string& curve);

} // namespace enlarger::ui
