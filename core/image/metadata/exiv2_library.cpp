// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/exiv2_library.h"

#include "core/image/photo/provenance.h"

#include <exiv2/exiv2.hpp>

#include <mutex>

namespace enlarger::image {

namespace {

std::mutex& toolkitMutex()
{
    static std::mutex mutex;
    return mutex;
}

void lockToolkit(void*, bool lock)
{
    if (lock)
        toolkitMutex().lock();
    else
        toolkitMutex().unlock();
}

} // namespace

void prepareExiv2()
{
    static std::once_flag once;
    std::call_once(once, [] {
        Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
        Exiv2::XmpParser::initialize(lockToolkit, nullptr);
        Exiv2::XmpProperties::registerNs("https://enlarger.invalid/ns/1.0/", provenancePrefix);
        Exiv2::XmpProperties::registerNs("http://ns.adobe.com/xmp/note/", "xmpNote");
        // Else their properties are called by whatever prefix the first file chose for them.
        Exiv2::XmpProperties::registerNs("http://ns.google.com/photos/1.0/camera/", "GCamera");
        Exiv2::XmpProperties::registerNs("http://ns.google.com/photos/1.0/container/", "Container");
        Exiv2::XmpProperties::registerNs("http://ns.google.com/photos/1.0/container/item/", "Item");
        Exiv2::XmpProperties::registerNs("http://ns.adobe.com/hdr-gain-map/1.0/", "hdrgm");
        Exiv2::XmpProperties::registerNs("http://ns.apple.com/HDRGainMap/1.0/", "HDRGainMap");
    });
}

} // namespace enlarger::image
