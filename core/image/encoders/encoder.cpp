// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/encoder.h"

#include "core/image/encoders/encoder_table.h"
#include "core/image/photo/library_words.h"

#include <algorithm>

namespace enlarger::image {

namespace {

constexpr std::size_t indexOf(PhotoFormat format) // encoderTable.size(): there is none
{
    std::size_t index = 0;
    while (index < encoderTable.size() && encoderTable[index].format != format)
        ++index;
    return index;
}

const EncoderRow* rowOf(PhotoFormat format)
{
    const std::size_t index = indexOf(format);
    return index < encoderTable.size() ? &encoderTable[index] : nullptr;
}

static_assert(std::all_of(formatTable.begin(), formatTable.end(),
                          [](const FormatRow& format) {
                              return format.isWritten() == (indexOf(format.format) < encoderTable.size());
                          }),
              "formatTable and encoderTable name the same formats as written");

Error cannotWrite(PhotoFormat format)
{
    return {ErrorKind::Unsupported,
            std::string(formatName(format)) + " cannot be written",
            {},
            "Choose " + writableFormatNames()};
}

} // namespace

Error encoderError(const OutputFile& file, const char* format, const std::string& message)
{
    if (file.failed())
        return file.error();
    return {ErrorKind::Internal,
            std::string("the ") + format + " encoder failed: " + libraryWords(message),
            {},
            "Choose TIFF or PNG"};
}

Error tooLargeForMemory(const char* format)
{
    return {ErrorKind::OutOfMemory,
            std::string("there is not enough memory for a ") + format +
                " file, whose encoder holds the whole picture",
            {},
            "Choose TIFF or PNG, which need little memory, or a smaller size"};
}

Status checkEncoder(PhotoFormat format)
{
    const EncoderRow* const row = rowOf(format);
    if (!row)
        return cannotWrite(format);
    return row->check ? row->check() : Status();
}

int deepBitsOf(PhotoFormat format)
{
    const EncoderRow* const row = rowOf(format);
    const int most = outputFormat(format).deepBits;
    return row && row->deepBits ? std::min(row->deepBits(), most) : most;
}

EncoderResult makeEncoder(PhotoFormat format, OutputFile& file, EncoderTask task)
{
    const EncoderRow* const row = rowOf(format);
    if (!row)
        return cannotWrite(format);
    auto encoder = row->make(file, std::move(task));
    if (auto begun = encoder->begin(); !begun)
        return begun.error();
    return encoder;
}

} // namespace enlarger::image
