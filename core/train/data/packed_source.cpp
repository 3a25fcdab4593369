// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/pixels/pixel_rect.h"
#include "core/image/pixels/sample_rows.h"
#include "core/system/mapped_file.h"
#include "core/train/data/crop_sampler.h"
#include "core/train/data/packed_data.h"
#include "core/weights/parse_error.h"
#include "core/weights/safetensors_header.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

namespace enlarger::train {

namespace {

/// 8-bit pixels in a mapped file.
struct Pixels
{
    int width = 0;
    int height = 0;
    const std::uint8_t* data = nullptr; // null: there are none

    image::Image crop(int x, int y, int cropWidth, int cropHeight) const
    {
        image::Image result(cropWidth, cropHeight, 3);
        for (int row = 0; row < cropHeight; ++row) {
            const std::uint8_t* from =
                data + (std::size_t(y + row) * std::size_t(width) + std::size_t(x)) * 3;
            image::rowToFloats(from, std::size_t(cropWidth), 3, 3, -1, result.row(row).data());
        }
        return result;
    }
};

struct Packed
{
    Pixels hr;
    Pixels lr;
    std::optional<std::uint64_t> photo; // packed files of earlier versions do not say it
};

/// A file whose pictures lie in its memory.
struct Pack
{
    MappedFile file;
    PackInfo info;
    std::vector<Packed> pictures;
};

[[noreturn]] void rejectPack(const std::string& what)
{
    weights::fail(what, "Pack the pictures again");
}

Pixels pixelsOf(const weights::SafetensorsEntry& entry, std::span<const std::byte> data)
{
    const auto& shape = entry.shape;
    if (entry.dtype != "U8" || shape.size() != 3 || shape[2] != 3)
        rejectPack(fmt::format("the tensor '{}' is not an 8-bit RGB picture", entry.name));
    constexpr std::int64_t longest = 1 << 20;
    if (shape[0] < 1 || shape[1] < 1 || shape[0] > longest || shape[1] > longest || entry.begin > entry.end ||
        entry.end > data.size() || entry.end - entry.begin != std::uint64_t(shape[0] * shape[1] * 3))
        rejectPack(fmt::format("the file lies about the size of '{}', or ends too early", entry.name));
    return {int(shape[1]), int(shape[0]), reinterpret_cast<const std::uint8_t*>(data.data() + entry.begin)};
}

nlohmann::json descriptionIn(const weights::SafetensorsHeader& header)
{
    const auto text = header.metadata.find("enlarger.pack");
    return text == header.metadata.end() ? nlohmann::json()
                                         : nlohmann::json::parse(text->second, nullptr, false);
}

/// The photos that the pictures are patches of, as far as the file says so.
std::vector<std::uint64_t> photosOf(const nlohmann::json& json)
{
    std::vector<std::uint64_t> photos;
    if (json.contains("photos") && json["photos"].is_array())
        for (const auto& photo : json["photos"]) {
            if (!photo.is_number_unsigned())
                rejectPack("the file does not say properly which photos it holds");
            photos.push_back(photo.get<std::uint64_t>());
        }
    return photos;
}

PackInfo infoOf(const nlohmann::json& json)
{
    if (!json.is_object() || !json.contains("scale") || !json["scale"].is_number_integer())
        rejectPack("the file holds no packed pictures");
    PackInfo info;
    constexpr std::int64_t largestScale = 16;
    const auto scale = json["scale"].get<std::int64_t>();
    if (scale < 1 || scale > largestScale)
        rejectPack(fmt::format("the file holds LR pictures for x{}", scale));
    info.scale = int(scale);
    if (json.contains("degradation") && json["degradation"].is_string())
        info.degradation = json["degradation"].get<std::string>();
    if (json.contains("note") && json["note"].is_string())
        info.note = json["note"].get<std::string>();
    return info;
}

std::string degradationName(const PackInfo& info)
{
    return info.degradation.empty() ? "bicubic" : info.degradation;
}

std::string smallPicturesOf(const PackInfo& info)
{
    return info.degradation.empty() ? "no small pictures" : "small pictures (" + info.degradation + ")";
}

/// Finds the pictures in the file. Throws ParseError.
Pack readPack(MappedFile file)
{
    weights::ByteReader in(file.bytes());
    const auto header = weights::takeSafetensorsHeader(in);
    const nlohmann::json description = descriptionIn(header);
    const PackInfo info = infoOf(description); // refuses what is no description
    const auto data = in.take(in.left());

    std::vector<Packed> pictures;
    const std::vector<std::uint64_t> photos = photosOf(description);
    std::map<std::string, Pixels> tensors;
    for (const auto& entry : header.entries)
        tensors[entry.name] = pixelsOf(entry, data);
    for (std::size_t i = 0; tensors.contains(fmt::format("{}.hr", i)); ++i) {
        Packed one{tensors[fmt::format("{}.hr", i)], {}, {}};
        if (i < photos.size())
            one.photo = photos[i];
        if (const auto lr = tensors.find(fmt::format("{}.lr", i)); lr != tensors.end()) {
            one.lr = lr->second;
            if (std::int64_t(one.lr.width) * info.scale != one.hr.width ||
                std::int64_t(one.lr.height) * info.scale != one.hr.height)
                rejectPack(fmt::format("picture {} and its LR picture do not fit x{}", i, info.scale));
        }
        if ((one.lr.data != nullptr) == info.degradation.empty())
            rejectPack(fmt::format("picture {} {} LR, contrary to what the file says", i,
                                   one.lr.data ? "has" : "lacks"));
        pictures.push_back(one);
    }
    return {std::move(file), info, std::move(pictures)};
}

/// Errors name the file, also where its small pictures are for another scale.
Result<Pack> openPack(const std::filesystem::path& file, int scale)
try {
    auto mapped = MappedFile::open(file);
    if (!mapped)
        return Error{ErrorKind::Io, "cannot be read: " + std::generic_category().message(errno), file, {}};
    if (mapped->bytes().empty())
        return Error{ErrorKind::BadInput, "is no file with data", file, {}};
    Pack pack = readPack(*std::move(mapped));
    if (!pack.info.degradation.empty() && pack.info.scale != scale)
        weights::fail(fmt::format("the file holds LR pictures for x{}, not x{}", pack.info.scale, scale),
                      fmt::format("Use x{} (generator.scale), or pack the pictures again", pack.info.scale));
    return pack;
} catch (const weights::ParseError& problem) {
    Error error = problem.error();
    error.file = file;
    return error;
}

class PackedSource : public SampleSource
{
public:
    /// `ofPairs`: degrades the LR inside; null: it stays as it is.
    PackedSource(std::vector<MappedFile> files, std::vector<Packed> pictures, PackInfo info,
                 CropSampler sampler, const SampleOptions& options,
                 std::shared_ptr<const LrDegradation> ofPairs)
        : m_files(std::move(files))
        , m_pictures(std::move(pictures))
        , m_info(std::move(info))
        , m_sampler(std::move(sampler))
        , m_options(options)
        , m_ofPairs(std::move(ofPairs))
    {}

    Result<Sample> sample(std::uint64_t number) const override
    {
        Random random(m_options.seed, number);
        const SampledCrop choice = m_sampler.sample(random);
        const Packed& picture = m_pictures[choice.picture];
        image::PixelRect area{choice.x, choice.y, m_options.crop, m_options.crop};
        if (m_ofPairs)
            area = areaAround(picture, random);
        Sample sample = cut(picture, area.x, area.y, area.width, area.height);
        sample.hr = turned(sample.hr, choice.flip, choice.turns);
        if (!sample.lr.empty())
            sample.lr = turned(sample.lr, choice.flip, choice.turns);
        if (!m_ofPairs)
            return sample;
        return degradedCrop(std::move(sample), *m_ofPairs, m_options, random);
    }

    Result<std::vector<Sample>> heldOut(int side) const override
    {
        std::vector<Sample> samples;
        for (const std::size_t picture : m_sampler.heldOut()) {
            const Packed& from = m_pictures[picture];
            const int scale = m_options.scale;
            const int width = std::min(side, from.hr.width) / scale * scale;
            const int height = std::min(side, from.hr.height) / scale * scale;
            samples.push_back(cut(from, (from.hr.width - width) / 2 / scale * scale,
                                  (from.hr.height - height) / 2 / scale * scale, width, height));
            if (!m_ofPairs)
                continue;
            Random random(heldOutStream, samples.size() - 1);
            Result<image::Image> lr = m_ofPairs->degrade(samples.back().lr, random);
            if (!lr)
                return std::move(lr).error();
            samples.back().lr = *std::move(lr);
        }
        return samples;
    }

    std::int64_t pictures() const override { return m_sampler.pictures(); }

    std::string ownDegradation() const override { return m_ofPairs ? m_ofPairs->name() : m_info.degradation; }

    std::string summary() const override
    {
        double pixels = 0.0;
        for (const Packed& one : m_pictures)
            pixels += double(one.hr.width) * double(one.hr.height);
        std::string lr = degradationName(m_info);
        if (m_ofPairs)
            lr += std::string(", degraded again: ") + m_ofPairs->name();
        return fmt::format("{} {}, {:.1f} megapixels, {}{}{}", pictures(),
                           pictures() == 1 ? "piece" : "pieces", pixels / 1e6, lr,
                           m_info.note.empty() ? "" : "; ", m_info.note);
    }

private:
    /// HR pixels: somewhere in the picture, as large as the degradation of a crop's LR wants it.
    image::PixelRect areaAround(const Packed& picture, Random& random) const
    {
        const int scale = m_options.scale;
        const int side =
            std::min({m_ofPairs->context(m_options.crop / scale), picture.lr.width, picture.lr.height});
        const int x = int(random.below(picture.lr.width - side + 1));
        const int y = int(random.below(picture.lr.height - side + 1));
        return {x * scale, y * scale, side * scale, side * scale};
    }

    Sample cut(const Packed& from, int x, int y, int width, int height) const
    {
        Sample sample;
        sample.hr = from.hr.crop(x, y, width, height);
        const int scale = m_options.scale;
        if (from.lr.data)
            sample.lr = from.lr.crop(x / scale, y / scale, width / scale, height / scale);
        return sample;
    }

    std::vector<MappedFile> m_files;
    std::vector<Packed> m_pictures;
    PackInfo m_info;
    CropSampler m_sampler;
    SampleOptions m_options;
    std::shared_ptr<const LrDegradation> m_ofPairs;
};

} // namespace

Result<std::vector<Sample>> readPackedPictures(const std::filesystem::path& file, int scale)
{
    const auto pack = openPack(file, scale);
    if (!pack)
        return pack.error();
    std::vector<Sample> samples;
    for (const Packed& from : pack->pictures) {
        const int width = from.hr.width / scale * scale;
        const int height = from.hr.height / scale * scale;
        Sample sample{from.hr.crop(0, 0, width, height), {}};
        if (from.lr.data)
            sample.lr = from.lr.crop(0, 0, width / scale, height / scale);
        samples.push_back(std::move(sample));
    }
    return samples;
}

Result<std::unique_ptr<SampleSource>> openPackedData(const std::vector<std::filesystem::path>& files,
                                                     const SampleOptions& options,
                                                     std::shared_ptr<const LrDegradation> ofPairs)
{
    std::vector<MappedFile> mapped;
    std::vector<Packed> pictures;
    std::optional<PackInfo> info;
    for (const std::filesystem::path& file : files) {
        auto pack = openPack(file, options.scale);
        if (!pack)
            return pack.error();
        if (info && info->degradation != pack->info.degradation)
            return Error{ErrorKind::BadInput,
                         fmt::format("holds {}, but {} holds {}", smallPicturesOf(pack->info),
                                     files.front().filename().string(), smallPicturesOf(*info)),
                         file, "Train on one kind of packed files"};
        if (!info)
            info = pack->info;
        else if (info->note.find(pack->info.note) == std::string::npos)
            info->note += (info->note.empty() ? "" : "; ") + pack->info.note;
        if (info->degradation.empty() && options.degradation != "bicubic")
            return Error{ErrorKind::BadInput,
                         fmt::format("holds HR pictures only, from which '{}' cannot be made during training",
                                     options.degradation),
                         file,
                         "Pack again with --degradation " + options.degradation + ", or train on the folder"};
        if (!info->degradation.empty() && degradesPairs(options) && !ofPairs)
            return Error{ErrorKind::BadInput,
                         fmt::format("holds LR pictures, which this program cannot degrade by '{}'",
                                     options.degradation),
                         file, "Set data.degrade-pairs=no, or train with enlarger-cli"};
        mapped.push_back(std::move(pack->file));
        std::ranges::move(pack->pictures, std::back_inserter(pictures));
    }
    std::vector<PictureSize> sizes;
    for (const Packed& one : pictures)
        sizes.push_back({one.hr.width, one.hr.height, one.photo});
    CropSampler sampler(sizes, options);
    if (!sampler.hasCrops())
        return Error{ErrorKind::BadInput,
                     fmt::format("no picture is as large as a crop of {0} x {0}", options.crop),
                     files.empty() ? std::filesystem::path{} : files.front(), "Set a smaller data.crop"};
    const PackInfo all = info.value_or(PackInfo{});
    if (all.degradation.empty())
        ofPairs.reset();
    return std::unique_ptr<SampleSource>(std::make_unique<PackedSource>(
        std::move(mapped), std::move(pictures), all, std::move(sampler), options, std::move(ofPairs)));
}

} // namespace enlarger::train
