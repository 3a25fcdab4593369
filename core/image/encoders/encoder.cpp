// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/encoder.h"

#include "core/image/encoders/avif_encoder.h"
#include "core/image/encoders/jpeg_encoder.h"
#include "core/image/encoders/jxl_encoder.h"
#include "core/image/encoders/png_encoder.h"
#include "core/image/encoders/tiff_encoder.h"
#include "core/image/encoders/webp_encoder.h"

namespace enlarger::image {

Error encoderError(const OutputFile& file, const char* format, const std::string& message)
{
    if (file.failed())
        return file.error();
    return {ErrorKind::Internal,
            std::string("the ") + format + " encoder gave up: " + message,
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

EncoderResult makeEncoder(PhotoFormat format, OutputFile& file, EncoderTask task)
{
    switch (format) {
    case PhotoFormat::Jpeg:
        return makeJpegEncoder(file, std::move(task));
    case PhotoFormat::Png:
        return makePngEncoder(file, std::move(task));
    case PhotoFormat::Tiff:
        return makeTiffEncoder(file, std::move(task));
    case PhotoFormat::WebP:
        return makeWebpEncoder(file, std::move(task));
    case PhotoFormat::Avif:
        return makeAvifEncoder(file, std::move(task));
    case PhotoFormat::Jxl:
        return makeJxlEncoder(file, std::move(task));
    default:
        return Error{ErrorKind::Unsupported,
                     std::string(formatName(format)) + " cannot be written",
                     {},
                     "Choose JPEG, PNG, TIFF, WebP, AVIF or JPEG XL"};
    }
}

} // namespace enlarger::image
