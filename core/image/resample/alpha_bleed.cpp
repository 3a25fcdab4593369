// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/alpha_bleed.h"

#include "core/image/pixels/row_window.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <vector>

namespace enlarger::image {

namespace {

/// From two 8-bit steps of alpha on, a pixel counts as opaque: it keeps its colour and lends it to others.
/// One step shows any change of colour as one step at most, and a file that was stored premultiplied in 8
/// bits can only hold black or fully saturated colours there: nothing worth keeping or lending.
constexpr float opaqueFrom = 1.5f / 255.0f;

/// What a row holds, and for each pixel the way to the nearest opaque one in it.
struct RowOpacity
{
    enum class Kind { Opaque, Transparent, Mixed };
    static constexpr std::int16_t none = std::numeric_limits<std::int16_t>::max();

    Kind kind = Kind::Opaque;
    std::vector<std::int16_t>
        nearest; // Mixed: pixels to the right, negative to the left; `none` beyond the radius

    std::int16_t at(int x) const
    {
        return kind == Kind::Mixed ? nearest[std::size_t(x)] : kind == Kind::Opaque ? std::int16_t(0) : none;
    }
};

RowOpacity opacityOf(std::span<const float> row, int channels, int radius)
{
    const auto step = std::size_t(channels);
    const std::size_t width = row.size() / step;
    const auto isOpaque = [&](std::size_t x) { return row[x * step + step - 1] >= opaqueFrom; };
    std::size_t opaque = 0;
    for (std::size_t x = 0; x < width; ++x)
        opaque += isOpaque(x);
    if (opaque == width)
        return {RowOpacity::Kind::Opaque, {}};
    if (opaque == 0)
        return {RowOpacity::Kind::Transparent, {}};

    std::vector<std::int16_t> nearest(width, RowOpacity::none);
    for (int x = 0, last = -radius - 1; x < int(width); ++x) {
        if (isOpaque(std::size_t(x)))
            last = x;
        if (x - last <= radius)
            nearest[std::size_t(x)] = std::int16_t(last - x);
    }
    for (int x = int(width) - 1, next = int(width) + radius; x >= 0; --x) {
        if (isOpaque(std::size_t(x)))
            next = x;
        if (next - x <= radius && next - x < std::abs(nearest[std::size_t(x)])) // a tie goes to the left
            nearest[std::size_t(x)] = std::int16_t(next - x);
    }
    return {RowOpacity::Kind::Mixed, std::move(nearest)};
}

class AlphaBleed : public RowStage
{
public:
    AlphaBleed(int width, int height, int channels, int radius)
        : m_radius(std::clamp(radius, 0, 4096))
        , m_window(width, height, channels)
    {}

    Result<Image> push(Image rows, bool last) override;

private:
    /// A row with opaque pixels, seen from the row that is being filled.
    struct Source
    {
        int row;
        int squaredDistance;
        const RowOpacity* opacity;
    };

    const RowOpacity& opacity(int y) const { return m_opacity[std::size_t(y - m_window.begin())]; }
    bool isComplete(int y) const;
    void bleedRow(int y);
    void bleedPixel(int x, int y);

    int m_radius;
    RowWindow m_window;               // from `radius` rows above m_next on
    std::deque<RowOpacity> m_opacity; // of the window's rows
    int m_next = 0;                   // the next row to give out
    std::vector<Source> m_sources;    // of the row that is being filled, the nearest first
};

Result<Image> AlphaBleed::push(Image rows, bool last)
{
    if (m_window.channels() != 2 && m_window.channels() != 4)
        return Error{ErrorKind::Internal,
                     "pixels of " + std::to_string(m_window.channels()) + " channels have no alpha",
                     {},
                     {}};
    if (Status fits = m_window.check(rows, last); !fits)
        return std::move(fits).error();
    m_window.append(std::move(rows));
    for (int y = m_window.begin() + int(m_opacity.size()); y < m_window.end(); ++y)
        m_opacity.push_back(opacityOf(m_window.row(y), m_window.channels(), m_radius));

    int ready = m_next;
    for (; ready < m_window.end() && isComplete(ready); ++ready)
        bleedRow(ready);
    Image out = m_window.copy(m_next, ready);
    m_next = ready;
    const int dropped = m_window.begin();
    m_window.dropBefore(m_next - m_radius);
    m_opacity.erase(m_opacity.begin(), m_opacity.begin() + (m_window.begin() - dropped));
    return out;
}

/// Is all known that may colour the row?
bool AlphaBleed::isComplete(int y) const
{
    return opacity(y).kind == RowOpacity::Kind::Opaque ||
           m_window.end() > std::min(y + m_radius, m_window.height() - 1);
}

/// In place: only pixels that lend nothing change, so that later rows find what they need.
void AlphaBleed::bleedRow(int y)
{
    if (opacity(y).kind == RowOpacity::Kind::Opaque)
        return;
    m_sources.clear();
    const auto add = [&](int row, int distance) {
        if (row >= m_window.begin() && row < m_window.end() &&
            opacity(row).kind != RowOpacity::Kind::Transparent)
            m_sources.push_back({row, distance * distance, &opacity(row)});
    };
    add(y, 0);
    for (int distance = 1; distance <= m_radius; ++distance) {
        add(y - distance, distance);
        add(y + distance, distance);
    }
    if (m_sources.empty())
        return;
    for (int x = 0; x < m_window.width(); ++x)
        if (opacity(y).at(x) != 0)
            bleedPixel(x, y);
}

/// The nearest opaque pixel lends its colour; of several equally near ones that in the nearest row, then the
/// upper, then the left one. In the outer half of the radius it fades into the colour that the pixel has, so
/// that the limit of the radius is no edge either.
void AlphaBleed::bleedPixel(int x, int y)
{
    int nearest = m_radius * m_radius + 1; // squared
    int fromX = 0;
    int fromY = 0;
    for (const Source& source : m_sources) {
        if (source.squaredDistance >= nearest)
            break;
        const int dx = source.opacity->at(x);
        if (dx != RowOpacity::none && dx * dx + source.squaredDistance < nearest) {
            nearest = dx * dx + source.squaredDistance;
            fromX = x + dx;
            fromY = source.row;
        }
    }
    if (nearest > m_radius * m_radius)
        return;
    const auto step = std::size_t(m_window.channels());
    const float* from = m_window.row(fromY).data() + std::size_t(fromX) * step;
    float* to = m_window.row(y).data() + std::size_t(x) * step;
    const float share =
        std::min(1.0f, (float(m_radius) + 1.0f - std::sqrt(float(nearest))) / (0.5f * float(m_radius)));
    for (std::size_t c = 0; c + 1 < step; ++c)
        to[c] = share < 1.0f ? to[c] + share * (from[c] - to[c]) : from[c];
}

} // namespace

std::unique_ptr<RowStage> makeAlphaBleed(int width, int height, int channels, int radius)
{
    return std::make_unique<AlphaBleed>(width, height, channels, radius);
}

} // namespace enlarger::image
