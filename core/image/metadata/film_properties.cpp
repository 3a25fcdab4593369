// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/film_properties.h"

#include "core/image/metadata/exiv2_library.h"

#include <exiv2/exiv2.hpp>

#include <algorithm>
#include <string_view>

namespace enlarger::image {

namespace {

/// "MotionPhotoVersion" of "Xmp.GCamera.MotionPhotoVersion".
std::string_view propertyName(std::string_view key)
{
    const std::size_t group = key.find('.');
    const std::size_t name = group == std::string_view::npos ? group : key.find('.', group + 1);
    return name == std::string_view::npos ? std::string_view() : key.substr(name + 1);
}

} // namespace

bool isFilmProperty(const std::string& key)
{
    const std::string_view name = propertyName(key);
    return name.starts_with("MotionPhoto") || name.starts_with("MicroVideo") ||
           name.starts_with("OLivePhoto") || key == "Xmp.OpCamera.VideoLength";
}

bool namesFilm(const Bytes& xmp)
{
    const std::string packet(xmp.begin(), xmp.end());
    if (packet.find("MotionPhoto") == std::string::npos && packet.find("MicroVideo") == std::string::npos)
        return false;
    prepareExiv2();
    try {
        Exiv2::XmpData data;
        if (Exiv2::XmpParser::decode(data, packet) != 0)
            return false;
        return std::any_of(data.begin(), data.end(), [](const Exiv2::Xmpdatum& datum) {
            const std::string key = datum.key();
            const std::string_view name = propertyName(key);
            if (name == "MotionPhoto" || name == "MicroVideo")
                return datum.toString() == "1";
            return name.ends_with(":Semantic") && datum.toString() == "MotionPhoto"; // of a part of the file
        });
    } catch (const std::exception&) {
        return false;
    }
}

} // namespace enlarger::image
