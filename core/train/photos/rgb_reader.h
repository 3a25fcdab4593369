// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/row_stage.h"
#include "core/image/read/photo_reader.h"
#include "core/image/read/working_curve.h"

#include <memory>

namespace enlarger::train {

/// Reads a photo as the networks are trained on it: RGB bands from top to bottom. Grey is spread over three
/// channels; alpha is left out, with the colours of what was opaque bled under it; another tone curve, as of
/// linear photos, is brought to the one that networks know.
class RgbReader
{
public:
    static Result<RgbReader> open(const std::filesystem::path& file);

    const image::PhotoInfo& info() const { return m_reader.info(); }
    std::vector<std::string> readingNotes() const { return m_reader.readingNotes(); }

    /// The next rows, W x some x 3; none after the last.
    Result<image::Image> next();

private:
    explicit RgbReader(image::PhotoReader reader);

    image::PhotoReader m_reader;
    std::unique_ptr<image::RowStage> m_bleed;           // where there is alpha
    std::shared_ptr<const image::WorkingCurve> m_curve; // where there is another
    int m_read = 0;                                     // rows taken from the file
};

} // namespace enlarger::train
