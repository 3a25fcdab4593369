// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/photo_loading.h"

#include "app/session/row_consumer.h"
#include "core/base/device_queue.h"
#include "core/image/photo/read_limits.h"
#include "core/image/read/photo_reader.h"
#include "core/image/read/photo_thumbnail.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

namespace enlarger::app {

namespace {

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
        Result<image::Image> rows = reader->read(RowConsumer::bandHeight, consumer.takeSpare());
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
