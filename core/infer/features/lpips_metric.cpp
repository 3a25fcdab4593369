// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/features/lpips_metric.h"

#include "core/device/allocator_cache.h"
#include "core/device/caching_cpu_allocator.h"
#include "core/device/engine_errors.h"
#include "core/infer/engine/pixel_tensors.h"
#include "core/infer/features/feature_networks.h"
#include "core/system/main_memory.h"

#include <algorithm>

#include <fmt/format.h>

namespace enlarger::infer {

class LpipsMetric::Impl
{
public:
    std::shared_ptr<nn::Lpips> network;
};

namespace {

constexpr double bytesPerPixel = 2000.0; // of both pictures' activations

/// 1 x 3 x H x W in steps of 1/255.
torch::Tensor rounded(const image::Image& picture)
{
    return inEightBits(withChannels(tensorOf(picture, 1), 3));
}

} // namespace

LpipsMetric::LpipsMetric(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}

LpipsMetric::~LpipsMetric() = default;

Result<std::shared_ptr<const LpipsMetric>>
LpipsMetric::open(const std::vector<std::filesystem::path>& featureFolders)
{
    auto network = openLpips(featureFolders);
    if (!network)
        return std::move(network).error();
    device::enableAllocatorCache();
    auto impl = std::make_unique<Impl>();
    impl->network = *std::move(network);
    return std::shared_ptr<const LpipsMetric>(new LpipsMetric(std::move(impl)));
}

Result<double> LpipsMetric::compare(const image::Image& sr, const image::Image& hr) const
{
    if (sr.width() != hr.width() || sr.height() != hr.height() ||
        std::min(sr.width(), sr.height()) < nn::Lpips::leastSide)
        return Error{
            ErrorKind::BadInput,
            fmt::format("LPIPS compares pictures of one size of at least {0} x {0} pixels, not {1} x {2} "
                        "with {3} x {4}",
                        nn::Lpips::leastSide, sr.width(), sr.height(), hr.width(), hr.height()),
            {},
            {}};
    if (bytesPerPixel * sr.width() * sr.height() >
        double(mainMemory().free + device::cpuAllocatorCacheBytes()))
        return Error{
            ErrorKind::OutOfMemory,
            fmt::format("there is not enough memory for LPIPS of {} x {} pixels", sr.width(), sr.height()),
            {},
            "Measure smaller pictures"};
    try {
        const c10::InferenceMode inference;
        return m_impl->network->forward(rounded(sr), rounded(hr)).item<double>();
    } catch (...) {
        return device::currentEngineError();
    }
}

} // namespace enlarger::infer
