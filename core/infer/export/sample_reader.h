// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/image/pixels/image.h"
#include "core/image/read/photo_reader.h"
#include "core/image/write/write_sample.h"
#include "core/infer/export/export_plan.h"

#include <map>
#include <mutex>
#include <optional>
#include <tuple>

namespace enlarger::infer {

/// What the DetailSample of a photo tells of an export.
struct SampleFigures
{
    double readSeconds = 0.0;   // for all rows of the area
    image::WriteSample written; // of a bicubic enlargement
};

/// Makes samples, and keeps the last photo's: people try formats and qualities on one photo. From any thread.
class SampleReader
{
public:
    /// Of what `plan` reads from `reader`, which is at its beginning. Nothing for photos of which more than
    /// 100 megapixels would have to be decoded, which takes seconds. Errors: those of readArea() and
    /// encodeSample().
    Result<std::optional<SampleFigures>> look(image::PhotoReader& reader, const ExportPlan& plan, Gate& gate);

private:
    using PhotoKey = std::tuple<std::filesystem::path, std::filesystem::file_time_type, std::uintmax_t, int,
                                double, int, image::RawSpace, int, int, int, int, int, int, int>;
    using WriteKey = std::tuple<image::PhotoFormat, int, int>;
    static PhotoKey keyOf(const image::PhotoReader& reader, const ExportPlan& plan);
    Status read(image::PhotoReader& reader, const ExportPlan& plan, Gate& gate);

    std::mutex m_mutex;
    PhotoKey m_photo;
    image::Image m_sample; // empty: nothing is kept
    double m_readSeconds = 0.0;
    std::map<WriteKey, image::WriteSample> m_written; // of the sample
};

} // namespace enlarger::infer
