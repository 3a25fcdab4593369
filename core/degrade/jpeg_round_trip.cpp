// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/jpeg_round_trip.h"

#include <csetjmp>
#include <cstdio> // jpeglib.h needs it
#include <cstdlib>
#include <jpeglib.h>
#include <new>

namespace enlarger::degrade {

namespace {

struct Errors
{
    jpeg_error_mgr base;
    std::jmp_buf jump;
};

[[noreturn]] void jumpOut(j_common_ptr jpeg)
{
    std::longjmp(reinterpret_cast<Errors*>(jpeg->err)->jump, 1);
}

/// A JPEG in memory, which libjpeg allocates with malloc.
struct Buffer
{
    unsigned char* data = nullptr;
    unsigned long size = 0;

    Buffer() = default;
    ~Buffer() { std::free(data); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
};

// The two functions below leave by longjmp, so that nothing in them may have a destructor.

bool compress(const std::uint8_t* rgb, int width, int height, int quality, Buffer& to)
{
    Errors errors;
    jpeg_compress_struct jpeg{};
    jpeg.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = jumpOut;
    if (setjmp(errors.jump) != 0) {
        jpeg_destroy_compress(&jpeg);
        return false;
    }
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &to.data, &to.size);
    jpeg.image_width = JDIMENSION(width);
    jpeg.image_height = JDIMENSION(height);
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg); // 4:2:0
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = const_cast<JSAMPROW>(rgb + std::size_t(jpeg.next_scanline) * std::size_t(width) * 3);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    return true;
}

bool decompress(const Buffer& from, std::uint8_t* rgb)
{
    Errors errors;
    jpeg_decompress_struct jpeg{};
    jpeg.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = jumpOut;
    if (setjmp(errors.jump) != 0) {
        jpeg_destroy_decompress(&jpeg);
        return false;
    }
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, from.data, from.size);
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = JCS_RGB;
    jpeg_start_decompress(&jpeg);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = rgb + std::size_t(jpeg.output_scanline) * std::size_t(jpeg.output_width) * 3;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    return true;
}

} // namespace

void jpegRoundTrip(std::span<std::uint8_t> rgb, int width, int height, int quality)
{
    Buffer buffer;
    if (!compress(rgb.data(), width, height, quality, buffer) || !decompress(buffer, rgb.data()))
        throw std::bad_alloc();
}

} // namespace enlarger::degrade
