// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/encoders/output_file.h"
#include "core/image/metadata/metadata_editor.h"

#include <memory>

namespace enlarger::image {

/// What an encoder is told before the first row.
struct EncoderTask
{
    int width = 0;
    int height = 0;
    int channels = 3; // of the rows: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha
    int bits = 8;     // rows of uint8_t, or above 8 of uint16_t with values up to 2^bits - 1
    int quality = 95; // 1..100
    NewMetadata metadata;

    std::size_t samplesPerRow() const { return std::size_t(width) * std::size_t(channels); }
    std::size_t bytesPerRow() const { return samplesPerRow() * (bits > 8 ? 2 : 1); }
    bool hasAlpha() const { return channels == 2 || channels == 4; }
    bool isGrey() const { return channels <= 2; }
};

/// Turns rows of integers into one container, from top to bottom. After an Error nothing more may be asked of
/// it.
class Encoder
{
public:
    virtual ~Encoder() = default;

    /// The next rows, without padding; all calls together bring exactly the task's height.
    virtual Status write(const void* samples, int rows) = 0;
    /// Everything that is left goes into the file, which stays open.
    virtual Status finish() = 0;
};

using EncoderResult = Result<std::unique_ptr<Encoder>>;

/// What a library said of its failure, unless the file failed first, which explains it better.
Error encoderError(const OutputFile& file, const char* format, const std::string& message);
/// The picture that a whole-picture encoder cannot hold.
Error tooLargeForMemory(const char* format);

/// The encoder of a format that we write. `file` must outlive it.
EncoderResult makeEncoder(PhotoFormat format, OutputFile& file, EncoderTask task);

} // namespace enlarger::image
