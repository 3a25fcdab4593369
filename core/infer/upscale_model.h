// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/image/image.h"
#include "core/infer/device.h"

#include <filesystem>
#include <memory>

namespace enlarger::infer {

/// What the tiling must know of a network.
struct ModelTraits
{
    std::string architecture; // "RRDBNet 64x23, growth 32", for people
    int scale = 4;
    int inChannels = 3; // 1 to 4
    int outChannels = 3;
    int inputMultiple = 1; // tiles begin and end at multiples of this
    int reach = 0;         // LR pixels: beyond it nothing can matter
    std::int64_t parameters = 0;
    double flopsPerPixel = 0.0;  // per LR pixel, for the plan's time
    double bytesPerPixel = 0.0;  // peak working memory per LR pixel of a tile, in this precision
    std::int64_t fixedBytes = 0; // and what it needs besides, whatever the tile's size
};

/// A network on a device, ready to enlarge pieces of pictures.
class UpscaleModel
{
public:
    /// `file` is anything that core/weights reads. Precision::Auto takes the device's best.
    static Result<std::shared_ptr<UpscaleModel>> load(const std::filesystem::path& file, const Device& device,
                                                      Precision precision = Precision::Auto);
    /// The network between two of one shape (ESRGAN, section 3.4): strength 0 is `faithful`, 1 `crisp`.
    static Result<std::shared_ptr<UpscaleModel>> loadMixed(const std::filesystem::path& faithful,
                                                           const std::filesystem::path& crisp,
                                                           double strength, const Device& device,
                                                           Precision precision = Precision::Auto);
    ~UpscaleModel();
    UpscaleModel(const UpscaleModel&) = delete;
    UpscaleModel& operator=(const UpscaleModel&) = delete;

    const ModelTraits& traits() const;
    const Device& device() const;
    Precision precision() const; // never Auto

    /// Enlarges the piece at once, untiled: W x H x C in, W scale x H scale x C out, not clamped. Pieces
    /// whose sides are not multiples of inputMultiple are mirrored at the right and the bottom and cut again.
    /// Grey for an RGB network is spread over three channels and averaged again; RGB for a grey network runs
    /// channel by channel. C is 1 or 3 (or the network's own count). A result that is not finite is computed
    /// again in fp32 and told to `notice`. Passes `gate` between the convolutions; no wait between two passes
    /// is longer than about 150 ms. Errors: OutOfMemory, Cancelled, BadInput.
    Result<image::Image> upscale(const image::Image& piece, Gate& gate, const NoticeSink& notice = {}) const;

    /// The same in fp32, whatever the model's own precision is: for measuring what rounding would blur.
    Result<image::Image> upscaleInFp32(const image::Image& piece, Gate& gate) const;

private:
    friend struct ModelMaker;
    class Impl;
    explicit UpscaleModel(std::unique_ptr<Impl> impl);
    Result<image::Image> enlarge(const image::Image& piece, bool inFp32, Gate& gate,
                                 const NoticeSink& notice) const;
    std::unique_ptr<Impl> m_impl;
};

} // namespace enlarger::infer
