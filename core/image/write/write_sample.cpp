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

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

struct Encoded
{
    std::int64_t bytes = 0; // of the file
    double seconds = 0.0;   // until its last row is there
    double finishing = 0.0; // and from then on
};

Result<Encoded> encode(const Image& picture, PhotoFormat format, EncoderTask task)
{
    const auto begin = Clock::now();
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
    const double seconds = secondsSince(begin);
    if (auto finished = (*encoder)->finish(); !finished)
        return std::move(finished).error();
    return Encoded{file->seek(0, SEEK_END), seconds, secondsSince(begin) - seconds};
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
    const auto fixed = encode(sample.crop(0, 0, 1, 1), options.format, task);
    if (!fixed)
        return fixed.error();
    const auto encoded = encode(sample, options.format, task);
    if (!encoded)
        return encoded.error();
    const double pixels = double(sample.width()) * sample.height();
    // The time that does not grow with the pixels is not taken off: the first file of a kind also takes the
    // time in which its encoder is loaded.
    return WriteSample{double(fixed->bytes), std::max(double(encoded->bytes - fixed->bytes), 0.0) / pixels,
                       encoded->seconds / pixels, encoded->finishing / pixels};
} catch (const std::exception& problem) {
    return Error{ErrorKind::Internal, std::string("a sample could not be encoded: ") + problem.what()};
}

} // namespace enlarger::image
