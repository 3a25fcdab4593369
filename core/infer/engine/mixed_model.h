// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/engine/model_selection.h"
#include "core/infer/engine/upscale_model.h"

#include <mutex>

namespace enlarger::infer {

/// All strengths of a mixture (ESRGAN, section 3.4), for trying them: the two files are read once, and
/// another strength only mixes the weights anew. Safe to use from several threads, one at a time.
class MixedModel
{
public:
    /// `mixture` must be mixed; its strength does not count. Reads nothing yet.
    explicit MixedModel(ModelSelection mixture);
    ~MixedModel();

    /// Whether `selection` is one of its strengths, on the same device in the same precision.
    bool holds(const ModelSelection& selection) const;

    /// Makes it ready, for `strength` first, if it is not yet. The traits are those of every strength. Errors
    /// name the file.
    Result<ModelTraits> load(double strength);

    /// As UpscaleModel::upscale(), through the network at `strength` (0: faithful, 1: crisp).
    Result<image::Image> upscale(double strength, const image::Image& piece, Gate& gate,
                                 const NoticeSink& notice = {});

private:
    struct Ends;
    Status setStrength(double strength);

    const ModelSelection m_mixture;
    std::mutex m_mutex;
    std::shared_ptr<Ends> m_ends;          // null: not read yet
    std::shared_ptr<UpscaleModel> m_model; // null: not made yet
};

} // namespace enlarger::infer
