// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/engine/upscale_model.h"

#include <mutex>

namespace enlarger::infer {

/// The networks between two of one shape (ESRGAN, section 3.4), for trying strengths: the files are read
/// once, and another strength only mixes the weights anew. Safe to use from several threads, one at a time.
class MixedModel
{
public:
    /// Reads nothing yet.
    MixedModel(std::filesystem::path faithful, std::filesystem::path crisp, device::Device device,
               device::Precision precision = device::Precision::Auto);
    ~MixedModel();

    /// Makes it ready, for `strength` first, if it is not yet. The traits are those of every strength. Errors
    /// name the file.
    Result<ModelTraits> load(double strength);

    /// As UpscaleModel::upscale(), through the network at `strength` (0: faithful, 1: crisp).
    Result<image::Image> upscale(double strength, const image::Image& piece, Gate& gate,
                                 const NoticeSink& notice = {});

private:
    struct Ends;
    Status setStrength(double strength);

    const std::filesystem::path m_faithful;
    const std::filesystem::path m_crisp;
    const device::Device m_device;
    const device::Precision m_precision;
    std::mutex m_mutex;
    std::shared_ptr<Ends> m_ends;          // null: not read yet
    std::shared_ptr<UpscaleModel> m_model; // null: not made yet
};

} // namespace enlarger::infer
