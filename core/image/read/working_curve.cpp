// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/working_curve.h"

#include "core/image/colour/tone_response.h"
#include "core/image/read/photo_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace enlarger::image {

namespace {

constexpr int steps = 1 << 14; // between them a straight line misses sRGB's curve by 1e-6 at most
constexpr int lookups = 1 << 12;

constexpr double nearEnough = 10.0 / 255.0; // root mean square of the difference from sRGB's values
constexpr float darkestMiddle = 0.375f;     // gamma 3 has 0.39, HLG 0.32, PQ 0.09

float srgbOf(float luminance)
{
    const double y = std::clamp(double(luminance), 0.0, 1.0);
    return float(y <= 0.0031308 ? 12.92 * y : 1.055 * std::pow(y, 1.0 / 2.4) - 0.055);
}

bool isToStay(const std::vector<float>& response)
{
    const auto last = response.size() - 1;
    if (srgbOf(response[last / 2]) < darkestMiddle)
        return true;
    double sum = 0.0;
    for (std::size_t i = 0; i <= last; ++i) {
        const double difference = double(srgbOf(response[i])) - double(i) / double(last);
        sum += difference * difference;
    }
    return std::sqrt(sum / double(response.size())) <= nearEnough;
}

template <class Way>
void throughColours(Image& pixels, Way way)
{
    const int channels = pixels.channels();
    const std::size_t step = channels == 0 ? 1 : std::size_t(channels);
    const std::size_t colours = step % 2 == 0 ? step - 1 : step;
    float* const end = pixels.data() + pixels.size();
    for (float* pixel = pixels.data(); pixel != end; pixel += step)
        std::transform(pixel, pixel + colours, pixel, way);
}

class CurveStage : public RowStage
{
public:
    CurveStage(std::shared_ptr<const WorkingCurve> curve, CurveDirection direction)
        : m_curve(std::move(curve))
        , m_direction(direction)
    {}

    Result<Image> push(Image rows, bool) override
    {
        if (m_direction == CurveDirection::ToWorking)
            m_curve->toWorking(rows);
        else
            m_curve->fromWorking(rows);
        return rows;
    }

private:
    std::shared_ptr<const WorkingCurve> m_curve;
    CurveDirection m_direction;
};

} // namespace

std::shared_ptr<const WorkingCurve> WorkingCurve::of(const PhotoInfo& photo)
{
    const Bytes& icc = photo.metadata.icc;
    constexpr int glance = 256;
    const std::vector<float> response = toneResponse(icc, photo.isGrey(), glance);
    if (response.empty() || isToStay(response) || isHdrProfile(icc) || photo.metadata.colours.isHdr())
        return nullptr;
    return std::shared_ptr<const WorkingCurve>(new WorkingCurve(toneResponse(icc, photo.isGrey(), steps)));
}

WorkingCurve::WorkingCurve(const std::vector<float>& response)
{
    // Where a profile clips, values must still find their way back.
    constexpr float leastRise = 0x1p-20f;
    m_working.push_back(0.0f);
    for (std::size_t i = 1; i < response.size(); ++i)
        m_working.push_back(std::max(srgbOf(response[i]), m_working.back() + leastRise));
    for (float& value : m_working)
        value /= m_working.back();

    m_below.reserve(lookups + 1);
    for (int i = 0; i <= lookups; ++i) {
        const auto above = std::ranges::upper_bound(m_working, float(i) / lookups);
        m_below.push_back(std::uint16_t(above - m_working.begin() - 1));
    }
}

float WorkingCurve::working(float value) const
{
    if (!(value > 0.0f && value < 1.0f))
        return value;
    const float place = value * steps;
    const auto below = std::size_t(place);
    const float from = m_working[below];
    return from + (m_working[below + 1] - from) * (place - float(below));
}

float WorkingCurve::own(float working) const
{
    if (!(working > 0.0f && working < 1.0f))
        return working;
    const auto lookup = std::size_t(working * lookups);
    const auto above = std::upper_bound(m_working.begin() + m_below[lookup] + 1,
                                        m_working.begin() + m_below[lookup + 1] + 1, working);
    const float from = *(above - 1);
    return (float(above - 1 - m_working.begin()) + (working - from) / (*above - from)) / steps;
}

void WorkingCurve::toWorking(Image& pixels) const
{
    throughColours(pixels, [this](float value) { return working(value); });
}

void WorkingCurve::fromWorking(Image& pixels) const
{
    throughColours(pixels, [this](float value) { return own(value); });
}

std::unique_ptr<RowStage> makeCurveStage(std::shared_ptr<const WorkingCurve> curve, CurveDirection direction)
{
    return std::make_unique<CurveStage>(std::move(curve), direction);
}

Result<Image> readWorkingPhoto(const std::filesystem::path& file)
{
    Result<PhotoReader> reader = PhotoReader::open(file);
    if (!reader)
        return std::move(reader).error();
    Result<Image> photo = reader->read(reader->info().height);
    const auto curve = photo ? WorkingCurve::of(reader->info()) : nullptr;
    if (curve)
        curve->toWorking(*photo);
    return photo;
}

} // namespace enlarger::image
