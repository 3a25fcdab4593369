// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/photo_upscaler.h"

#include "core/base/atomic_file.h"
#include "core/device/allocator_cache.h"
#include "core/image/read/photo_reader.h"
#include "core/image/resample/alpha_bleed.h"
#include "core/image/resample/colour_lock.h"
#include "core/image/resample/resample.h"
#include "core/image/write/photo_writer.h"
#include "core/image/write/write_sample.h"
#include "core/infer/export/alpha_track.h"
#include "core/infer/export/area_rows.h"
#include "core/infer/export/background_writer.h"
#include "core/infer/export/detail_gain.h"
#include "core/infer/export/detail_sample.h"
#include "core/infer/export/export_plan.h"
#include "core/infer/export/network_clock.h"
#include "core/infer/export/progress_meter.h"
#include "core/infer/export/sample_reader.h"
#include "core/infer/tiling/row_chain.h"
#include "core/infer/tiling/self_ensemble.h"
#include "core/infer/tiling/throughput_cache.h"
#include "core/infer/tiling/tiled_runner.h"
#include "core/infer/tiling/tiny_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <optional>

namespace enlarger::infer {

using image::Image;

namespace {

/// One photo on its way: reader -> bleed -> curve -> network, perhaps twice -> resampling -> curve -> writer,
/// alpha beside it.
class Export
{
public:
    Export(const std::shared_ptr<const UpscaleModel>& model, const ExportPlan& plan, bool locksColours,
           image::PhotoReader& reader, image::PhotoWriter& writer, Gate& gate, ProgressMeter& meter,
           const NoticeSink& notice);
    Status run();

    const NetworkClock& clock() const { return m_clock; }
    bool streamHasFailed() const { return m_streamHasFailed; }
    image::Image sample() const { return m_sample.picture(); } // when it has run

private:
    std::unique_ptr<image::RowStage> makeRunner(std::shared_ptr<const UpscaleModel> model,
                                                const PassPlan& pass, const NoticeSink& notice);
    Status take(Image rows, bool last);
    Status write(const Image& colours);
    Status writeRows(const Image& rows);

    const ExportPlan& m_plan;
    image::PhotoReader& m_reader;
    image::PhotoWriter& m_writer;
    Gate& m_gate;
    ProgressMeter& m_meter;
    std::unique_ptr<image::RowStage> m_bleed; // null without alpha
    std::optional<AlphaTrack> m_alpha;
    NetworkClock m_clock;
    bool m_streamHasFailed = false;
    DetailSample m_sample;
    RowChain m_chain;
    std::optional<BackgroundWriter> m_background; // beside a card
};

Export::Export(const std::shared_ptr<const UpscaleModel>& model, const ExportPlan& plan, bool locksColours,
               image::PhotoReader& reader, image::PhotoWriter& writer, Gate& gate, ProgressMeter& meter,
               const NoticeSink& notice)
    : m_plan(plan)
    , m_reader(reader)
    , m_writer(writer)
    , m_gate(gate)
    , m_meter(meter)
    , m_clock(gate)
    , m_sample({plan.area.width, plan.area.height}, {plan.content.width, plan.content.height},
               plan.content.channels)
{
    if (!model->traits().sharesMemory)
        m_background.emplace([&writer](const Image& rows) { return writer.write(rows); });
    const image::PhotoInfo& source = reader.info();
    if (source.hasAlpha()) {
        m_bleed = image::makeAlphaBleed(plan.area.width, plan.area.height, source.channels);
        m_alpha.emplace(plan.area.width, plan.area.height, plan.content.width, plan.content.height);
    }
    if (plan.curve)
        m_chain.add(image::makeCurveStage(plan.curve, image::CurveDirection::ToWorking));
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
    if (plan.curve && !plan.staysInSrgb)
        m_chain.add(image::makeCurveStage(plan.curve, image::CurveDirection::FromWorking));
}

std::unique_ptr<image::RowStage> Export::makeRunner(std::shared_ptr<const UpscaleModel> model,
                                                    const PassPlan& pass, const NoticeSink& notice)
{
    const ModelTraits traits = model->traits();
    if (pass.streams) {
        StreamContext context;
        context.strips = pass.stripHeight;
        context.gate = &m_clock.gate();
        context.stripBegins = [this] { m_clock.begin(); };
        context.stripDone = [this, work = pass.work](double share) {
            m_clock.end(share * work);
            m_meter.tileDone(share * work);
        };
        context.failed = [this] { m_streamHasFailed = true; };
        return makeRunnerWithMargin(pass.in, traits.scale, [&](const PixelSize& size) {
            return model->stream(size.width, size.height, std::move(context));
        });
    }
    const auto workOf = [traits, colours = m_reader.info().isGrey() ? 1 : 3](int width, int height) {
        return tileWork(traits, colours, width, height);
    };
    EnlargePiece enlarge = [this, model, workOf](const Image& piece, Gate& gate, const NoticeSink& toNotice) {
        m_clock.begin();
        auto enlarged = model->upscale(piece, gate, toNotice);
        if (enlarged)
            m_clock.end(workOf(piece.width(), piece.height()));
        return enlarged;
    };
    if (m_plan.isEnsemble)
        enlarge = selfEnsemble(std::move(enlarge));
    RunnerContext context;
    context.gate = &m_clock.gate();
    context.notice = notice;
    context.tileDone = [this, workOf](const TileSpan& column, const TileSpan& row) {
        m_meter.tileDone(workOf(column.input.length(), row.input.length()));
    };
    const bool isWhole = pass.tiles == 1;
    if (isWhole && pass.settings.halo == 0) // exact: halves would not be
        context.smallestTile = pass.settings.tile;
    return makeRunnerWithMargin(pass.in, traits.scale, [&](const PixelSize& size) {
        return makeTiledRunner(enlarge, traits.scale, size.width, size.height, pass.settings,
                               std::move(context));
    });
}

Status Export::run()
{
    Status status = readArea(m_reader, m_plan.area, m_gate, [this](Image rows, bool last) {
        m_sample.take(rows);
        return take(std::move(rows), last);
    });
    return status && m_background ? m_background->finish(m_gate) : status;
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
        return writeRows(colours);
    const auto joined = m_alpha->join(colours);
    return joined ? writeRows(*joined) : joined.error();
}

Status Export::writeRows(const Image& rows)
{
    return m_background ? m_background->write(rows) : m_writer.write(rows);
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
    if (!options.replace && options.numbered.empty())
        return fileExistsError(options.output);
    return {};
}

/// What is told beforehand of the file, and of the time beside the network's, by reading the photo and
/// encoding a sample of it. Where there is none, what planExport() knows of its kind must do.
Status estimate(ExportPlan& plan, const UpscaleOptions& options, const UpscaleModel& model,
                image::PhotoReader& reader, SampleReader& samples, Gate& gate)
{
    const auto looked = samples.look(reader, plan, gate);
    if (!looked && looked.error().kind == ErrorKind::Cancelled)
        return looked.error();
    if (!looked || !*looked) // damaged: running tells
        return {};
    const image::WriteSample& written = (*looked)->written;
    const double pixels = double(plan.content.width) * plan.content.height;
    const double gain = DetailGain(options.model.hash(), options.format, options.cacheFolder).value();
    plan.summary.fileSize =
        static_cast<std::int64_t>(written.fixedBytes + written.bytesPerPixel * pixels * gain);
    const double writing = written.secondsPerPixel * pixels;
    double& seconds = plan.summary.seconds;
    // See BackgroundWriter.
    seconds = model.traits().sharesMemory ? seconds + writing : std::max(seconds, writing);
    seconds += (*looked)->readSeconds + written.secondsPerPixelAtEnd * pixels;
    return {};
}

/// What a finished export teaches for the next ones.
void learn(const Export& done, const UpscaleModel& model, const ExportPlan& plan,
           const UpscaleOptions& options)
{
    const auto rate = done.clock().rate();
    if (!rate)
        return;
    ThroughputCache(model, options.model.speedHash(), options.cacheFolder).put(*rate);
    const auto written = image::encodeSample(plan.content, plan.writing, done.sample());
    const double pixels = double(plan.content.width) * plan.content.height;
    if (written && written->bytesPerPixel > 0.0)
        DetailGain(options.model.hash(), options.format, options.cacheFolder)
            .learn((double(plan.summary.fileSize) - written->fixedBytes) / (written->bytesPerPixel * pixels));
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
    , m_samples(std::make_unique<SampleReader>())
{}
PhotoUpscaler::~PhotoUpscaler() = default;

Result<UpscalePlan> PhotoUpscaler::draftPlan(const UpscaleOptions& options,
                                             const image::PhotoInfo& source) const
{
    return translatingErrors(options.input, [&]() -> Result<UpscalePlan> {
        auto plan = planExport(*m_model, options, source, std::nullopt);
        if (!plan)
            return std::move(plan).error();
        return std::move(plan->summary);
    });
}

Result<UpscalePlan> PhotoUpscaler::plan(const UpscaleOptions& options, Gate& gate,
                                        const NoticeSink& notice) const
{
    return translatingErrors(options.input, [&]() -> Result<UpscalePlan> {
        auto reader = image::PhotoReader::open(options.input, options.turn, options.reading);
        if (!reader)
            return std::move(reader).error();
        auto plan = planExport(*m_model, options, reader->info(), Measuring{gate, notice});
        if (!plan)
            return std::move(plan).error();
        if (auto estimated = estimate(*plan, options, *m_model, *reader, *m_samples, gate); !estimated)
            return std::move(estimated).error();
        return std::move(plan->summary);
    });
}

Result<UpscaleReport> PhotoUpscaler::run(const UpscaleOptions& options, Gate& gate,
                                         const ProgressSink& progress, const NoticeSink& notice) const
{
    bool streamFailed = false;
    auto report = runOnce(options, gate, progress, notice, streamFailed);
    if (report || !streamFailed || options.exact)
        return report;
    // Tiles take what memory there is, and those that are not finite are computed anew, more exactly.
    const std::string again = report.error().kind == ErrorKind::OutOfMemory
                                  ? "Memory ran out for the picture's whole width: it is enlarged in tiles"
                                  : "In strips " + report.error().what + ": it is enlarged in tiles";
    if (notice)
        notice(again);
    device::emptyAllocatorCache(); // of what the strips held
    UpscaleOptions inTiles = options;
    inTiles.inTiles = true;
    report = runOnce(inTiles, gate, progress, notice, streamFailed);
    if (report)
        report->notes.push_back(again);
    return report;
}

Result<UpscaleReport> PhotoUpscaler::runOnce(const UpscaleOptions& options, Gate& gate,
                                             const ProgressSink& progress, const NoticeSink& notice,
                                             bool& streamFailed) const
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
        auto reader = image::PhotoReader::open(options.input, options.turn, options.reading);
        if (!reader)
            return std::move(reader).error();
        auto plan = planExport(*m_model, options, reader->info(), Measuring{gate, note});
        if (!plan)
            return std::move(plan).error();
        auto writer = image::PhotoWriter::create(options.output, plan->content, plan->writing);
        if (!writer)
            return std::move(writer).error();

        const device::AllocatorCacheRestriction restriction(plan->spareMemory);
        ProgressMeter meter(plan->summary.tiles, plan->work,
                            double(plan->summary.width) * plan->summary.height, plan->summary.seconds,
                            progress);
        Export work(m_model, *plan, options.colourLock, *reader, *writer, gate, meter, note);
        if (auto status = work.run(); !status) {
            streamFailed = work.streamHasFailed();
            return std::move(status).error();
        }
        for (const std::string& text : reader->readingNotes())
            note(text);
        gate.pass();
        if (auto status = writer->finish(); !status)
            return std::move(status).error();
        report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        plan->summary.fileSize = writer->bytes();
        learn(work, *m_model, *plan, options);
        report.output = writer->file();
        if (report.output != options.output)
            note(fmt::format("there is a file {} by now: this one is called {}",
                             options.output.filename().string(), report.output.filename().string()));

        report.notes.insert(report.notes.begin(), plan->summary.notes.begin(), plan->summary.notes.end());
        report.plan = std::move(plan->summary);
        return report;
    });
}

} // namespace enlarger::infer
