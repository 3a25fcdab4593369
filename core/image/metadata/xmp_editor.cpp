// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/xmp_editor.h"

#include "core/base/version.h"
#include "core/image/metadata/exiv2_library.h"
#include "core/image/metadata/film_properties.h"
#include "core/image/metadata/text_properties.h"
#include "core/image/metadata/xmp_extension.h"
#include "core/image/photo/plain_text.h"
#include "core/image/photo/provenance.h"

#include <exiv2/exiv2.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <string>

namespace enlarger::image {

namespace {

// Thumbnails, and properties that describe further parts of the old file: an extension of the packet, the
// gain map behind a telephone's JPEG.
constexpr std::array<std::string_view, 5> foreignParts = {"Xmp.xmp.Thumbnails", "Xmp.xmpNote.HasExtendedXMP",
                                                          "Xmp.hdrgm.", "Xmp.HDRGainMap.", "Xmp.Container."};

// Places in the whole picture, which a crop or a turn moves: a panorama's sphere, faces and other marked
// regions.
constexpr std::array<std::string_view, 4> places = {"Xmp.GPano.", "Xmp.mwg-rs.", "Xmp.MP.", "Xmp.MPRI."};

template <std::size_t N>
bool startsWithAny(const std::string& key, const std::array<std::string_view, N>& prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return key.starts_with(prefix); });
}

bool describesOldFile(const std::string& key, bool hasMoved)
{
    return startsWithAny(key, foreignParts) || isFilmProperty(key) ||
           (hasMoved && startsWithAny(key, places));
}

void setWherePresent(Exiv2::XmpData& xmp, const char* key, const std::string& value)
{
    const auto found = xmp.findKey(Exiv2::XmpKey(key));
    if (found != xmp.end())
        found->setValue(value);
}

void setWherePresent(Exiv2::XmpData& xmp, const char* key, int value)
{
    setWherePresent(xmp, key, std::to_string(value));
}

void setSizes(Exiv2::XmpData& xmp, int width, int height)
{
    setWherePresent(xmp, "Xmp.tiff.Orientation", 1);
    setWherePresent(xmp, "Xmp.tiff.ImageWidth", width);
    setWherePresent(xmp, "Xmp.tiff.ImageLength", height);
    setWherePresent(xmp, "Xmp.exif.PixelXDimension", width);
    setWherePresent(xmp, "Xmp.exif.PixelYDimension", height);
}

void setResolution(Exiv2::XmpData& xmp, const Resolution& resolution)
{
    if (!resolution.isKnown())
        return;
    const auto rational = [](double number) {
        return fmt::format("{}/10000", std::llround(number * 10000.0));
    };
    setWherePresent(xmp, "Xmp.tiff.XResolution", rational(resolution.x));
    setWherePresent(xmp, "Xmp.tiff.YResolution", rational(resolution.y));
    setWherePresent(xmp, "Xmp.tiff.ResolutionUnit", exifUnit(resolution.unit));
}

/// A panorama says in pixels where it lies on its sphere; the picture's own width there gives the factor.
void scalePanorama(Exiv2::XmpData& xmp, int width)
{
    const auto own = xmp.findKey(Exiv2::XmpKey("Xmp.GPano.CroppedAreaImageWidthPixels"));
    if (own == xmp.end() || own->toLong() <= 0)
        return;
    const double factor = double(width) / double(own->toLong());
    for (const char* name :
         {"CroppedAreaImageWidthPixels", "CroppedAreaImageHeightPixels", "CroppedAreaLeftPixels",
          "CroppedAreaTopPixels", "FullPanoWidthPixels", "FullPanoHeightPixels"}) {
        const auto found = xmp.findKey(Exiv2::XmpKey(std::string("Xmp.GPano.") + name));
        if (found != xmp.end())
            found->setValue(std::to_string(std::llround(double(found->toLong()) * factor)));
    }
}

void setProvenance(Exiv2::XmpData& xmp, const Provenance& provenance)
{
    const auto set = [&](const char* name, const std::string& value) {
        const std::string key = fmt::format("Xmp.{}.{}", provenancePrefix, name);
        const auto old = xmp.findKey(Exiv2::XmpKey(key));
        if (old != xmp.end())
            xmp.erase(old); // of an earlier enlargement
        if (!value.empty())
            xmp[key] = plainText(value); // names may come from file names, which can hold any bytes
    };
    set("Program", programName);
    set("Version", programVersion);
    set(modelNameProperty, provenance.modelName);
    set("ModelHash", provenance.modelHash);
    set("Scale", provenance.scale);
    set("Precision", provenance.precision);
    set("Strength", provenance.strength);
    set("ColourLock", provenance.colourLock);
    set("Ensemble", provenance.ensemble);
    set("Turn", provenance.turn);
    set("Crop", provenance.crop);
}

/// Adds what the datasets say and the packet does not.
void addIptc(Exiv2::XmpData& xmp, const Bytes& iptc)
{
    Exiv2::IptcData datasets;
    if (iptc.empty() || Exiv2::IptcParser::decode(datasets, iptc.data(), std::uint32_t(iptc.size())) != 0)
        return;
    Exiv2::XmpData fromIptc;
    Exiv2::copyIptcToXmp(datasets, fromIptc);
    for (const Exiv2::Xmpdatum& datum : fromIptc)
        if (xmp.findKey(Exiv2::XmpKey(xmpProperty(datum.key()))) == xmp.end())
            xmp.add(datum);
}

Exiv2::XmpData decode(const Bytes& packet, std::vector<std::string>& notes)
{
    Exiv2::XmpData xmp;
    if (packet.empty())
        return xmp;
    try {
        if (Exiv2::XmpParser::decode(xmp, std::string(packet.begin(), packet.end())) == 0)
            return xmp;
    } catch (const std::exception&) {
        // The toolkit's own words help nobody.
    }
    notes.push_back("The XMP packet is damaged and is left out");
    return {};
}

} // namespace

EditedXmp editXmp(const Bytes& xmp, const XmpEdit& edit)
{
    prepareExiv2();
    EditedXmp edited;
    try {
        Exiv2::XmpData data = decode(xmp, edited.notes);
        const bool hasMoved = !edit.provenance.crop.empty() || !edit.provenance.turn.empty();
        for (auto i = data.begin(); i != data.end();)
            i = describesOldFile(i->key(), hasMoved) ? data.erase(i) : i + 1;
        setSizes(data, edit.width, edit.height);
        setResolution(data, edit.resolution);
        scalePanorama(data, edit.width);
        addIptc(data, edit.iptc);
        edited.lostTexts = addTexts(data, edit.texts);
        setProvenance(data, edit.provenance);
        XmpParts parts = splitXmp(data, edit.limit);
        edited.packet = std::move(parts.packet);
        edited.extension = std::move(parts.extension);
    } catch (const std::exception&) {
        edited.packet.clear();
        edited.extension.clear();
    }
    if (!edited.packet.empty())
        return edited;
    if (!xmp.empty() || !edit.iptc.empty() ||
        !edit.texts.empty()) { // it may still serve without what came from outside
        XmpEdit own = edit;
        own.iptc.clear();
        own.texts.clear();
        EditedXmp bare = editXmp({}, own);
        bare.notes = {"The XMP packet is damaged and is left out"};
        return bare;
    }
    edited.notes.push_back("The provenance could not be written as XMP and is left out");
    return edited;
}

} // namespace enlarger::image
