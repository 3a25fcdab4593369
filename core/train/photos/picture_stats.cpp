// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/picture_stats.h"

#include "core/image/photo/provenance.h"
#include "core/image/pixels/sample_rows.h"
#include "core/train/photos/patch_counter.h"
#include "core/train/photos/rgb_reader.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <string_view>

namespace enlarger::train {

using image::Image;
using namespace std::string_view_literals;

namespace {

bool holds(const image::Bytes& bytes, std::string_view word)
{
    return std::search(bytes.begin(), bytes.end(), word.begin(), word.end()) != bytes.end();
}

/// A profile that calls itself sRGB, in the plain letters of version 2 or the wide ones of version 4.
bool isSrgb(const image::Bytes& profile)
{
    return holds(profile, "sRGB"sv) || holds(profile, "\0s\0R\0G\0B"sv);
}

/// Mixes rows of 8-bit pixels into one number, whatever bands they come in.
class PixelHash
{
public:
    explicit PixelHash(int width)
        : m_hash(std::uint64_t(width))
    {}

    void push(const Image& band)
    {
        m_row.resize((band.rowSize() + 7) / 8 * 8);
        for (int y = 0; y < band.height(); ++y) {
            const auto row = band.row(y);
            image::roundHalfUp(row.data(), m_row.data(), row.size(), 255.0f);
            for (std::size_t i = 0; i < m_row.size(); i += 8) {
                std::uint64_t word = 0;
                std::memcpy(&word, m_row.data() + i, 8);
                m_hash = (m_hash ^ word) * 0x9E3779B97F4A7C15ULL;
                m_hash ^= m_hash >> 32;
            }
        }
    }

    std::uint64_t value() const { return m_hash; }

private:
    std::uint64_t m_hash;
    std::vector<std::uint8_t> m_row; // filled up with zeros to whole words
};

} // namespace

Result<PictureStats> scanPicture(const std::filesystem::path& file, int leastSide,
                                 const std::function<void()>& pause)
{
    try {
        Result<RgbReader> reader = RgbReader::open(file);
        if (!reader)
            return std::move(reader).error();
        const image::PhotoInfo& info = reader->info();
        PictureStats stats;
        stats.width = info.width;
        stats.height = info.height;
        stats.bits = info.bits;
        if (std::min(stats.width, stats.height) < leastSide)
            return stats;
        stats.notes = info.notes;
        stats.isEnlarged = image::isEnlarged(info.metadata);
        stats.otherColours =
            (!info.metadata.icc.empty() && !isSrgb(info.metadata.icc)) || info.metadata.colours.isHdr();

        PatchCounter patches(info.width, leastSide);
        PixelHash hash(info.width);
        QualityMeter quality(info.width, info.height);
        for (;;) {
            pause();
            const Result<Image> band = reader->next();
            if (!band)
                return band.error();
            if (band->empty())
                break;
            patches.push(*band);
            hash.push(*band);
            quality.push(*band);
        }
        for (std::string& note : reader->readingNotes())
            stats.notes.push_back(std::move(note));
        stats.hash = hash.value();
        stats.quality = quality.quality();
        stats.patches = patches.patches();
        stats.usefulPatches = patches.usefulPatches();
        return stats;
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::OutOfMemory, "there is not enough memory to read this picture", file,
                     "Remove it from the training set, or split it into smaller ones"};
    }
}

} // namespace enlarger::train
