// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "core/image/decoders/bmp_row_source.h"
#include "core/image/decoders/colour_conversion.h"
#include "core/image/decoders/exr_row_source.h"
#include "core/image/decoders/format_sniffer.h"
#include "core/image/decoders/heif_row_source.h"
#include "core/image/decoders/jxl_row_source.h"
#include "core/image/decoders/pnm_row_source.h"
#include "core/image/decoders/raw_row_source.h"
#include "core/image/decoders/tiff_row_source.h"
#include "core/image/decoders/turned_row_source.h"
#include "core/image/decoders/vips_row_source.h"
#include "core/image/photo/library_words.h"
#include "core/image/resample/straighten.h"

#include <algorithm>
#include <new>

namespace enlarger::image {

namespace fs = std::filesystem;

namespace {

OpenedSource openUpright(const fs::path& file, PhotoFormat format, int page)
{
    switch (format) {
    case PhotoFormat::Heic:
    case PhotoFormat::Avif:
        return openHeif(file, format, page);
    case PhotoFormat::Jxl:
        return openJxl(file);
    case PhotoFormat::Exr:
        return openExr(file);
    case PhotoFormat::Bmp:
        return openBmp(file);
    default:
        return openPnm(file);
    }
}

/// Upright, and then turned by so many quarters clockwise: where that can be one step, it is.
OpenedSource openSource(const fs::path& file, PhotoFormat format, int quarters, const ReadChoice& choice)
{
    switch (format) {
    case PhotoFormat::Raw:
        return openRaw(file, quarters, choice.rawSpace);
    case PhotoFormat::Tiff:
        return openTiff(file, quarters, choice.page);
    case PhotoFormat::Heic:
    case PhotoFormat::Avif:
    case PhotoFormat::Jxl:
    case PhotoFormat::Exr:
    case PhotoFormat::Bmp:
    case PhotoFormat::Ppm:
        break;
    default:
        return openWithVips(file, format, quarters, choice.page);
    }
    auto source = openUpright(file, format, choice.page);
    if (!source)
        return source;
    constexpr int upright = 1; // by EXIF's numbers
    return turnUpright(std::move(*source), turnedOrientation(upright, quarters), file);
}

/// Whether pages can be chosen; else a file has one.
bool hasPages(PhotoFormat format)
{
    return format == PhotoFormat::Tiff || format == PhotoFormat::Heic || format == PhotoFormat::Avif ||
           format == PhotoFormat::Gif || format == PhotoFormat::WebP;
}

Error noMemory(const fs::path& file)
{
    return Error{ErrorKind::OutOfMemory, "there is not enough memory to read this picture", file,
                 "Close other programs or read a smaller picture"};
}

/// Runs what may throw out of a library, and gives its Result.
template <class Work>
auto guarded(const fs::path& file, Work work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return noMemory(file);
    } catch (const std::exception& trouble) {
        return Error{ErrorKind::Internal, "reading failed: " + libraryWords(trouble.what(), file), file, ""};
    }
}

} // namespace

class PhotoReader::Impl
{
public:
    /// `info` is that of the source until straighten().
    Impl(std::unique_ptr<RowSource> source, ColourConversion conversion, PhotoInfo info)
        : m_source(std::move(source))
        , m_conversion(std::move(conversion))
        , m_info(std::move(info))
        , m_width(m_info.width)
        , m_height(m_info.height)
    {}

    void straighten(double degrees)
    {
        m_straightening = makeStraightening(m_width, m_height, m_info.channels, degrees);
        m_info.decodingMemory += straighteningMemory(m_width, m_height, m_info.channels, degrees);
        const PixelRect whole = turnedPicture(m_width, m_height, {0, degrees});
        m_info.width = whole.width;
        m_info.height = whole.height;
    }

    const PhotoInfo& info() const { return m_info; }

    Result<Image> read(int rows, Image spare)
    {
        if (m_trouble) // what failed once is not asked again
            return *m_trouble;
        return m_straightening ? readStraightened(rows) : readSource(rows, std::move(spare));
    }

    std::vector<std::string> readingNotes() const
    {
        if (!m_conversion.hasClipped())
            return {};
        return {"Floating-point values outside of 0..1 were clipped"};
    }

private:
    /// As many rows as come at once.
    Result<Image> readStraightened(int rows)
    {
        const int count = std::clamp(rows, 0, m_info.height - m_given);
        Image band(m_info.width, count, m_info.channels);
        for (int filled = 0; filled < count;) {
            if (m_takenOfReady == m_ready.height()) {
                constexpr int portion = 64;
                auto source = readSource(portion);
                if (!source)
                    return source;
                auto ready = m_straightening->push(std::move(*source), m_y == m_height);
                if (!ready)
                    return ready;
                m_ready = std::move(*ready);
                m_takenOfReady = 0;
                continue;
            }
            const int taken = std::min(count - filled, m_ready.height() - m_takenOfReady);
            for (int i = 0; i < taken; ++i)
                std::ranges::copy(m_ready.row(m_takenOfReady + i), band.row(filled + i).begin());
            filled += taken;
            m_takenOfReady += taken;
        }
        m_given += count;
        return band;
    }

    Result<Image> readSource(int rows, Image spare = {})
    {
        const int count = std::clamp(rows, 0, m_height - m_y);
        Image band = std::move(spare);
        if (band.width() != m_width || band.height() != count || band.channels() != m_info.channels)
            band = Image(m_width, count, m_info.channels);
        const auto width = std::size_t(m_width);
        const int inputs = m_conversion.inputChannels();
        const bool inPlace = inputs == m_info.channels;
        if (!inPlace)
            m_row.resize(width * std::size_t(inputs));
        const int step = inPlace ? count : 1;
        for (int y = 0; y < count; y += step) {
            float* const to = band.row(y).data();
            float* const from = inPlace ? to : m_row.data();
            if (Status done = m_source->read(step, from); !done) {
                m_trouble = std::move(done).error();
                return *m_trouble;
            }
            m_conversion.run(from, width * std::size_t(step), to);
        }
        m_y += count;
        return band;
    }

    std::unique_ptr<RowSource> m_source;
    ColourConversion m_conversion;
    PhotoInfo m_info;
    std::vector<float> m_row; // where the conversion changes the number of channels
    std::optional<Error> m_trouble;
    int m_width; // of the source
    int m_height;
    int m_y = 0; // rows read so far

    std::unique_ptr<RowStage> m_straightening; // may be null
    Image m_ready;                             // what it gave last
    int m_takenOfReady = 0;                    // rows
    int m_given = 0;                           // rows, straightened
};

Result<PhotoReader> PhotoReader::open(const fs::path& file, const Turn& turn, const ReadChoice& choice)
{
    return guarded(file, [&]() -> Result<PhotoReader> {
        const auto format = sniffFormat(file);
        if (!format)
            return format.error();
        if (Status known = hasPages(*format) ? Status() : checkPage(file, choice.page, 1); !known)
            return std::move(known).error();
        auto source = openSource(file, *format, turn.quarters, choice);
        if (!source)
            return std::move(source).error();
        return of(std::move(*source), file, *format, turn, choice);
    });
}

Result<PhotoReader> PhotoReader::openPreview(const fs::path& file, const Turn& turn, int longest)
{
    auto preview = guarded(file, [&]() -> Result<PhotoReader> {
        const auto format = sniffFormat(file);
        if (!format)
            return format.error();
        if (*format != PhotoFormat::Raw)
            return Error{ErrorKind::Unsupported, "only a RAW carries a preview", file, {}};
        auto source = openRawPreview(file, turn.quarters, longest);
        if (!source)
            return std::move(source).error();
        return of(std::move(*source), file, *format, turn, {});
    });
    return preview ? std::move(preview) : open(file, turn);
}

Result<PhotoReader> PhotoReader::of(std::unique_ptr<RowSource> source, const fs::path& file,
                                    PhotoFormat format, const Turn& turn, const ReadChoice& choice)
{
    SourceInfo found = source->info();
    describeColours(found);
    auto conversion = ColourConversion::make(found, file);
    if (!conversion)
        return std::move(conversion).error();

    PhotoInfo info;
    info.file = file;
    info.format = format;
    info.width = found.width;
    info.height = found.height;
    info.turn = turn;
    info.unturnedWidth = turn.swapsSides() ? found.height : found.width;
    info.unturnedHeight = turn.swapsSides() ? found.width : found.height;
    info.channels = found.channels();
    info.bits = found.bits;
    info.pages = found.pages;
    info.choice = choice;
    info.decodingMemory = std::int64_t(found.memory);
    info.metadata = std::move(found.metadata);
    info.notes = std::move(found.notes);
    auto impl = std::make_unique<Impl>(std::move(source), std::move(*conversion), std::move(info));
    if (turn.degrees != 0.0)
        impl->straighten(turn.degrees);
    return PhotoReader(std::move(impl));
}

PhotoReader::PhotoReader(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
PhotoReader::PhotoReader(PhotoReader&&) noexcept = default;
PhotoReader& PhotoReader::operator=(PhotoReader&&) noexcept = default;
PhotoReader::~PhotoReader() = default;

const PhotoInfo& PhotoReader::info() const
{
    return m_impl->info();
}

Result<Image> PhotoReader::read(int rows, Image spare)
{
    return guarded(m_impl->info().file, [&] { return m_impl->read(rows, std::move(spare)); });
}

std::vector<std::string> PhotoReader::readingNotes() const
{
    return m_impl->readingNotes();
}

Result<Image> readPhoto(const fs::path& file)
{
    auto reader = PhotoReader::open(file);
    if (!reader)
        return std::move(reader).error();
    return reader->read(reader->info().height);
}

} // namespace enlarger::image
