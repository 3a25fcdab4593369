// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/upscale/upscale_run.h"

#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/text_format.h"
#include "app/cli/upscale/batch_eta.h"
#include "app/cli/upscale/overwrite_prompt.h"
#include "app/files/input_list.h"
#include "core/image/read/photo_reader.h"

#include <fmt/chrono.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <string_view>

namespace enlarger::cli {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::string today()
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    return fmt::format("{:%Y-%m-%d}", local);
}

// The network's name in our provenance: the mark of an enlarged photo.
bool isOurResult(const image::PhotoInfo& photo)
{
    constexpr std::string_view mark = "enlarger:ModelName";
    const image::Bytes& xmp = photo.metadata.xmp;
    return std::search(xmp.begin(), xmp.end(), mark.begin(), mark.end()) != xmp.end();
}

IfExists ruleWithoutPrompt(const UpscaleRequest& request)
{
    const bool cannotAsk = request.json || request.dryRun || !canAsk();
    return request.ifExists == IfExists::Ask && cannotAsk ? IfExists::Rename : request.ifExists;
}

} // namespace

UpscaleRun::UpscaleRun(const UpscaleRequest& request, models::StoredModel model,
                       std::shared_ptr<const infer::UpscaleModel> network, UpscaleReporter& reporter,
                       const Interrupt& interrupt)
    : m_request(request)
    , m_stored(std::move(model))
    , m_network(std::move(network))
    , m_upscaler(m_network)
    , m_reporter(reporter)
    , m_interrupt(interrupt)
    , m_gate(interrupt.token())
    , m_names(ruleWithoutPrompt(request), OverwritePrompt())
{
    m_summary.dryRun = request.dryRun;
}

int UpscaleRun::execute()
{
    const auto begin = Clock::now();
    planAll();
    if (!m_request.dryRun && !m_interrupt.asked())
        processAll();
    m_summary.cancelled = m_interrupt.asked();
    m_summary.seconds = secondsSince(begin);
    const int code = m_summary.cancelled ? ExitCancelled : m_summary.failed > 0 ? ExitFailed : ExitDone;
    m_reporter.finished(m_summary, code);
    return code;
}

void UpscaleRun::planAll()
{
    const fs::path results = m_request.outputIsFolder ? m_request.output : fs::path();
    const app::InputList inputs = app::collectInputs(m_request.inputs, m_request.recursive, results);
    for (const Error& problem : inputs.problems)
        fail(problem.file, problem);
    std::vector<InputPhoto> photos;
    for (const InputPhoto& photo : inputs.photos)
        if (!isLeftAlone(photo))
            photos.push_back(photo);
    for (const InputPhoto& photo : photos)
        m_names.protect(photo.file);
    for (const InputPhoto& photo : photos) {
        if (m_interrupt.asked())
            return;
        if (Status planned = plan(photo); !planned && planned.error().kind != ErrorKind::Cancelled)
            fail(photo.file, planned.error());
    }
    reportTotal();
}

// Results of earlier runs that lie in a folder are neither sources nor protected from this one.
bool UpscaleRun::isLeftAlone(const InputPhoto& photo)
{
    if (!photo.fromFolder)
        return false;
    const Result<image::PhotoReader> reader = image::PhotoReader::open(photo.file);
    if (!reader || !isOurResult(reader->info()))
        return false;
    PhotoJob job;
    job.input = photo;
    m_reporter.skipped(job, "it is a result of this program; name the file itself to enlarge it again");
    ++m_summary.skipped;
    return true;
}

Status UpscaleRun::plan(const InputPhoto& photo)
{
    Result<image::PhotoReader> reader = image::PhotoReader::open(photo.file);
    if (!reader)
        return std::move(reader).error();
    PhotoJob job;
    job.input = photo;
    job.options = optionsFor(reader->info());
    job.options.input = photo.file;
    const fs::path folder = m_request.output.parent_path();
    if (std::error_code error;
        !m_request.outputIsFolder && !folder.empty() && !fs::is_directory(folder, error))
        return Error{ErrorKind::Io, "there is no folder " + folder.string() + " for the result", photo.file,
                     "Create it, or name another place with -o"};
    job.options.output = m_request.output; // until the result's size, and so its name, is known
    Result<infer::UpscalePlan> plan = m_upscaler.plan(job.options, m_gate, noticesOf(photo.file));
    if (!plan)
        return std::move(plan).error();
    job.plan = *std::move(plan);
    job.plan.source.metadata = {}; // a list may be long
    job.output = m_names.choose(wantedFile(job));
    if (job.output.action == OutputName::Action::Skip) {
        m_reporter.skipped(job, job.output.note);
        ++m_summary.skipped;
        return {};
    }
    job.options.output = job.output.file;
    job.options.replace = job.output.action == OutputName::Action::Replace;
    addNotes(job);
    m_reporter.planned(job);
    m_jobs.push_back(std::move(job));
    return {};
}

infer::UpscaleOptions UpscaleRun::optionsFor(const image::PhotoInfo& source) const
{
    infer::UpscaleOptions options;
    options.crop = m_request.crop;
    options.size = m_request.size;
    options.colourLock = m_request.colourLock;
    options.format = m_request.format.value_or(image::outputFormatFor(source.format));
    options.quality = m_request.quality;
    options.bits = m_request.bits;
    options.tile = m_request.tile;
    options.exact = m_request.exact;
    options.memoryShare = m_request.memoryShare;
    options.modelName = m_stored.card.name;
    options.modelHash = m_stored.sha256;
    if (m_request.strength)
        options.strength = fmt::format("{:g}", *m_request.strength);
    options.cacheFolder = models::ModelStore::cacheFolder();
    return options;
}

fs::path UpscaleRun::wantedFile(const PhotoJob& job) const
{
    if (!m_request.output.empty() && !m_request.outputIsFolder)
        return m_request.output;
    const double factor = m_request.size.factor.value_or(double(job.plan.width) / job.plan.source.width);
    const app::NameFields fields{job.input.file.stem().string(),
                                 m_stored.card.name,
                                 factorText(factor),
                                 std::to_string(job.plan.width),
                                 std::to_string(job.plan.height),
                                 device::precisionName(m_network->precision()),
                                 today()};
    const fs::path folder =
        m_request.output.empty() ? job.input.file.parent_path() : m_request.output / job.input.subfolder;
    return folder / m_request.name.fileName(fields, job.options.format);
}

void UpscaleRun::addNotes(PhotoJob& job) const
{
    job.notes = job.plan.notes;
    if (!job.output.note.empty())
        job.notes.push_back(job.output.note + ": writing " + job.output.file.filename().string());
    if (m_request.hasQuality && !image::hasQuality(job.options.format))
        job.notes.push_back(fmt::format("{} is lossless: --quality has no meaning for it",
                                        image::formatName(job.options.format)));
    const auto named = image::formatFromName(job.output.file.extension().string());
    if (named && *named != job.options.format)
        job.notes.push_back(fmt::format("{} will hold {}", job.output.file.filename().string(),
                                        image::formatName(job.options.format)));
    std::error_code error;
    fs::path folder = fs::absolute(job.output.file, error).parent_path();
    while (!folder.empty() && !fs::exists(folder, error) && folder != folder.parent_path())
        folder = folder.parent_path();
    const fs::space_info space = fs::space(folder, error);
    if (!error && job.plan.fileSize > 0 && space.available < std::uintmax_t(job.plan.fileSize))
        job.notes.push_back(fmt::format("only {} are free where the result goes, which takes about {}",
                                        bytesText(std::int64_t(space.available)),
                                        bytesText(job.plan.fileSize)));
}

void UpscaleRun::reportTotal()
{
    double total = 0.0;
    bool known = true;
    std::vector<double> work;
    for (const PhotoJob& job : m_jobs) {
        known = known && job.plan.seconds >= 0.0;
        total += job.plan.seconds;
    }
    for (const PhotoJob& job : m_jobs) // in seconds if all are known, else in source pixels
        work.push_back(known ? job.plan.seconds : double(job.plan.source.width) * job.plan.source.height);
    m_eta = BatchEta(std::move(work));
    m_reporter.planComplete(static_cast<int>(m_jobs.size()), known ? total : -1.0);
}

void UpscaleRun::processAll()
{
    for (std::size_t i = 0; i < m_jobs.size() && !m_interrupt.asked(); ++i) {
        const Status done = work(i);
        if (done)
            ++m_summary.done;
        else if (done.error().kind != ErrorKind::Cancelled)
            fail(m_jobs[i].input.file, done.error());
    }
}

Status UpscaleRun::work(std::size_t index)
{
    const PhotoJob& job = m_jobs[index];
    const auto begin = Clock::now();
    if (m_request.outputIsFolder) {
        std::error_code error;
        fs::create_directories(job.output.file.parent_path(), error);
        if (error)
            return Error{ErrorKind::Io, "the folder for the results cannot be made: " + error.message(),
                         job.output.file.parent_path(), "Choose another one with -o"};
    }
    const auto progress = [&](const Progress& photo) {
        const int i = static_cast<int>(index);
        const double left = m_eta.left(i, secondsSince(begin), photo.secondsLeft);
        m_reporter.progress(job, {i + 1, static_cast<int>(m_jobs.size()), photo, left});
    };
    const Result<infer::UpscaleReport> report =
        m_upscaler.run(job.options, m_gate, progress, noticesOf(job.input.file));
    if (!report)
        return report.error();
    m_eta.photoDone(static_cast<int>(index), secondsSince(begin));
    m_reporter.done(job, *report);
    return {};
}

void UpscaleRun::fail(const fs::path& input, const Error& error)
{
    ++m_summary.failed;
    m_reporter.failed(input, error);
}

NoticeSink UpscaleRun::noticesOf(const fs::path& input)
{
    return [this, input](const std::string& text) { m_reporter.notice(input, text); };
}

} // namespace enlarger::cli
