// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/pixels/image.h"
#include "core/image/pixels/row_stage.h"

#include <deque>
#include <memory>

namespace enlarger::infer {

/// Alpha on its own way from the source's size to the output's, beside the colours that run through the
/// network. The colours come out later than alpha could: it waits here in the source's size and is resampled
/// when it is fetched.
class AlphaTrack
{
public:
    AlphaTrack(int width, int height, int outWidth, int outHeight);

    /// The source's next rows, one channel.
    void push(image::Image rows, bool last);

    /// `colours` with the alpha of the next rows behind them.
    Result<image::Image> join(const image::Image& colours);

private:
    struct Band
    {
        image::Image rows;
        bool last = false;
    };
    std::unique_ptr<image::RowStage> m_resampler; // null where the size stays
    std::deque<Band> m_waiting;                   // in the source's size
    std::deque<image::Image> m_ready;             // in the output's size
    int m_readyBegin = 0; // the first row of m_ready's front that is still to be fetched
};

} // namespace enlarger::infer
