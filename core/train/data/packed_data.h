// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/atomic_file.h"
#include "core/train/data/lr_degradation.h"

#include <cstdio>
#include <filesystem>
#include <memory>

namespace enlarger::train {

/// How a packed file was made; kept in its metadata under "enlarger.pack".
struct PackInfo
{
    int scale = 4;           // of the LR, where it is baked in
    std::string degradation; // "bicubic"; empty: no LR inside
    std::string note;        // for the card: what the pictures are, a teacher
};

/// Writes decoded pictures, 8 bits a channel, as one safetensors file: for each picture a tensor "N.hr"
/// (U8, H x W x 3) and, where LR is baked in, "N.lr" (H / scale x W / scale x 3). The metadata name the photo
/// that each is a patch of, so that validation is on photos of which nothing is learnt.
class PackedDataWriter
{
public:
    static Result<PackedDataWriter> create(const std::filesystem::path& file, const PackInfo& info);
    PackedDataWriter(PackedDataWriter&&) noexcept;
    PackedDataWriter& operator=(PackedDataWriter&&) noexcept;
    ~PackedDataWriter();

    /// Adds a picture; values are clamped and rounded to 8 bits. `lr` empty: none. Patches of one photo have
    /// one number.
    Status add(const image::Image& hr, const image::Image& lr, std::uint64_t photo);
    std::int64_t bytes() const; // of the tensors so far
    Status finish(bool replace);

private:
    class Impl;
    explicit PackedDataWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// Samples from packed files, which are mapped, not read. With LR inside, options.scale must be the file's,
/// and options.degradation plays no part, but where `ofPairs` degrades that LR again: null where
/// degradesPairs(options) is an Error. Without LR only "bicubic" can be made. Files of differing degradation
/// are refused.
Result<std::unique_ptr<SampleSource>> openPackedData(const std::vector<std::filesystem::path>& files,
                                                     const SampleOptions& options,
                                                     std::shared_ptr<const LrDegradation> ofPairs = {});

/// Every picture of a packed file as a whole, for measuring: cut to multiples of `scale`; LR where it is
/// inside.
Result<std::vector<Sample>> readPackedPictures(const std::filesystem::path& file, int scale);

} // namespace enlarger::train
