// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/model_stream.h"

#include "core/device/allocator_cache.h"
#include "core/device/engine_errors.h"
#include "core/infer/engine/channel_rows.h"
#include "core/infer/engine/engine_network.h"
#include "core/infer/engine/mirrored.h"
#include "core/infer/stream/row_stream.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <stdexcept>

namespace enlarger::infer {

using image::Image;

namespace {

/// The rows of a picture that go into a network next, its sides made multiples of what it takes by mirroring.
class NetworkRows
{
public:
    NetworkRows(int width, int height, int multiple)
        : m_width(width)
        , m_height(height)
        , m_wide(roundedUp(width, multiple))
        , m_high(roundedUp(height, multiple))
        , m_kept(multiple)
    {}

    int wide() const { return m_wide; }
    int high() const { return m_high; }

    void append(Image rows)
    {
        m_given += rows.height();
        if (rows.height() > 0)
            m_bands.push_back(std::move(rows));
    }
    int given() const { return m_given; }

    /// Whether the next row is there.
    bool isReady() const { return m_next < m_given || (m_given == m_height && m_next < m_high); }

    /// The next row, cleaned: m_wide pixels.
    const std::vector<float>& next(int channels)
    {
        if (m_next >= m_height) // below the picture: it repeats rows that are kept
            m_row = m_last[std::size_t(mirrored(m_next, m_height) - m_firstKept)];
        else
            read(channels);
        ++m_next;
        return m_row;
    }

private:
    void read(int channels)
    {
        const Image& band = m_bands.front();
        const float* const row = band.row(m_nextOfBand).data();
        m_row.resize(std::size_t(m_wide) * std::size_t(channels));
        float* to = m_row.data();
        for (int x = 0; x < m_wide; ++x) {
            const float* from = row + std::ptrdiff_t(mirrored(x, m_width)) * channels;
            for (int c = 0; c < channels; ++c)
                *to++ = std::isfinite(from[c]) ? from[c] : 0.0F;
        }
        if (++m_nextOfBand == band.height()) {
            m_bands.pop_front();
            m_nextOfBand = 0;
        }
        if (m_high == m_height)
            return;
        m_last.push_back(m_row);
        if (int(m_last.size()) > m_kept) {
            m_last.pop_front();
            ++m_firstKept;
        }
    }

    int m_width;
    int m_height;
    int m_wide;
    int m_high;
    int m_given = 0; // rows that have come
    int m_next = 0;
    std::deque<Image> m_bands; // that have not been read to their ends
    int m_nextOfBand = 0;
    std::vector<float> m_row;
    int m_kept; // rows at the lower end that mirroring may want
    int m_firstKept = 0;
    std::deque<std::vector<float>> m_last;
};

class ModelStream : public image::RowStage
{
public:
    ModelStream(std::shared_ptr<const StreamNetwork> network, const ModelTraits& traits, int width,
                int height, StreamContext context)
        : m_network(std::move(network))
        , m_traits(traits)
        , m_context(std::move(context))
        , m_width(width)
        , m_height(height)
        , m_rows(width, height, traits.inputMultiple)
    {}

    Result<Image> push(Image rows, bool last) override
    {
        if (Status fits = check(rows, last); !fits)
            return std::move(fits).error();
        try {
            return stream(std::move(rows), last);
        } catch (...) {
            Error error = device::currentEngineError();
            m_streams.clear();
            if (error.kind == ErrorKind::OutOfMemory)
                device::emptyAllocatorCache();
            if (error.kind != ErrorKind::Cancelled && m_context.failed)
                m_context.failed();
            return error;
        }
    }

private:
    Gate& gate() { return m_context.gate ? *m_context.gate : m_openGate; }
    Status check(const Image& rows, bool last) const;
    Image stream(Image rows, bool last);
    void begin(int channels);
    void feed();
    void runStrip();
    Image takeReady();

    std::shared_ptr<const StreamNetwork> m_network;
    ModelTraits m_traits;
    StreamContext m_context;
    StopGate m_openGate;
    int m_width;
    int m_height;
    NetworkRows m_rows;
    int m_channels = 0;                                // of the picture, once its first rows are there
    std::vector<std::unique_ptr<RowStream>> m_streams; // one, or one for each channel
    std::vector<std::vector<float>> m_ready;           // finished rows of each stream
};

Status ModelStream::check(const Image& rows, bool last) const
{
    const bool fits = rows.height() == 0 ||
                      (rows.width() == m_width && (m_channels == 0 || rows.channels() == m_channels) &&
                       m_rows.given() + rows.height() <= m_height);
    if (fits && (!last || m_rows.given() + rows.height() == m_height))
        return {};
    return Error{ErrorKind::Internal, "rows came to a network that do not belong to its picture", {}, {}};
}

/// Runs strips until one gives rows, or rows are lacking; behind the last row all of them.
Image ModelStream::stream(Image rows, bool last)
{
    setUpTorch();
    if (m_channels == 0 && rows.height() > 0)
        begin(rows.channels());
    m_rows.append(std::move(rows));
    while (m_channels > 0 && !m_streams.front()->isDone() && (last || m_ready.front().empty())) {
        feed();
        if (m_streams.front()->wantsRow())
            break;
        runStrip();
    }
    return takeReady();
}

void ModelStream::begin(int channels)
{
    m_channels = channels;
    for (int i = 0; i < m_traits.runsFor(channels); ++i)
        m_streams.push_back(
            m_context.strips == StripHeight::Lowest
                ? m_network->stream(m_rows.wide(), m_rows.high(), lowestStrips(m_network->plan))
                : m_network->stream(m_rows.wide(), m_rows.high()));
    m_ready.resize(m_streams.size());
}

void ModelStream::feed()
{
    while (m_streams.front()->wantsRow() && m_rows.isReady()) {
        const std::vector<float>& row = m_rows.next(m_channels);
        if (m_streams.size() == 1) {
            rowWithChannels(row.data(), m_channels, m_streams.front()->nextRow(), m_traits.inChannels,
                            m_rows.wide());
            continue;
        }
        std::vector<float> one(std::size_t(m_rows.wide()));
        for (std::size_t c = 0; c < m_streams.size(); ++c) {
            for (std::size_t x = 0; x < one.size(); ++x)
                one[x] = row[x * m_streams.size() + c];
            rowWithChannels(one.data(), 1, m_streams[c]->nextRow(), m_traits.inChannels, m_rows.wide());
        }
    }
}

void ModelStream::runStrip()
{
    if (m_context.stripBegins)
        m_context.stripBegins();
    const double before = m_streams.front()->share();
    const std::size_t size =
        std::size_t(m_width) * std::size_t(m_traits.scale) * std::size_t(m_traits.outChannels);
    for (std::size_t i = 0; i < m_streams.size(); ++i)
        m_streams[i]->run(gate(), [&](int y, const float* row) {
            if (y >= m_height * m_traits.scale) // what mirrored rows have made
                return;
            if (!std::all_of(row, row + size, [](float value) { return std::isfinite(value); }))
                throw std::runtime_error(
                    "its output is not finite: its numbers get too large, or its file is damaged");
            m_ready[i].insert(m_ready[i].end(), row, row + size);
        });
    if (m_context.stripDone)
        m_context.stripDone(m_streams.front()->share() - before);
}

Image ModelStream::takeReady()
{
    const int wide = m_width * m_traits.scale;
    const int channels = m_traits.channelsFor(m_channels);
    const std::size_t size = std::size_t(wide) * std::size_t(m_traits.outChannels);
    const int height = m_ready.empty() ? 0 : int(m_ready.front().size() / size);
    Image out(wide, height, channels);
    const bool isSplit = m_ready.size() > 1;
    std::vector<float> one(isSplit ? std::size_t(wide) : 0);
    for (int y = 0; y < height; ++y)
        for (std::size_t i = 0; i < m_ready.size(); ++i) {
            const float* const row = m_ready[i].data() + std::size_t(y) * size;
            float* const to = out.row(y).data();
            if (!isSplit) {
                rowWithChannels(row, m_traits.outChannels, to, channels, wide);
                continue;
            }
            rowWithChannels(row, m_traits.outChannels, one.data(), 1, wide);
            for (std::size_t x = 0; x < one.size(); ++x)
                to[x * m_ready.size() + i] = one[x];
        }
    for (std::vector<float>& rows : m_ready)
        rows.clear();
    return out;
}

} // namespace

std::unique_ptr<image::RowStage> makeModelStream(std::shared_ptr<const StreamNetwork> network,
                                                 const ModelTraits& traits, int width, int height,
                                                 StreamContext context)
{
    return std::make_unique<ModelStream>(std::move(network), traits, width, height, std::move(context));
}

} // namespace enlarger::infer
