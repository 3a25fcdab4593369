// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/pair_degradation.h"

#include "core/degrade/degradation.h"

namespace enlarger::train {

namespace {

/// A degradation that leaves the size as it is.
class AtItsSize : public LrDegradation
{
public:
    static constexpr int scale = 1;

    explicit AtItsSize(degrade::Degradation degradation)
        : m_degradation(std::move(degradation))
    {}

    const char* name() const override { return m_degradation.name(); }
    int context(int side) const override { return m_degradation.context(side); }
    Result<image::Image> degrade(const image::Image& lr, Random& random) const override
    {
        return m_degradation.degrade(lr, random);
    }

private:
    degrade::Degradation m_degradation;
};

} // namespace

Result<std::shared_ptr<const LrDegradation>> pairDegradation(const SampleOptions& options)
{
    using Found = std::shared_ptr<const LrDegradation>;
    if (!degradesPairs(options))
        return Found();
    auto degradation =
        degrade::Degradation::fromName(options.degradation, AtItsSize::scale, options.degradationOptions);
    if (!degradation)
        return std::move(degradation).error();
    return Found(std::make_shared<AtItsSize>(*std::move(degradation)));
}

} // namespace enlarger::train
