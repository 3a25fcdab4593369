// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "core/image/decoders/bmp_row_source.h"
#include "core/image/decoders/colour_conversion.h"
#include "core/image/decoders/format_sniffer.h"
#include "core/image/decoders/heif_row_source.h"
#include "core/image/decoders/jxl_row_source.h"
#include "core/image/decoders/pnm_row_source.h"
#include "core/image/decoders/tiff_row_source.h"
#include "core/image/decoders/vips_row_source.h"
#include "core/image/photo/library_words.h"

#include <algorithm>
#include <new>

namespace enlarger::image {

namespace fs = std::filesystem;

namespace {

OpenedSource openSource(const fs::path& file, PhotoFormat format)
{
    switch (format) {
    case PhotoFormat::Heic:
    case PhotoFormat::Avif:
        return openHeif(file, format);
    case PhotoFormat::Jxl:
        return openJxl(file);
    case PhotoFormat::Bmp:
        return openBmp(file);
    case PhotoFormat::Ppm:
        return openPnm(file);
    case PhotoFormat::Tiff:
        return openTiff(file);
    default:
        return openWithVips(file, format);
    }
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
    Impl(std::unique_ptr<RowSource> source, ColourConversion conversion, PhotoInfo info)
        : m_source(std::move(source))
        , m_conversion(std::move(conversion))
        , m_info(std::move(info))
    {}

    const PhotoInfo& info() const { return m_info; }

    Result<Image> read(int rows)
    {
        if (m_trouble) // what failed once is not asked again
            return *m_trouble;
        const int count = std::clamp(rows, 0, m_info.height - m_y);
        Image band(m_info.width, count, m_info.channels);
        const auto width = std::size_t(m_info.width);
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

    std::vector<std::string> readingNotes() const
    {
        if (!m_conversion.hasClipped())
            return {};
        return {"Floating-point values outside of 0..1 were clipped"};
    }

private:
    std::unique_ptr<RowSource> m_source;
    ColourConversion m_conversion;
    PhotoInfo m_info;
    std::vector<float> m_row; // where the conversion changes the number of channels
    std::optional<Error> m_trouble;
    int m_y = 0; // rows given so far
};

Result<PhotoReader> PhotoReader::open(const fs::path& file)
{
    return guarded(file, [&]() -> Result<PhotoReader> {
        const auto format = sniffFormat(file);
        if (!format)
            return format.error();
        auto source = openSource(file, *format);
        if (!source)
            return std::move(source).error();
        SourceInfo found = (*source)->info();
        describeColours(found);
        auto conversion = ColourConversion::make(found, file);
        if (!conversion)
            return std::move(conversion).error();

        PhotoInfo info;
        info.file = file;
        info.format = *format;
        info.width = found.width;
        info.height = found.height;
        info.channels = found.channels();
        info.bits = found.bits;
        info.decodingMemory = std::int64_t(found.memory);
        info.metadata = std::move(found.metadata);
        info.notes = std::move(found.notes);
        return PhotoReader(
            std::make_unique<Impl>(std::move(*source), std::move(*conversion), std::move(info)));
    });
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

Result<Image> PhotoReader::read(int rows)
{
    return guarded(m_impl->info().file, [&] { return m_impl->read(rows); });
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
