// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/photo_loading.h"

#include "core/base/device_queue.h"
#include "core/image/photo/read_limits.h"
#include "core/image/read/photo_reader.h"
#include "core/image/read/photo_thumbnail.h"
#include "core/image/resample/alpha_bleed.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace enlarger::app {

namespace {

constexpr int bandHeight = 16; // rows; their floats stay in a core's cache on their way

// The processor's cores: thumbnails let a photo that somebody waits for go first.
DeviceQueue& cores()
{
    static DeviceQueue queue;
    return queue;
}

Error cancelled(const std::filesystem::path& file)
{
    return {ErrorKind::Cancelled, "reading was cancelled", file, {}};
}

QImage toQImage(const image::Image& pixels, const image::DisplayColours& colours)
{
    const bool hasAlpha = pixels.channels() % 2 == 0;
    QImage picture(pixels.width(), pixels.height(),
                   hasAlpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    colours.toScreen(pixels, picture.bits());
    return picture;
}

// The level that is just large enough, made as small as a thumbnail, in sRGB.
QImage thumbnailOf(const Pyramid& pyramid, const image::Bytes& screen)
{
    const int longer = std::max(pyramid.level(0).width(), pyramid.level(0).height());
    const QImage& level = pyramid.level(pyramid.levelFor(double(thumbnailSide) / longer));
    const double shrink = std::min(1.0, double(thumbnailSide) / longer);
    const int width = std::max(1, qRound(pyramid.level(0).width() * shrink));
    const int height = std::max(1, qRound(pyramid.level(0).height() * shrink));
    const QImage small = level.scaled(width, height, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    if (screen.empty())
        return small;
    const QImage straight = small.convertToFormat(QImage::Format_RGBA8888);
    image::Image pixels(straight.width(), straight.height(), 4);
    for (int y = 0; y < straight.height(); ++y)
        std::transform(straight.constScanLine(y), straight.constScanLine(y) + pixels.rowSize(),
                       pixels.row(y).data(), [](uchar value) { return float(value) / 255.0F; });
    return toQImage(pixels, *image::DisplayColours::make(screen, {}));
}

/// Threads that do what they are given, in its order.
class Workers
{
public:
    Workers()
    {
        constexpr unsigned most = 8;
        const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1U, most);
        try {
            for (unsigned i = 0; i < cores; ++i)
                m_threads.emplace_back([this](const std::stop_token& stop) { run(stop); });
        } catch (const std::system_error&) {
            // There are no more to be had.
        }
    }

    std::size_t count() const { return std::max<std::size_t>(1, m_threads.size()); }

    std::future<void> begin(std::function<void()> work)
    {
        std::packaged_task<void()> task(std::move(work));
        std::future<void> done = task.get_future();
        if (m_threads.empty()) {
            task();
            return done;
        }
        {
            const std::lock_guard lock(m_mutex);
            m_tasks.push_back(std::move(task));
        }
        m_hasCome.notify_one();
        return done;
    }

private:
    void run(const std::stop_token& stop)
    {
        std::unique_lock lock(m_mutex);
        while (m_hasCome.wait(lock, stop, [this] { return !m_tasks.empty(); })) {
            std::packaged_task<void()> task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_hasCome;
    std::deque<std::packaged_task<void()>> m_tasks;
    std::vector<std::jthread> m_threads; // last: they end first
};

/// Packs rows and makes the pyramid of them, band by band, on threads of its own.
class RowConsumer
{
public:
    RowConsumer(const image::PhotoInfo& info, const image::DisplayColours& colours)
        : m_colours(colours)
        , m_picture(std::make_shared<image::PackedPicture>(info.width, info.height, info.channels, info.bits))
        , m_builder(info.width, info.height, info.hasAlpha())
        , m_bleed(info.hasAlpha() ? image::makeAlphaBleed(info.width, info.height, info.channels) : nullptr)
    {
        if (!m_builder.isValid())
            throw std::bad_alloc();
    }

    /// The next rows. Returns before they are packed.
    Status consume(image::Image rows)
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

    /// A band that is done, for the next rows: new memory for each would cost as much as decoding them.
    image::Image takeSpare() { return std::move(m_spare); }

    bool hasAll() const { return m_consumed == m_picture->height(); }

    /// After the last row.
    void finish()
    {
        while (!m_bands.empty())
            finishBand();
    }
    std::shared_ptr<const image::PackedPicture> picture() { return m_picture; }
    std::shared_ptr<const Pyramid> pyramid() { return m_builder.finish(); }

private:
    struct Band
    {
        std::shared_ptr<image::Image> rows;
        std::future<void> work;
    };

    /// A few for each thread, so that the decoder seldom waits, as far as a little memory goes.
    std::size_t mostBands() const
    {
        constexpr std::size_t mostBytes = std::size_t(256) << 20;
        const std::size_t bandBytes = std::size_t(bandHeight) * std::size_t(m_picture->width()) *
                                      std::size_t(m_picture->channels()) * sizeof(float);
        return std::clamp<std::size_t>(mostBytes / bandBytes, 1, 3 * m_workers.count());
    }

    void finishBand()
    {
        m_bands.front().work.get();
        m_spare = std::move(*m_bands.front().rows);
        m_bands.pop_front();
    }

    /// Rows [begin, end) are done: the smaller levels follow as far as there is no gap. One thread makes
    /// them, also for those who come meanwhile.
    void reduce(int begin, int end)
    {
        std::unique_lock lock(m_mutex);
        m_ends.emplace(begin, end);
        if (std::exchange(m_isReducing, true))
            return;
        for (auto next = m_ends.find(m_reduced); next != m_ends.end(); next = m_ends.find(m_reduced)) {
            m_reduced = next->second;
            m_ends.erase(next);
            lock.unlock();
            m_builder.reduce(m_reduced);
            lock.lock();
        }
        m_isReducing = false;
    }

    const image::DisplayColours& m_colours;
    std::shared_ptr<image::PackedPicture> m_picture;
    PyramidBuilder m_builder;
    std::unique_ptr<image::RowStage> m_bleed; // null without alpha
    int m_consumed = 0;                       // rows
    int m_begun = 0;                          // rows; the bleed holds some back
    image::Image m_spare;
    std::mutex m_mutex; // of m_isReducing and m_ends
    bool m_isReducing = false;
    std::map<int, int>
        m_ends;               // of bands that are done and not yet in the smaller levels, by their beginnings
    int m_reduced = 0;        // rows that are; of the thread that reduces
    std::deque<Band> m_bands; // from top to bottom
    Workers m_workers;        // last: they end before the rest goes
};

} // namespace

Result<image::PhotoInfo> readHeader(const WantedPhoto& wanted)
{
    const Result<image::PhotoReader> reader =
        image::PhotoReader::open(wanted.file, wanted.turn, wanted.choice);
    if (!reader)
        return reader.error();
    return reader->info();
}

Result<LoadedPhoto> loadPhoto(const WantedPhoto& wanted, const image::Bytes& screen,
                              const std::function<void(const image::PhotoInfo&)>& headerRead,
                              const std::stop_token& stop)
try {
    const std::filesystem::path& file = wanted.file;
    if (stop.stop_requested())
        return cancelled(file);
    const DeviceQueue::Claim claim(cores(), Urgency::Region);
    Result<image::PhotoReader> reader = image::PhotoReader::open(file, wanted.turn, wanted.choice);
    if (!reader)
        return std::move(reader).error();
    const image::PhotoInfo& info = reader->info();
    headerRead(info);
    constexpr int pyramidBytes = 6; // a pixel: four, and a third more for the smaller levels
    const int pixelBytes = info.channels * (info.bits == 8 ? 1 : 2) + pyramidBytes;
    if (Status fits = image::checkWhole(file, info.width, info.height, pixelBytes, info.decodingMemory);
        !fits)
        return std::move(fits).error();

    LoadedPhoto loaded;
    loaded.info = info;
    loaded.colours = image::DisplayColours::make(info.metadata.icc, screen);
    loaded.curve = image::WorkingCurve::of(info);
    RowConsumer consumer(info, *loaded.colours);
    while (!consumer.hasAll()) {
        Result<image::Image> rows = reader->read(bandHeight, consumer.takeSpare());
        if (!rows)
            return std::move(rows).error();
        if (rows->empty())
            return Error{ErrorKind::Internal, "the photo has fewer rows than its header says", file, {}};
        if (stop.stop_requested())
            return cancelled(file);
        if (Status consumed = consumer.consume(std::move(*rows)); !consumed)
            return std::move(consumed).error();
    }
    consumer.finish();
    loaded.picture = consumer.picture();
    loaded.pyramid = consumer.pyramid();
    loaded.thumbnail = thumbnailOf(*loaded.pyramid, screen);
    return loaded;
} catch (const std::bad_alloc&) {
    return image::tooLargeToHold(wanted.file);
}

QImage loadPreview(const WantedPhoto& wanted, const image::PhotoInfo& photo, const image::Bytes& screen,
                   int longest, const std::stop_token& stop)
try {
    Result<image::PhotoReader> reader = image::PhotoReader::openPreview(wanted.file, wanted.turn, longest);
    if (!reader || reader->info().bits != 8) // else there is none: it would be developed for it
        return {};
    constexpr int least = 640; // a smaller one says less than it promises
    const double shape = double(reader->info().width) / reader->info().height;
    if (std::max(reader->info().width, reader->info().height) < least ||
        std::abs(shape * photo.height / photo.width - 1.0) > 0.02) // cut by the camera, or with black bars
        return {};
    const Result<image::Image> pixels = image::readThumbnail(*reader, longest, stop);
    return pixels ? toQImage(*pixels, *image::DisplayColours::make(reader->info().metadata.icc, screen))
                  : QImage();
} catch (const std::bad_alloc&) {
    return {};
}

Result<QImage> loadThumbnail(const WantedPhoto& wanted, const std::stop_token& stop)
try {
    const std::filesystem::path& file = wanted.file;
    if (stop.stop_requested() || !cores().waitForTurn(Urgency::Export, stop))
        return cancelled(file);
    Result<image::PhotoReader> reader =
        wanted.choice.page == 1 ? image::PhotoReader::openPreview(file, wanted.turn, thumbnailSide)
                                : image::PhotoReader::open(file, wanted.turn, wanted.choice);
    if (!reader)
        return std::move(reader).error();
    const Result<image::Image> pixels = image::readThumbnail(*reader, thumbnailSide, stop);
    if (!pixels)
        return pixels.error();
    return toQImage(*pixels, *image::DisplayColours::make(reader->info().metadata.icc, {}));
} catch (const std::bad_alloc&) {
    return image::tooLargeToHold(wanted.file);
}

} // namespace enlarger::app
