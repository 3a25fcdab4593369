// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/write/write_sample.h"

#include "core/image/encoders/encoder.h"
#include "core/image/write/row_packer.h"
#include "core/image/write/write_plan.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

namespace enlarger::image {

namespace {

/// Bytes of the file.
Result<std::int64_t> encodedSize(const Image& picture, PhotoFormat format, EncoderTask task)
{
    auto file = OutputFile::inMemory();
    if (!file)
        return std::move(file).error();
    task.width = picture.width();
    task.height = picture.height();
    RowPacker packer(task.width, picture.channels(), task.bits, picture.channels() != task.channels);
    auto encoder = makeEncoder(format, *file, std::move(task));
    if (!encoder)
        return std::move(encoder).error();
    constexpr int atOnce = 16;
    for (int y = 0; y < picture.height(); y += atOnce) {
        const int count = std::min(atOnce, picture.height() - y);
        if (auto written = (*encoder)->write(packer.pack(picture, y, count), count); !written)
            return std::move(written).error();
    }
    if (auto finished = (*encoder)->finish(); !finished)
        return std::move(finished).error();
    return file->seek(0, SEEK_END);
}

} // namespace

Result<WriteSample> encodeSample(const PhotoContent& content, const WriteOptions& options,
                                 const Image& sample)
try {
    NewMetadata metadata;
    const auto plan = planWrite(content, options, metadata);
    if (!plan)
        return plan.error();
    const EncoderTask task{sample.width(), sample.height(), writtenChannels(content, options.format),
                           plan->bits,     options.quality, std::move(metadata)};
    const auto fixed = encodedSize(sample.crop(0, 0, 1, 1), options.format, task);
    if (!fixed)
        return fixed.error();
    const auto begin = std::chrono::steady_clock::now();
    const auto bytes = encodedSize(sample, options.format, task);
    if (!bytes)
        return bytes.error();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const double pixels = double(sample.width()) * sample.height();
    return WriteSample{double(*fixed), std::max(double(*bytes - *fixed), 0.0) / pixels, seconds / pixels};
} catch (const std::exception& problem) {
    return Error{ErrorKind::Internal, std::string("a sample could not be encoded: ") + problem.what()};
}

} // namespace enlarger::image
