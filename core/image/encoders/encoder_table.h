// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/encoders/encoder.h"

#include <array>

namespace enlarger::image {

// Each in a source file of its own, png_encoder.cpp and so on; AVIF and HEIC in heif_encoder.cpp. `file` must
// outlive the encoder, which has not begun yet.
std::unique_ptr<Encoder> makeJpegEncoder(OutputFile& file, EncoderTask task);
std::unique_ptr<Encoder> makePngEncoder(OutputFile& file, EncoderTask task);
std::unique_ptr<Encoder> makeTiffEncoder(OutputFile& file, EncoderTask task);
std::unique_ptr<Encoder> makeWebpEncoder(OutputFile& file, EncoderTask task);
std::unique_ptr<Encoder> makeAvifEncoder(OutputFile& file, EncoderTask task);
std::unique_ptr<Encoder> makeJxlEncoder(OutputFile& file, EncoderTask task);
std::unique_ptr<Encoder> makeHeicEncoder(OutputFile& file, EncoderTask task);

/// An Error where the libheif of this computer cannot encode AV1, or HEVC.
Status checkAvifEncoder();
Status checkHeicEncoder();
/// What its HEVC encoder holds of a 16-bit picture.
int heicBits();

struct EncoderRow
{
    PhotoFormat format;
    std::unique_ptr<Encoder> (*make)(OutputFile&, EncoderTask);
    Status (*check)() = nullptr; // where a library may come without its encoder
    int (*deepBits)() = nullptr; // where it may hold fewer bits than formatTable says
};

/// One encoder for each format that formatTable calls written; encoder.cpp does not compile otherwise.
inline constexpr std::array encoderTable{
    EncoderRow{PhotoFormat::Jpeg, makeJpegEncoder},
    EncoderRow{PhotoFormat::Png, makePngEncoder},
    EncoderRow{PhotoFormat::Tiff, makeTiffEncoder},
    EncoderRow{PhotoFormat::WebP, makeWebpEncoder},
    EncoderRow{PhotoFormat::Avif, makeAvifEncoder, checkAvifEncoder},
    EncoderRow{PhotoFormat::Jxl, makeJxlEncoder},
    EncoderRow{PhotoFormat::Heic, makeHeicEncoder, checkHeicEncoder, heicBits},
};

} // namespace enlarger::image
