// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/sample_reader.h"

#include "core/infer/export/area_rows.h"
#include "core/infer/export/detail_sample.h"

#include <chrono>

namespace enlarger::infer {

namespace {

constexpr double mostPixels = 1e8; // decoded: half a second for most photos, a few where they are PNG

} // namespace

SampleReader::PhotoKey SampleReader::keyOf(const image::PhotoReader& reader, const ExportPlan& plan)
{
    const std::filesystem::path& file = reader.info().file;
    std::error_code ignored;
    return {file,
            std::filesystem::last_write_time(file, ignored),
            std::filesystem::file_size(file, ignored),
            reader.info().turn.quarters,
            reader.info().turn.degrees,
            reader.info().choice.page,
            reader.info().choice.rawSpace,
            plan.area.x,
            plan.area.y,
            plan.area.width,
            plan.area.height,
            plan.content.width,
            plan.content.height,
            plan.content.channels};
}

Status SampleReader::read(image::PhotoReader& reader, const ExportPlan& plan, Gate& gate)
{
    const auto begin = std::chrono::steady_clock::now();
    DetailSample sample({plan.area.width, plan.area.height}, {plan.content.width, plan.content.height},
                        plan.content.channels);
    const auto status = readArea(reader, plan.area, gate, [&](const image::Image& rows, bool) -> Status {
        sample.take(rows);
        return {};
    });
    if (!status)
        return status;
    m_readSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    m_sample = sample.picture();
    return {};
}

Result<std::optional<SampleFigures>> SampleReader::look(image::PhotoReader& reader, const ExportPlan& plan,
                                                        Gate& gate)
{
    if (double(reader.info().width) * plan.area.bottom() > mostPixels)
        return std::optional<SampleFigures>();
    const std::lock_guard lock(m_mutex);
    if (const PhotoKey photo = keyOf(reader, plan); m_sample.empty() || photo != m_photo) {
        m_sample = {};
        m_written.clear();
        if (auto status = read(reader, plan, gate); !status)
            return std::move(status).error();
        m_photo = photo;
    }
    const WriteKey how{plan.writing.format, plan.writing.quality, plan.writing.bits};
    auto known = m_written.find(how);
    if (known == m_written.end()) {
        auto written = image::encodeSample(plan.content, plan.writing, m_sample);
        if (!written)
            return std::move(written).error();
        known = m_written.emplace(how, *written).first;
    }
    return std::optional(SampleFigures{m_readSeconds, known->second});
}

} // namespace enlarger::infer
