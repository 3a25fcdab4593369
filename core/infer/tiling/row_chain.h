// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/row_stage.h"

#include <functional>
#include <memory>
#include <vector>

namespace enlarger::infer {

/// Takes rows that are ready; `last` says that the picture ends with them.
using RowSink = std::function<Status(image::Image rows, bool last)>;

/// Stages one behind the other. Rows go from one to the next in bands of few rows, and a stage is asked again
/// only when what it gave is through, so that no more than what each stage gives at once is ever held.
class RowChain
{
public:
    void add(std::unique_ptr<image::RowStage> stage) { m_stages.push_back(std::move(stage)); }

    Status push(image::Image rows, bool last, const RowSink& sink)
    {
        return feed(0, std::move(rows), last, sink);
    }

private:
    Status feed(std::size_t stage, image::Image rows, bool last, const RowSink& sink);
    Status passOn(std::size_t stage, image::Image rows, bool last, const RowSink& sink);

    std::vector<std::unique_ptr<image::RowStage>> m_stages;
};

/// Cuts colours to 0..1: networks go beyond it, and what follows them must not amplify that.
class ClampStage : public image::RowStage
{
public:
    Result<image::Image> push(image::Image rows, bool last) override;
};

} // namespace enlarger::infer
