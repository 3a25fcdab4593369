// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/versions/library_versions.h"

#include "core/versions/commit.h"

#include <exiv2/exiv2.hpp>
#include <jxl/decode.h>
#include <lcms2.h>
#include <libheif/heif.h>
#include <libraw/libraw.h>
#include <opencv2/core.hpp>
#include <tiffio.h>
#include <torch/version.h>
#include <vips/vips.h>

#include <fmt/format.h>

namespace enlarger {

namespace {

std::string versionOfTiff()
{
    const std::string text = TIFFGetVersion(); // "LIBTIFF, Version 4.5.0\nCopyright ..."
    const std::size_t begin = text.find_last_of(' ', text.find('\n')) + 1;
    return text.substr(begin, text.find('\n') - begin);
}

} // namespace

std::string programCommit()
{
    return builtCommit;
}

std::vector<LibraryVersion> libraryVersions()
{
    const unsigned jxl = JxlDecoderVersion(); // 1000000 x major + 1000 x minor + patch
    const int lcms = cmsGetEncodedCMMversion();
    return {{"LibTorch", TORCH_VERSION},
            {"OpenCV", cv::getVersionString()},
            {"libvips", fmt::format("{}.{}.{}", vips_version(0), vips_version(1), vips_version(2))},
            {"Little CMS", fmt::format("{}.{}", lcms / 1000, lcms % 1000 / 10)},
            {"Exiv2", Exiv2::versionString()},
            {"LibRaw", libraw_version()},
            {"libheif", heif_get_version()},
            {"libjxl", fmt::format("{}.{}.{}", jxl / 1'000'000, jxl / 1000 % 1000, jxl % 1000)},
            {"libtiff", versionOfTiff()}};
}

} // namespace enlarger
