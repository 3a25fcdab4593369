// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/curve_set.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

namespace enlarger::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("curves", text);
}

const std::map<std::string, CurveMark::Kind> kinds{{train::events::rolledBack, CurveMark::Kind::RolledBack},
                                                   {train::events::skipped, CurveMark::Kind::Skipped},
                                                   {train::events::paused, CurveMark::Kind::Paused},
                                                   {train::events::resumed, CurveMark::Kind::Resumed},
                                                   {train::events::rate, CurveMark::Kind::Rate}};

} // namespace

QString CurveMark::text() const
{
    switch (kind) {
    case Kind::Checkpoint:
        return tr("Checkpoint");
    case Kind::RolledBack:
        return tr("Back from step %1, at half the rate").arg(value);
    case Kind::Skipped:
        return value > 1.0 ? tr("%1 steps skipped: not finite").arg(value) : tr("Step skipped: not finite");
    case Kind::Paused:
        return tr("Paused for %1").arg(app::toText(app::durationText(value)));
    case Kind::Resumed:
        return tr("Went on after a stop");
    case Kind::Rate:
        return tr("Learning rate × %1").arg(value);
    }
    return {};
}

void Curve::append(double step, double value, double smoothing)
{
    steps.push_back(step);
    values.push_back(value);
    if (std::isfinite(value)) {
        m_average = smoothing * m_average + (1.0 - smoothing) * value;
        m_weight = smoothing * m_weight + (1.0 - smoothing);
    }
    smooth.push_back(m_weight > 0.0 ? m_average / m_weight : value);
}

void Curve::smoothAnew(double smoothing)
{
    Curve anew;
    for (std::size_t i = 0; i < steps.size(); ++i)
        anew.append(steps[i], values[i], smoothing);
    *this = std::move(anew);
}

void CurveSet::clear()
{
    m_curves.clear();
    m_events.clear();
    m_checkpoints.clear();
    m_best.reset();
    m_lastStep = 0.0;
}

void CurveSet::append(std::span<const train::HistoryPoint> points)
{
    for (const train::HistoryPoint& point : points) {
        const double step = double(point.step);
        m_lastStep = std::max(m_lastStep, step);
        if (point.kind == train::HistoryPoint::Kind::Event) {
            for (const auto& [name, value] : point.values)
                if (name == train::events::best)
                    m_best = step;
                else if (const auto kind = kinds.find(name); kind != kinds.end())
                    m_events.push_back({kind->second, step, value});
            continue;
        }
        for (const auto& [name, value] : point.values)
            m_curves[name].append(step, value,
                                  point.kind == train::HistoryPoint::Kind::Validation ? 0.0 : m_smoothing);
    }
}

bool CurveSet::setCheckpoints(std::vector<std::int64_t> steps)
{
    return std::exchange(m_checkpoints, std::move(steps)) != m_checkpoints;
}

std::vector<CurveMark> CurveSet::marks() const
{
    std::vector<CurveMark> marks;
    for (const std::int64_t step : m_checkpoints)
        marks.push_back({CurveMark::Kind::Checkpoint, double(step)});
    marks.insert(marks.end(), m_events.begin(), m_events.end());
    std::ranges::stable_sort(marks, {},
                             [](const CurveMark& mark) { return std::pair(mark.kind, mark.step); });
    return marks;
}

std::optional<double> CurveSet::bestStep() const
{
    const Curve* psnr = find("psnr");
    if (m_best || !psnr || psnr->values.empty())
        return m_best;
    return psnr->steps[std::size_t(std::ranges::max_element(psnr->values) - psnr->values.begin())];
}

void CurveSet::setSmoothing(double smoothing)
{
    if (smoothing == m_smoothing)
        return;
    m_smoothing = smoothing;
    for (auto& [name, curve] : m_curves)
        if (placeOf(name).plot != CurvePlace::Plot::Validation)
            curve.smoothAnew(smoothing);
}

const Curve* CurveSet::find(const std::string& name) const
{
    const auto found = m_curves.find(name);
    return found == m_curves.end() ? nullptr : &found->second;
}

CurvePlace placeOf(const std::string& curve)
{
    using Plot = CurvePlace::Plot;
    static const std::map<std::string, CurvePlace> places{
        {"psnr", {Plot::Validation, false, true, tr("PSNR, dB")}},
        {"ssim", {Plot::Validation, true, false, tr("SSIM")}},
        {"lpips", {Plot::Validation, true, true, tr("LPIPS")}},
        {"drift", {Plot::Validation, true, false, tr("Colour drift, 1/255")}},
        {"sharpness", {Plot::Validation, true, false, tr("Sharpness")}},
        {"D(real)", {Plot::Course, false, true, tr("D(real)")}},
        {"D(fake)", {Plot::Course, false, true, tr("D(fake)")}},
        {"rate of G", {Plot::Course, true, true, tr("Learning rate")}},
        {"rate of D", {Plot::Course, true, false, tr("Learning rate of D")}},
        {"gradient of G", {Plot::Course, true, false, tr("Gradient norm")}},
        {"gradient of D", {Plot::Course, true, false, tr("Gradient norm of D")}},
        {"seconds per step", {Plot::Course, true, false, tr("Seconds a step")}},
        {"share of waiting", {Plot::Course, true, false, tr("Share of waiting for photos")}},
        {"total", {Plot::Losses, false, true, tr("Loss")}},
        {"discriminator", {Plot::Losses, false, true, tr("Discriminator")}},
    };
    const auto found = places.find(curve);
    // "psnr of Set5": of a validation set, as the photos' own.
    if (const std::size_t of = curve.find(" of "); found == places.end() && of != curve.npos)
        if (const auto metric = places.find(curve.substr(0, of)); metric != places.end()) {
            CurvePlace place = metric->second;
            place.title =
                QStringLiteral("%1, %2").arg(place.title, QString::fromStdString(curve.substr(of + 4)));
            return place;
        }
    return found != places.end() ? found->second
                                 : CurvePlace{Plot::Losses, false, true, QString::fromStdString(curve)};
}

} // namespace enlarger::ui
