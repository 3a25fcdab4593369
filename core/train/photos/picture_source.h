// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/degrade/degradation.h"
#include "core/train/data/lr_degradation.h"
#include "core/train/photos/picture_pool.h"

#include <memory>

namespace enlarger::train {

/// Samples from picture files: of HR alone, which is degraded here, or of pairs, where both are cut at the
/// same place. Decoding and cutting happen in the thread that asks.
class PictureSource : public SampleSource
{
public:
    /// `pictures` are those of a scan: each is large enough for a crop, and all have an LR picture or none.
    /// `cache`: where decoded pictures outlive the source; null: nowhere.
    static Result<std::unique_ptr<SampleSource>> create(const std::vector<SourcePicture>& pictures,
                                                        const SampleOptions& options,
                                                        std::int64_t cacheBytes = usualCacheBytes,
                                                        std::shared_ptr<PictureCache> cache = {});

    Result<Sample> sample(std::uint64_t number) const override;
    Result<std::vector<Sample>> heldOut(int side) const override;
    bool holdsOutParts() const override { return m_holdsOutParts; }
    std::int64_t pictures() const override { return std::int64_t(m_pool.pictures().size()); }
    std::string summary() const override;
    std::string ownDegradation() const override;

private:
    PictureSource(std::vector<SourcePicture> sampled, std::vector<SourcePicture> heldOut,
                  const SampleOptions& options, const degrade::Degradation& degradation,
                  std::shared_ptr<const LrDegradation> ofPairs, std::int64_t cacheBytes,
                  std::shared_ptr<PictureCache> cache);

    Result<Sample> degraded(const SourcePicture& picture, Random& random) const;
    Result<Sample> paired(const SourcePicture& picture, Random& random) const;
    /// One crop; `area`: LR pixels.
    Result<Sample> cut(const SourcePicture& picture, const image::PixelRect& area, Random& random) const;
    /// Where no photo can be held out: the width of the band at the right of each that is, HR pixels, a
    /// multiple of the scale; 0: the photo is too small.
    int bandOf(int width) const;
    void turn(Sample& sample, Random& random) const;

    SampleOptions m_options;
    degrade::Degradation m_degradation;
    std::shared_ptr<const LrDegradation> m_ofPairs; // null: their LR stays as it is
    PicturePool m_pool;
    std::vector<SourcePicture> m_heldOut;
    bool m_holdsOutParts = false;
};

} // namespace enlarger::train
