// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/photo_upscaler.h"

#include "core/base/atomic_file.h"
#include "core/image/read/photo_reader.h"
#include "core/image/resample/alpha_bleed.h"
#include "core/image/resample/colour_lock.h"
#include "core/image/resample/resample.h"
#include "core/image/write/photo_writer.h"
#include "core/infer/export/alpha_track.h"
#include "core/infer/export/export_plan.h"
#include "core/infer/export/progress_meter.h"
#include "core/infer/tiling/row_chain.h"
#include "core/infer/tiling/throughput_cache.h"
#include "core/infer/tiling/tiled_runner.h"

#include <algorithm>
#include <new>

namespace enlarger::infer {

using image::Image;

namespace {

constexpr int bandHeight = 64; // rows read at once

/// One photo on its way: reader -> bleed -> network, perhaps twice -> resampling -> writer, alpha beside it.
class Export
{
public:
    Export(std::shared_ptr<const UpscaleModel> model, const ExportPlan& plan, bool locksColours,
           image::PhotoReader& reader, image::PhotoWriter& writer, Gate& gate, ProgressMeter& meter,
           const NoticeSink& notice);
    Status run();

private:
    std::unique_ptr<image::RowStage> makeRunner(std::shared_ptr<const UpscaleModel> model,
                                                const PassPlan& pass, const NoticeSink& notice);
    Status take(Image rows, bool last);
    Status write(const Image& colours);

    const ExportPlan& m_plan;
    image::PhotoReader& m_reader;
    image::PhotoWriter& m_writer;
    Gate& m_gate;
    ProgressMeter& m_meter;
    std::unique_ptr<image::RowStage> m_bleed; // null without alpha
    std::optional<AlphaTrack> m_alpha;
    RowChain m_chain;
};

Export::Export(std::shared_ptr<const UpscaleModel> model, const ExportPlan& plan, bool locksColours,
               image::PhotoReader& reader, image::PhotoWriter& writer, Gate& gate, ProgressMeter& meter,
               const NoticeSink& notice)
    : m_plan(plan)
    , m_reader(reader)
    , m_writer(writer)
    , m_gate(gate)
    , m_meter(meter)
{
    const image::PhotoInfo& source = reader.info();
    if (source.hasAlpha()) {
        m_bleed = image::makeAlphaBleed(plan.area.width, plan.area.height, source.channels);
        m_alpha.emplace(plan.area.width, plan.area.height, plan.content.width, plan.content.height);
    }
    PixelSize size;
    for (const PassPlan& pass : plan.passes) {
        const int scale = model->traits().scale;
        auto runner = makeRunner(model, pass, notice);
        if (locksColours && !model->traits().colourises()) // it would take away what the network has made
            runner = image::makeColourLock(std::move(runner), pass.in.width, pass.in.height, scale);
        m_chain.add(std::move(runner));
        m_chain.add(std::make_unique<ClampStage>());
        size = {pass.in.width * scale, pass.in.height * scale};
    }
    if (size != PixelSize{plan.content.width, plan.content.height})
        m_chain.add(
            image::makeRowResampler(size.width, size.height, plan.content.width, plan.content.height));
}

std::unique_ptr<image::RowStage> Export::makeRunner(std::shared_ptr<const UpscaleModel> model,
                                                    const PassPlan& pass, const NoticeSink& notice)
{
    RunnerContext context;
    context.gate = &m_gate;
    context.notice = notice;
    const double runs = model->traits().runsFor(m_reader.info().isGrey() ? 1 : 3);
    context.tileDone = [this, runs](const TileSpan& column, const TileSpan& row) {
        m_meter.tileDone(runs * column.input.length() * row.input.length());
    };
    const bool isWhole = pass.tiles == 1;
    if (isWhole && pass.settings.halo == 0) // exact: halves would not be
        context.smallestTile = pass.settings.tile;
    return makeTiledRunner(std::move(model), pass.in.width, pass.in.height, pass.settings,
                           std::move(context));
}

Status Export::run()
{
    const image::PixelRect& area = m_plan.area;
    for (int y = 0; y < area.bottom();) {
        m_gate.pass();
        const int end = y < area.y ? area.y : area.bottom();
        auto rows = m_reader.read(std::min(bandHeight, end - y));
        if (!rows)
            return std::move(rows).error();
        if (rows->empty())
            return Error{ErrorKind::BadInput, "the photo ends early", m_reader.info().file,
                         "Copy it again from its source"};
        y += rows->height();
        if (y <= area.y) // above the crop
            continue;
        if (rows->width() != area.width)
            rows = rows->crop(area.x, 0, area.width, rows->height());
        if (auto status = take(std::move(*rows), y >= area.bottom()); !status)
            return status;
    }
    return {};
}

Status Export::take(Image rows, bool last)
{
    const RowSink sink = [this](const Image& ready, bool) { return write(ready); };
    if (!m_bleed)
        return m_chain.push(std::move(rows), last, sink);
    auto bled = m_bleed->push(std::move(rows), last);
    if (!bled)
        return std::move(bled).error();
    const int colours = bled->channels() - 1;
    m_alpha->push(bled->takeChannels(colours, 1), last);
    return m_chain.push(bled->takeChannels(0, colours), last, sink);
}

Status Export::write(const Image& colours)
{
    m_gate.pass();
    if (colours.empty())
        return {};
    if (!m_alpha)
        return m_writer.write(colours);
    const auto joined = m_alpha->join(colours);
    return joined ? m_writer.write(*joined) : joined.error();
}

/// Known before any work; the writer looks again when it is done.
Status checkOutput(const UpscaleOptions& options)
{
    std::error_code error;
    const auto folder =
        options.output.has_parent_path() ? options.output.parent_path() : std::filesystem::path(".");
    if (!std::filesystem::is_directory(folder, error))
        return Error{ErrorKind::Io, "the output's folder does not exist", folder,
                     "Create it or choose another one"};
    if (std::filesystem::is_directory(options.output, error))
        return Error{ErrorKind::BadInput, "the output is a folder", options.output, "Name a file in it"};
    if (!std::filesystem::exists(options.output, error))
        return {};
    if (std::filesystem::equivalent(options.input, options.output, error))
        return Error{ErrorKind::BadInput, "the result would replace the photo it is made from",
                     options.output, "Choose another name or folder"};
    if (!options.replace)
        return fileExistsError(options.output);
    return {};
}

/// Turns what leaves a forward pass or a full memory by exception into Errors, and names the photo.
template <class Work>
auto translatingErrors(const std::filesystem::path& photo, const Work& work) -> decltype(work())
{
    Error error;
    try {
        auto result = work();
        if (result)
            return result;
        error = std::move(result).error();
    } catch (const CancelledException&) {
        error = {ErrorKind::Cancelled, "the work was cancelled", {}, {}};
    } catch (const std::bad_alloc&) {
        error = {ErrorKind::OutOfMemory, "memory ran out", {}, "Close other programs, or use smaller tiles"};
    }
    if (error.file.empty())
        error.file = photo;
    return error;
}

} // namespace

PhotoUpscaler::PhotoUpscaler(std::shared_ptr<const UpscaleModel> model)
    : m_model(std::move(model))
{}
PhotoUpscaler::~PhotoUpscaler() = default;

Result<UpscalePlan> PhotoUpscaler::plan(const UpscaleOptions& options, Gate& gate,
                                        const NoticeSink& notice) const
{
    return translatingErrors(options.input, [&]() -> Result<UpscalePlan> {
        const auto reader = image::PhotoReader::open(options.input);
        if (!reader)
            return reader.error();
        auto plan = planExport(*m_model, options, reader->info(), gate, notice);
        if (!plan)
            return std::move(plan).error();
        return std::move(plan->summary);
    });
}

Result<UpscaleReport> PhotoUpscaler::run(const UpscaleOptions& options, Gate& gate,
                                         const ProgressSink& progress, const NoticeSink& notice) const
{
    return translatingErrors(options.input, [&]() -> Result<UpscaleReport> {
        const auto begin = std::chrono::steady_clock::now();
        UpscaleReport report;
        const NoticeSink note = [&](const std::string& text) {
            if (std::find(report.notes.begin(), report.notes.end(), text) == report.notes.end())
                report.notes.push_back(text);
            if (notice)
                notice(text);
        };
        if (auto status = checkOutput(options); !status)
            return std::move(status).error();
        auto reader = image::PhotoReader::open(options.input);
        if (!reader)
            return std::move(reader).error();
        auto plan = planExport(*m_model, options, reader->info(), gate, note);
        if (!plan)
            return std::move(plan).error();
        auto writer = image::PhotoWriter::create(options.output, plan->content, plan->writing);
        if (!writer)
            return std::move(writer).error();

        ProgressMeter meter(plan->summary.tiles, plan->work,
                            double(plan->summary.width) * plan->summary.height, plan->summary.seconds,
                            progress);
        if (auto status =
                Export(m_model, *plan, options.colourLock, *reader, *writer, gate, meter, note).run();
            !status)
            return std::move(status).error();
        ThroughputCache(*m_model, options.model.hash(), options.cacheFolder).put(meter.rate());
        gate.pass();
        if (auto status = writer->finish(); !status)
            return std::move(status).error();

        report.notes.insert(report.notes.begin(), plan->summary.notes.begin(), plan->summary.notes.end());
        report.plan = std::move(plan->summary);
        report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return report;
    });
}

} // namespace enlarger::infer
