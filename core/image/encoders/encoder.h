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
    /// `file` must outlive the encoder.
    Encoder(OutputFile& file, EncoderTask task)
        : m_task(std::move(task))
        , m_file(file)
    {}
    virtual ~Encoder() = default;

    /// Once, before the first row: header and settings, or the memory of the whole picture. Errors: that
    /// there is not enough of it, what the library refuses, what became of the file.
    virtual Status begin() = 0;
    /// The next rows, without padding; all calls together bring exactly the task's height.
    virtual Status write(const void* samples, int rows) = 0;
    /// Everything that is left goes into the file, which stays open.
    virtual Status finish() = 0;

protected:
    EncoderTask m_task;
    OutputFile& m_file;
};

using EncoderResult = Result<std::unique_ptr<Encoder>>;

/// What a library said of its failure, unless the file failed first, which explains it better.
Error encoderError(const OutputFile& file, const char* format, const std::string& message);
/// The picture that a whole-picture encoder cannot hold.
Error tooLargeForMemory(const char* format);

/// Whether this computer can write the format: an Error with advice where we never write it, or where a
/// library lacks its encoder here.
Status checkEncoder(PhotoFormat format);

/// The bits a channel that the format holds here of a 16-bit picture.
int deepBitsOf(PhotoFormat format);

/// The encoder of a format that we write, by encoderTable, begun. `file` must outlive it. Errors: those of
/// checkEncoder() and of Encoder::begin().
EncoderResult makeEncoder(PhotoFormat format, OutputFile& file, EncoderTask task);

} // namespace enlarger::image
