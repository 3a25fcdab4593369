// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_facts.h"

#include "core/image/metadata/metadata_values.h"
#include "core/image/read/display_colours.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace enlarger::image {

namespace {

std::string joined(std::initializer_list<std::string> parts)
{
    std::string all;
    for (const std::string& part : parts)
        if (!part.empty())
            all += (all.empty() ? "" : ", ") + part;
    return all;
}

/// At most one digit behind the point, and none where it is 0.
std::string shortNumber(double value)
{
    return fmt::format("{:g}", std::round(value * 10.0) / 10.0);
}

std::string size(const PhotoInfo& photo)
{
    const double megapixels = 1e-6 * photo.width * photo.height;
    return fmt::format("{} x {}, {:.{}f} megapixels", photo.width, photo.height, megapixels,
                       megapixels < 1.0 ? 2 : 1);
}

std::string depth(const PhotoInfo& photo)
{
    return fmt::format("{} bits, {}{}", photo.bits, photo.isGrey() ? "grey" : "RGB",
                       photo.hasAlpha() ? " with transparency" : "");
}

std::string colours(const PhotoInfo& photo)
{
    if (std::string described = photo.metadata.colours.text(); !described.empty())
        return described;
    if (!photo.metadata.icc.empty())
        return profileName(photo.metadata.icc);
    return photo.isGrey() ? "Grey (no profile)" : "sRGB (no profile)";
}

/// "at most 1000 cd/m², 400 on average, graded on 0.005 to 1000 cd/m²".
std::string lightLevels(const LightLevels& levels)
{
    const auto candelas = [](std::uint32_t level) { return double(level) / LightLevels::perCandela; };
    std::string content, display;
    if (levels.content)
        content = fmt::format("at most {:g} cd/m², {:g} on average", candelas(levels.content->brightestPixel),
                              candelas(levels.content->brightestMean));
    if (levels.display)
        display = fmt::format("graded on {:g} to {:g} cd/m²", candelas(levels.display->darkest),
                              candelas(levels.display->brightest));
    return joined({content, display});
}

/// "2004:05:16 14:03:22" and "2004-05-16T14:03:22+02:00" as "2004-05-16 14:03"; what is no date as nothing.
std::string date(std::string text)
{
    constexpr std::string_view pattern = "dddd-dd-dd dd:dd";
    if (text.size() < 10)
        return {};
    text.resize(std::min(text.size(), pattern.size()));
    text[4] = text[7] = '-';
    if (text.size() < pattern.size())
        text.resize(10); // a day alone
    else
        text[10] = ' ';
    for (std::size_t i = 0; i < text.size(); ++i)
        if (pattern[i] == 'd' ? !std::isdigit(static_cast<unsigned char>(text[i])) : text[i] != pattern[i])
            return {};
    return text.starts_with("0000") ? std::string() : text;
}

std::string taken(const MetadataValues& values)
{
    for (const char* key : {"Exif.Photo.DateTimeOriginal", "Exif.Photo.DateTimeDigitized",
                            "Xmp.exif.DateTimeOriginal", "Xmp.photoshop.DateCreated", "Xmp.xmp.CreateDate"})
        if (std::string found = date(values.text(key)); !found.empty())
            return found;
    return {};
}

/// "Canon EOS D60" of "Canon" and "Canon EOS D60"; "NIKON D70" of "NIKON CORPORATION" and "NIKON D70".
std::string camera(const MetadataValues& values)
{
    const std::string make = values.firstText({"Exif.Image.Make", "Xmp.tiff.Make"});
    const std::string model = values.firstText({"Exif.Image.Model", "Xmp.tiff.Model"});
    const std::string maker = make.substr(0, make.find(' '));
    const bool named =
        maker.size() <= model.size() &&
        std::equal(maker.begin(), maker.end(), model.begin(),
                   [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
    if (model.empty() || make.empty() || named)
        return model.empty() ? make : model;
    return make + " " + model;
}

std::string lens(const MetadataValues& values)
{
    const std::string named = values.firstText({"Exif.Photo.LensModel", "Xmp.aux.Lens"});
    return named.empty() ? values.lens() : named;
}

std::string exposure(const MetadataValues& values)
{
    std::string time, aperture, speed;
    if (const auto seconds = values.number("Exif.Photo.ExposureTime"); seconds && *seconds > 0.0) {
        // Cameras count in fractions up to a third of a second.
        const bool isFraction = *seconds < 0.3 && 1.0 / *seconds < 1e6;
        time = isFraction ? fmt::format("1/{:.0f} s", 1.0 / *seconds) : shortNumber(*seconds) + " s";
    }
    if (const auto number = values.number("Exif.Photo.FNumber"); number && *number > 0.0)
        aperture = "f/" + shortNumber(*number);
    if (const auto iso = values.number("Exif.Photo.ISOSpeedRatings"); iso && *iso > 0.0)
        speed = fmt::format("ISO {:.0f}", *iso);
    return joined({time, aperture, speed});
}

std::string focalLength(const MetadataValues& values)
{
    const auto own = values.number("Exif.Photo.FocalLength");
    const auto small = values.number("Exif.Photo.FocalLengthIn35mmFilm");
    const auto hasSmall = small && *small > 0.0;
    if (!own || *own <= 0.0)
        return hasSmall ? shortNumber(*small) + " mm in 35 mm" : std::string();
    return shortNumber(*own) + " mm" + (hasSmall ? " (" + shortNumber(*small) + " mm in 35 mm)" : "");
}

/// One of "47.3769 N", "8.5417 E"; nothing where it lies on no globe.
std::string angle(const MetadataValues& values, const std::string& key, std::string_view directions,
                  double most)
{
    const auto degrees = values.number(key.c_str());
    const std::string direction = values.text((key + "Ref").c_str()).substr(0, 1);
    if (!degrees || direction.empty())
        return {};
    const double minutes = values.number(key.c_str(), 1).value_or(0.0);
    const double seconds = values.number(key.c_str(), 2).value_or(0.0);
    const double all = *degrees + minutes / 60.0 + seconds / 3600.0;
    if (!(all >= 0.0 && all <= most) || directions.find(direction) == std::string_view::npos)
        return {};
    return fmt::format("{:.4f} {}", all, direction);
}

std::string place(const MetadataValues& values)
{
    const std::string latitude = angle(values, "Exif.GPSInfo.GPSLatitude", "NS", 90.0);
    const std::string longitude = angle(values, "Exif.GPSInfo.GPSLongitude", "EW", 180.0);
    return latitude.empty() || longitude.empty() ? std::string() : latitude + ", " + longitude;
}

std::string rating(const MetadataValues& values)
{
    const std::string stars = values.firstText({"Xmp.xmp.Rating", "Exif.Image.Rating"});
    if (stars == "-1")
        return "rejected";
    return stars.size() == 1 && stars >= "1" && stars <= "5" ? stars + " of 5" : std::string();
}

/// "faithful-x4, 4x, strength 0.5, Enlarger 0.1.0".
std::string enlargedWith(const MetadataValues& values)
{
    std::string scale = values.text("Xmp.enlarger.Scale");
    if (!scale.empty() && scale.find_first_not_of("0123456789.") == std::string::npos)
        scale += "x";
    std::string program = values.text("Xmp.enlarger.Program");
    if (const std::string version = values.text("Xmp.enlarger.Version"); !program.empty() && !version.empty())
        program += " " + version;
    std::string strength = values.text("Xmp.enlarger.Strength");
    if (!strength.empty())
        strength = "strength " + strength;
    const std::string lock = values.text("Xmp.enlarger.ColourLock") == "on" ? "colour lock" : "";
    const std::string ensemble = values.text("Xmp.enlarger.Ensemble").empty() ? "" : "self-ensemble";
    return joined({values.text("Xmp.enlarger.ModelName"), scale, strength, lock, ensemble, program});
}

} // namespace

std::vector<PhotoFact> photoFacts(const PhotoInfo& photo)
{
    const MetadataValues values(photo.metadata);
    std::vector<PhotoFact> facts = {
        {"Format", formatName(photo.format)},
        {"Size", size(photo)},
        {"Turned", photo.turn.text()},
        {"Depth", depth(photo)},
        {"Colours", colours(photo)},
        {"Light levels", lightLevels(photo.metadata.lightLevels)},
        {"Taken", taken(values)},
        {"Camera", camera(values)},
        {"Lens", lens(values)},
        {"Exposure", exposure(values)},
        {"Focal length", focalLength(values)},
        {"Place", place(values)},
        {"Title", values.firstText({"Xmp.dc.title", "Exif.Image.XPTitle"})},
        {"Description", values.firstText({"Xmp.dc.description", "Exif.Image.ImageDescription"})},
        {"Author", values.firstText({"Xmp.dc.creator", "Exif.Image.Artist", "Exif.Image.XPAuthor"})},
        {"Copyright", values.firstText({"Xmp.dc.rights", "Exif.Image.Copyright"})},
        {"Keywords", values.firstText({"Xmp.dc.subject", "Exif.Image.XPKeywords"})},
        {"Rating", rating(values)},
        {"Enlarged with", enlargedWith(values)},
    };
    std::erase_if(facts, [](const PhotoFact& fact) { return fact.value.empty(); });
    return facts;
}

} // namespace enlarger::image
