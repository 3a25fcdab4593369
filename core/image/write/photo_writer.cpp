// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/write/photo_writer.h"

#include "core/base/atomic_file.h"
#include "core/image/colour/srgb_conversion.h"
#include "core/image/encoders/encoder.h"
#include "core/image/metadata/metadata_editor.h"
#include "core/image/photo/library_words.h"
#include "core/image/write/row_packer.h"
#include "core/image/write/write_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <new>
#include <optional>

namespace enlarger::image {

class PhotoWriter::Impl
{
public:
    Impl(AtomicFile file, OutputFile output, const WriteOptions& options, const EncoderTask& task,
         int channels)
        : m_name(file.target())
        , m_file(std::move(file))
        , m_output(std::move(output))
        , m_packer(task.width, channels, task.bits, channels != task.channels)
        , m_width(task.width)
        , m_height(task.height)
        , m_channels(channels)
        , m_replace(options.replace)
        , m_numbered(options.numbered)
    {
        if (!task.metadata.convertFrom.empty())
            m_conversion = SrgbConversion::make(task.metadata.convertFrom, channels);
    }

    Status begin(PhotoFormat format, EncoderTask task)
    {
        return guarded([&, this]() -> Status {
            auto encoder = makeEncoder(format, *m_output, std::move(task));
            if (!encoder)
                return std::move(encoder).error();
            m_encoder = std::move(encoder).value();
            return {};
        });
    }

    Status write(const Image& rows)
    {
        return guarded([&, this]() -> Status {
            if (rows.height() == 0)
                return {};
            if (rows.width() != m_width || rows.channels() != m_channels)
                return Error{ErrorKind::Internal,
                             fmt::format("rows of {} pixels with {} channels came where {} with {} belong",
                                         rows.width(), rows.channels(), m_width, m_channels)};
            if (rows.height() > m_height - m_rows)
                return Error{ErrorKind::Internal,
                             fmt::format("more rows came than the {} of the picture", m_height)};
            constexpr int atOnce = 16; // integers of so many rows stay in the cache
            for (int y = 0; y < rows.height(); y += atOnce) {
                const int count = std::min(atOnce, rows.height() - y);
                const void* const packed = m_conversion ? m_packer.pack(converted(rows, y, count), 0, count)
                                                        : m_packer.pack(rows, y, count);
                if (auto written = m_encoder->write(packed, count); !written)
                    return written;
            }
            m_rows += rows.height();
            return {};
        });
    }

    Status finish()
    {
        return guarded([this]() -> Status {
            if (m_rows != m_height)
                return Error{ErrorKind::Internal, fmt::format("only {} of {} rows came", m_rows, m_height)};
            if (auto finished = m_encoder->finish(); !finished)
                return finished;
            m_encoder.reset();
            m_bytes = m_output->seek(0, SEEK_END);
            if (auto closed = m_output->close(); !closed)
                return closed;
            if (auto committed = commit(); !committed)
                return committed;
            m_over = Error{ErrorKind::Internal, "the file is finished already", m_name};
            return {};
        });
    }

    std::int64_t bytes() const { return m_bytes; }
    const std::filesystem::path& name() const { return m_name; }

private:
    Image converted(const Image& rows, int first, int count) const
    {
        Image part = rows.crop(0, first, rows.width(), count);
        m_conversion->run(part.data(), std::size_t(part.width()) * std::size_t(count));
        return part;
    }

    Status commit()
    {
        if (m_replace || m_numbered.empty())
            return m_file->commit(m_replace);
        auto name = m_file->commitNumbered(m_numbered);
        if (!name)
            return std::move(name).error();
        m_name = *std::move(name);
        return {};
    }

    /// Once something has failed, nothing is left of the file, and every further call gives the same Error.
    template <class Work>
    Status guarded(Work work)
    {
        if (m_over)
            return *m_over;
        Status status;
        try {
            status = work();
        } catch (const std::bad_alloc&) {
            status = Error{ErrorKind::OutOfMemory,
                           "there is not enough memory to write this file",
                           {},
                           "Choose TIFF or PNG, which need little memory, or a smaller size"};
        } catch (const std::exception& problem) {
            status = Error{ErrorKind::Internal, "writing failed: " + libraryWords(problem.what())};
        }
        if (!status) {
            m_over = status.error();
            m_over->file = m_name;
            m_encoder.reset();
            m_output.reset();
            m_file.reset();
            return *m_over;
        }
        return status;
    }

    std::filesystem::path m_name; // the wanted one, at last the one that it has got
    std::optional<AtomicFile> m_file;
    std::optional<OutputFile> m_output;
    std::unique_ptr<Encoder> m_encoder; // fills m_output
    RowPacker m_packer;
    std::unique_ptr<SrgbConversion> m_conversion; // null: values stay as they are
    int m_width;
    int m_height;
    int m_channels; // of the rows that come
    bool m_replace;
    std::filesystem::path m_numbered;
    int m_rows = 0;              // that have come
    std::int64_t m_bytes = 0;    // of the finished file
    std::optional<Error> m_over; // why nothing more can be written
};

Result<PhotoWriter> PhotoWriter::create(const std::filesystem::path& file, PhotoContent content,
                                        const WriteOptions& options)
{
    NewMetadata metadata;
    auto plan = planWrite(content, options, metadata);
    if (!plan) {
        Error error = std::move(plan).error();
        error.file = file;
        return error;
    }
    std::error_code ignored;
    if (!options.replace && options.numbered.empty() && std::filesystem::exists(file, ignored))
        return fileExistsError(file);
    auto newFile = AtomicFile::create(file);
    if (!newFile)
        return std::move(newFile).error();
    auto output = OutputFile::open(newFile->temporary(), file);
    if (!output)
        return std::move(output).error();

    EncoderTask task{content.width, content.height,  writtenChannels(content, options.format),
                     plan->bits,    options.quality, std::move(metadata)};
    auto impl = std::make_unique<Impl>(std::move(newFile).value(), std::move(output).value(), options, task,
                                       content.channels);
    if (auto begun = impl->begin(options.format, std::move(task)); !begun)
        return begun.error();
    return PhotoWriter(std::move(impl));
}

PhotoWriter::PhotoWriter(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
PhotoWriter::PhotoWriter(PhotoWriter&&) noexcept = default;
PhotoWriter& PhotoWriter::operator=(PhotoWriter&&) noexcept = default;
PhotoWriter::~PhotoWriter() = default;

Status PhotoWriter::write(const Image& rows)
{
    return m_impl->write(rows);
}

Status PhotoWriter::finish()
{
    return m_impl->finish();
}

std::int64_t PhotoWriter::bytes() const
{
    return m_impl->bytes();
}

const std::filesystem::path& PhotoWriter::file() const
{
    return m_impl->name();
}

Status writePhoto(const std::filesystem::path& file, const Image& picture, const WriteOptions& options)
{
    PhotoContent content;
    content.width = picture.width();
    content.height = picture.height();
    content.channels = picture.channels();
    auto writer = PhotoWriter::create(file, std::move(content), options);
    if (!writer)
        return std::move(writer).error();
    if (auto written = writer->write(picture); !written)
        return written;
    return writer->finish();
}

} // namespace enlarger::image
