// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/curve_set.h"

#include <QCoreApplication>

#include <cmath>

namespace enlarger::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("curves", text);
}

} // namespace

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
    m_rollbacks.clear();
    m_lastStep = 0.0;
}

void CurveSet::append(std::span<const train::HistoryPoint> points)
{
    for (const train::HistoryPoint& point : points) {
        if (point.kind == train::HistoryPoint::Kind::RolledBack)
            m_rollbacks.push_back(double(point.step));
        for (const auto& [name, value] : point.values)
            m_curves[name].append(double(point.step), value,
                                  point.kind == train::HistoryPoint::Kind::Validation ? 0.0 : m_smoothing);
        m_lastStep = std::max(m_lastStep, double(point.step));
    }
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
    return found != places.end() ? found->second
                                 : CurvePlace{Plot::Losses, false, true, QString::fromStdString(curve)};
}

} // namespace enlarger::ui
