// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/device/device.h"
#include "core/image/pixels/image.h"
#include "core/image/pixels/row_stage.h"
#include "core/infer/engine/model_selection.h"
#include "core/infer/engine/model_traits.h"
#include "core/infer/engine/stream_context.h"

#include <filesystem>
#include <memory>

namespace enlarger::infer {

/// A network on a device, ready to enlarge pieces of pictures.
class UpscaleModel
{
public:
    /// `file` is anything that core/weights reads. Precision::Auto takes the device's best.
    static Result<std::shared_ptr<UpscaleModel>> load(const std::filesystem::path& file,
                                                      const device::Device& device,
                                                      device::Precision precision = device::Precision::Auto);
    /// The model that is meant, or the mixture of two networks of one shape. Errors: BadInput where the two
    /// do not mix; others name the file.
    static Result<std::shared_ptr<UpscaleModel>> load(const ModelSelection& selection);
    ~UpscaleModel();
    UpscaleModel(const UpscaleModel&) = delete;
    UpscaleModel& operator=(const UpscaleModel&) = delete;

    const ModelTraits& traits() const;
    const device::Device& device() const;
    device::Precision precision() const; // never Auto

    /// Enlarges the piece at once, untiled: W x H x C in, W scale x H scale x C out, not clamped. Pieces
    /// whose sides are not multiples of inputMultiple are mirrored at the right and the bottom and cut again.
    /// Grey for an RGB network is spread over three channels and averaged again; RGB for a grey network runs
    /// channel by channel. A network that takes grey and gives colour sees the average, and its colours come
    /// out (traits().channelsFor()). C is 1 or 3 (or the network's own count). A result that is not finite is
    /// computed again in fp32 and told to `notice`. Passes `gate` between the convolutions; no wait between
    /// two passes is longer than about 150 ms. Errors: OutOfMemory, Cancelled, BadInput.
    Result<image::Image> upscale(const image::Image& piece, Gate& gate, const NoticeSink& notice = {}) const;

    /// The same in fp32, whatever the model's own precision is: for measuring what rounding would blur.
    Result<image::Image> upscaleInFp32(const image::Image& piece, Gate& gate) const;

    /// Where traits().streams(): a RowStage from the LR rows of a whole picture to its SR rows, in strips.
    /// Exact: equals upscale() of the whole picture up to the order of sums and, in bf16 and fp16, rounding,
    /// and takes memory for its width alone (traits().streamNeed). Rows that are ready come out as a strip
    /// makes them, those of one strip a push; pushes of no rows fetch the others, and `last` all of them at
    /// once. Errors: those of upscale().
    std::unique_ptr<image::RowStage> stream(int width, int height, StreamContext context) const;

private:
    friend struct ModelMaker;
    class Impl;
    explicit UpscaleModel(std::unique_ptr<Impl> impl);
    Result<image::Image> enlarge(const image::Image& piece, bool inFp32, Gate& gate,
                                 const NoticeSink& notice) const;
    std::unique_ptr<Impl> m_impl;
};

} // namespace enlarger::infer
