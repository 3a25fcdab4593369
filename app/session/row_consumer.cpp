// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/row_consumer.h"

#include "core/image/resample/alpha_bleed.h"

#include <algorithm>
#include <new>
#include <utility>

namespace enlarger::app {

namespace {

constexpr int mostThreads = 8;

} // namespace

RowConsumer::RowConsumer(const image::PhotoInfo& info, const image::DisplayColours& colours)
    : m_colours(colours)
    , m_picture(std::make_shared<image::PackedPicture>(info.width, info.height, info.channels, info.bits))
    , m_builder(info.width, info.height, info.hasAlpha())
    , m_bleed(info.hasAlpha() ? image::makeAlphaBleed(info.width, info.height, info.channels) : nullptr)
    , m_workers(std::min(mostThreads, (info.height + bandHeight - 1) / bandHeight))
{
    if (!m_builder.isValid())
        throw std::bad_alloc();
}

Status RowConsumer::consume(image::Image rows)
{
    m_consumed += rows.height();
    if (m_bleed) {
        Result<image::Image> bled = m_bleed->push(std::move(rows), m_consumed == m_picture->height());
        if (!bled)
            return std::move(bled).error();
        rows = std::move(*bled);
    }
    if (rows.empty())
        return {};
    if (m_bands.size() == mostBands())
        finishBand();
    const int y = std::exchange(m_begun, m_begun + rows.height());
    const auto band = std::make_shared<image::Image>(std::move(rows));
    m_bands.push_back({band, m_workers.begin([this, y, band] {
                           m_picture->setRows(y, *band);
                           m_builder.setRows(y, *band, m_colours);
                           reduce(y, y + band->height());
                       })});
    return {};
}

void RowConsumer::finish()
{
    while (!m_bands.empty())
        finishBand();
}

/// A few for each thread, so that the decoder seldom waits, as far as a little memory goes.
std::size_t RowConsumer::mostBands() const
{
    constexpr std::size_t mostBytes = std::size_t(256) << 20;
    const std::size_t bandBytes = std::size_t(bandHeight) * std::size_t(m_picture->width()) *
                                  std::size_t(m_picture->channels()) * sizeof(float);
    return std::clamp<std::size_t>(mostBytes / bandBytes, 1, 3 * m_workers.count());
}

void RowConsumer::finishBand()
{
    m_bands.front().work.get();
    m_spare = std::move(*m_bands.front().rows);
    m_bands.pop_front();
}

/// Rows [begin, end) are done: the smaller levels follow as far as there is no gap. One thread makes them,
/// also for those who come meanwhile.
void RowConsumer::reduce(int begin, int end)
{
    std::unique_lock lock(m_mutex);
    m_ends.emplace(begin, end);
    if (std::exchange(m_isReducing, true))
        return;
    for (auto next = m_ends.find(m_reduced); next != m_ends.end(); next = m_ends.find(m_reduced)) {
        const int rows = m_reduced = next->second;
        m_ends.erase(next);
        lock.unlock();
        m_builder.reduce(rows);
        lock.lock();
    }
    m_isReducing = false;
}

} // namespace enlarger::app
