// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/pack_pictures.h"

#include "core/degrade/degradation.h"
#include "core/infer/engine/upscale_model.h"
#include "core/train/data/packed_data.h"
#include "core/train/photos/decoded_picture.h"
#include "core/train/photos/pack_plan.h"

#include <fmt/format.h>

#include <optional>

namespace enlarger::train {

namespace fs = std::filesystem;
using image::Image;

namespace {

/// As it will be when it is unpacked.
Image inEightBits(const Image& picture)
{
    image::PackedPicture packed(picture.width(), picture.height(), picture.channels(), 8);
    packed.setRows(0, picture);
    return packed.piece({0, 0, picture.width(), picture.height()});
}

/// The same for a photo in each pack, and hardly ever that of another (FNV-1a over its path).
std::uint64_t numberOf(const SourcePicture& picture)
{
    std::error_code unknown;
    const fs::path file = fs::weakly_canonical(picture.file, unknown);
    std::uint64_t number = 0xCBF29CE484222325ULL;
    for (const char letter : (unknown ? picture.file : file).string())
        number = (number ^ std::uint8_t(letter)) * 0x100000001B3ULL;
    return number;
}

/// Gives patches with their LR, keeping the last picture decoded.
class PatchCutter
{
public:
    PatchCutter(const std::vector<SourcePicture>& pictures, const PackOptions& options,
                const std::optional<degrade::Degradation>& degradation)
        : m_pictures(pictures)
        , m_options(options)
        , m_degradation(degradation)
    {}

    struct Pair
    {
        Image hr;
        Image lr; // empty: none is packed
    };

    Result<Pair> cut(const PackPatch& patch, Gate& gate)
    {
        const SourcePicture& picture = m_pictures[patch.picture];
        if (Status decoded = decode(picture); !decoded)
            return std::move(decoded).error();
        const int scale = m_options.scale;
        const bool hasPair = !picture.lr.empty();
        if (!fits(*m_hr, patch, 1) || (hasPair && !fits(*m_lr, patch, scale)))
            return Error{ErrorKind::BadInput, "the picture has changed since it was checked", picture.file,
                         "Pack again"};
        Pair pair{m_hr->piece({patch.x, patch.y, patch.width, patch.height}), {}};
        if (hasPair)
            pair.lr =
                m_lr->piece({patch.x / scale, patch.y / scale, patch.width / scale, patch.height / scale});
        if (m_degradation) {
            Random random(m_options.seed, patch.number);
            Result<Image> lr = m_degradation->degrade(pair.hr, random);
            if (!lr)
                return std::move(lr).error();
            pair.lr = inEightBits(*lr);
        }
        if (m_options.teacher) {
            Result<Image> taught = m_options.teacher->upscale(pair.lr, gate);
            if (!taught)
                return std::move(taught).error();
            pair.hr = std::move(*taught);
        }
        return pair;
    }

private:
    Status decode(const SourcePicture& picture)
    {
        if (m_decoded == &picture)
            return {};
        m_decoded = nullptr;
        m_hr.reset(); // before the next one takes its memory
        m_lr.reset();
        Result<DecodedPicture> hr = decodePicture(picture.file);
        if (!hr)
            return std::move(hr).error();
        m_hr = std::move(*hr);
        if (!picture.lr.empty()) {
            Result<DecodedPicture> lr = decodePicture(picture.lr);
            if (!lr)
                return std::move(lr).error();
            m_lr = std::move(*lr);
        }
        m_decoded = &picture;
        return {};
    }

    static bool fits(const image::PackedPicture& picture, const PackPatch& patch, int scale)
    {
        return (patch.x + patch.width) / scale <= picture.width() &&
               (patch.y + patch.height) / scale <= picture.height();
    }

    const std::vector<SourcePicture>& m_pictures;
    const PackOptions& m_options;
    const std::optional<degrade::Degradation>& m_degradation;
    const SourcePicture* m_decoded = nullptr;
    DecodedPicture m_hr;
    DecodedPicture m_lr;
};

Status check(const std::vector<SourcePicture>& pictures, const PackOptions& options)
{
    const bool hasPairs = !pictures.empty() && !pictures.front().lr.empty();
    const auto wrong = [](std::string what, std::string advice) {
        return Error{ErrorKind::BadInput, std::move(what), {}, std::move(advice)};
    };
    if (hasPairs && !options.degradation.empty())
        return wrong("pictures with LR of their own cannot be degraded as well",
                     "Leave the degradation out, or name the HR folder alone");
    if (options.teacher && !hasPairs && options.degradation.empty())
        return wrong("a teacher needs LR pictures to work on", "Choose a degradation, or give an LR folder");
    if (options.teacher && options.teacher->traits().scale != options.scale)
        return wrong(fmt::format("the teacher enlarges x{}, but x{} is to be packed",
                                 options.teacher->traits().scale, options.scale),
                     fmt::format("Pack for x{}", options.teacher->traits().scale));
    return {};
}

Status checkNames(const PackPlan& plan, const PackOptions& options)
{
    std::error_code unknown;
    for (std::size_t part = 0; part < plan.parts.size(); ++part)
        if (const fs::path file = partName(options.output, part, plan.parts.size());
            !options.replace && fs::exists(file, unknown))
            return Error{ErrorKind::Io, "there is a file of that name", file,
                         "Choose another name, or allow it to be replaced"};
    return {};
}

PackInfo infoFor(const std::vector<SourcePicture>& pictures, const PackOptions& options)
{
    PackInfo info;
    info.scale = options.scale;
    info.degradation = options.degradation;
    if (!pictures.front().lr.empty())
        info.degradation = "own pairs";
    info.note = options.note;
    return info;
}

} // namespace

Result<PackResult> packPictures(const std::vector<SourcePicture>& pictures, const PackOptions& options,
                                Gate& gate, const ProgressSink& progress)
{
    if (Status checked = check(pictures, options); !checked)
        return std::move(checked).error();
    std::optional<degrade::Degradation> degradation;
    if (!options.degradation.empty()) {
        const Result<degrade::Degradation> named =
            degrade::Degradation::fromName(options.degradation, options.scale, options.degradationOptions);
        if (!named)
            return named.error();
        degradation = *named;
    }
    const Result<PackPlan> plan = planPack(pictures, options);
    if (!plan)
        return plan.error();
    if (Status checked = checkNames(*plan, options); !checked)
        return std::move(checked).error();

    PackResult result;
    std::vector<PackedDataWriter> writers; // none is finished before all are written
    PatchCutter cutter(pictures, options, degradation);
    for (std::size_t part = 0; part < plan->parts.size(); ++part) {
        result.files.push_back(partName(options.output, part, plan->parts.size()));
        Result<PackedDataWriter> writer =
            PackedDataWriter::create(result.files.back(), infoFor(pictures, options));
        if (!writer)
            return std::move(writer).error();
        writers.push_back(std::move(*writer));
        for (const PackPatch& patch : plan->parts[part]) {
            try {
                gate.pass();
            } catch (const CancelledException&) {
                return Error{ErrorKind::Cancelled, "cancelled", {}, {}};
            }
            const Result<PatchCutter::Pair> pair = cutter.cut(patch, gate);
            if (!pair)
                return pair.error();
            if (Status added = writers.back().add(pair->hr, pair->lr, numberOf(pictures[patch.picture]));
                !added)
                return std::move(added).error();
            result.megapixels += 1e-6 * patch.width * patch.height;
            ++result.patches;
            if (progress)
                progress({result.patches, plan->patches});
        }
        result.bytes += writers.back().bytes();
    }
    for (std::size_t part = 0; part < writers.size(); ++part)
        if (Status finished = writers[part].finish(options.replace); !finished) {
            std::error_code ignored; // a part of a pack is of no use
            for (std::size_t done = 0; done < part; ++done)
                fs::remove(result.files[done], ignored);
            return std::move(finished).error();
        }
    return result;
}

} // namespace enlarger::train
