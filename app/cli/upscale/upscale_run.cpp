// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/upscale/upscale_run.h"

#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "app/cli/upscale/batch_eta.h"
#include "app/cli/upscale/overwrite_prompt.h"
#include "app/enlarge/upscale_options.h"
#include "app/files/disk_space.h"
#include "app/files/input_list.h"
#include "app/files/named_output.h"
#include "core/image/read/photo_reader.h"

#include <QDateTime>

#include <fmt/format.h>

#include <chrono>

namespace enlarger::cli {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using State = app::ManifestState;

namespace {

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

IfExists ruleWithoutPrompt(const UpscaleRequest& request)
{
    const bool cannotAsk = request.json || request.dryRun || !canAsk();
    return request.ifExists == IfExists::Ask && cannotAsk ? IfExists::Rename : request.ifExists;
}

} // namespace

UpscaleRun::UpscaleRun(const UpscaleRequest& request, infer::ModelSelection model,
                       std::shared_ptr<const infer::UpscaleModel> network, UpscaleReporter& reporter,
                       const Interrupt& interrupt, app::Manifest* manifest)
    : m_request(request)
    , m_model(std::move(model))
    , m_upscaler(std::move(network))
    , m_reporter(reporter)
    , m_interrupt(interrupt)
    , m_manifest(request.dryRun ? nullptr : manifest)
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
    const int code = m_summary.cancelled                          ? ExitCancelled
                     : m_summary.failed > 0 || m_hasCommandFailed ? ExitFailed
                                                                  : ExitDone;
    m_reporter.finished(m_summary, code);
    return code;
}

void UpscaleRun::planAll()
{
    const fs::path results = m_request.outputIsFolder ? m_request.output : fs::path();
    app::InputList inputs = app::collectInputs(m_request.inputs, m_request.recursive, results);
    if (m_request.shard)
        std::erase_if(inputs.photos, [&](const InputPhoto& photo) { return !m_request.shard->takes(photo); });
    enter(inputs.photos);
    for (const Error& problem : inputs.problems)
        fail(problem.file, problem);
    if (const std::string passedOver = inputs.passedOver.text(); !passedOver.empty())
        m_reporter.notice({}, passedOver);
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
    if (!reader || !isFoundResult(photo, reader->info().metadata))
        return false;
    PhotoJob job;
    job.input = photo;
    skip(job, "it is a result of this program; name the file itself to enlarge it again");
    return true;
}

Status UpscaleRun::plan(const InputPhoto& photo)
{
    Result<image::PhotoReader> reader = image::PhotoReader::open(photo.file, {}, m_request.settings.reading);
    if (!reader)
        return std::move(reader).error();
    PhotoJob job;
    job.input = photo;
    job.options = app::makeUpscaleOptions(m_request.settings, m_model, photo.file, reader->info().format);
    const fs::path folder = m_request.output.parent_path();
    if (std::error_code error;
        !m_request.outputIsFolder && !folder.empty() && !fs::is_directory(folder, error))
        return Error{ErrorKind::Io, "there is no folder " + folder.string() + " for the result", photo.file,
                     "Create it, or name another place with -o"};
    job.options.output = m_request.output; // until the result's size, and so its name, is known
    Result<infer::UpscalePlan> plan = m_upscaler.plan(job.options, m_gate, noticesOf(shown(photo.file)));
    if (!plan)
        return std::move(plan).error();
    job.plan = *std::move(plan);
    job.plan.source.metadata = {}; // a list may be long
    job.output = outputOf(job);
    if (job.output.action == OutputName::Action::Skip) {
        skip(job, job.output.note);
        return {};
    }
    app::setOutput(job.options, job.output);
    addNotes(job);
    job.input.file = shown(job.input.file);
    job.output.file = shown(job.output.file);
    if (m_request.toStdout)
        job.output.action = OutputName::Action::Write;
    m_reporter.planned(job);
    m_jobs.push_back(std::move(job));
    return {};
}

app::OutputName UpscaleRun::outputOf(const PhotoJob& job)
{
    if (!m_request.output.empty() && !m_request.outputIsFolder)
        return m_names.choose(m_request.output);
    const app::NameFields fields =
        app::nameFieldsOf(job.options, job.plan.source.width, {job.plan.width, job.plan.height});
    const fs::path folder =
        m_request.output.empty() ? job.input.file.parent_path() : m_request.output / job.input.subfolder;
    return app::nameOutput(m_names, m_request.name, fields, job.options.format, folder);
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
}

void UpscaleRun::reportTotal()
{
    double total = 0.0;
    bool known = true;
    app::LossSum lost;
    app::DiskSpace disks;
    std::vector<double> work;
    for (const PhotoJob& job : m_jobs) {
        known = known && job.plan.seconds >= 0.0;
        total += job.plan.seconds;
        lost.add(job.plan.losses);
        if (!m_request.toStdout)
            disks.add(job.output.file.parent_path(), job.plan.fileSize);
    }
    for (const PhotoJob& job : m_jobs) // in seconds if all are known, else in source pixels
        work.push_back(known ? job.plan.seconds : double(job.plan.source.width) * job.plan.source.height);
    m_eta = BatchEta(std::move(work));
    m_reporter.planComplete(static_cast<int>(m_jobs.size()), known ? total : -1.0, lost.losses());
    for (const app::PlanProblem& problem : disks.problems())
        m_reporter.notice({}, problem.sentence.toStdString());
}

void UpscaleRun::processAll()
{
    for (std::size_t i = 0; i < m_jobs.size() && !m_interrupt.asked(); ++i) {
        const PhotoJob& job = m_jobs[i];
        const Status done = work(i);
        if (done)
            ++m_summary.done;
        else if (app::isTakenMeanwhile(job.options, done.error()))
            skip(job, app::takenNote(job.output.file));
        else if (done.error().kind != ErrorKind::Cancelled)
            fail(job.input.file, done.error());
    }
}

Status UpscaleRun::work(std::size_t index)
{
    const PhotoJob& job = m_jobs[index];
    const auto begin = Clock::now();
    if (m_request.outputIsFolder)
        if (Status made = app::makeResultFolder(job.output.file.parent_path()); !made)
            return made;
    const auto progress = [&](const Progress& photo) {
        const int i = static_cast<int>(index);
        const double left = m_eta.left(i, secondsSince(begin), photo.secondsLeft);
        m_reporter.progress(job, {i + 1, static_cast<int>(m_jobs.size()), photo, left});
    };
    Result<infer::UpscaleReport> report =
        m_upscaler.run(job.options, m_gate, progress, noticesOf(job.input.file));
    if (!report)
        return std::move(report).error();
    report->output = shown(report->output);
    m_eta.photoDone(static_cast<int>(index), secondsSince(begin));
    m_reporter.done(job, *report);
    enter(job.input.file, State::Done,
          {{QStringLiteral("output"), toText(fs::absolute(report->output))},
           {QStringLiteral("width"), job.plan.width},
           {QStringLiteral("height"), job.plan.height},
           {QStringLiteral("model"), toText(m_model.name())},
           {QStringLiteral("modelHash"), toText(m_model.hash())},
           {QStringLiteral("seconds"), report->seconds}});
    if (m_request.after)
        if (const Status run = m_request.after->run(job.options.input, report->output); !run) {
            m_hasCommandFailed = true;
            m_reporter.notice(job.input.file, run.error().text());
        }
    return {};
}

void UpscaleRun::skip(PhotoJob job, const std::string& reason)
{
    ++m_summary.skipped;
    job.input.file = shown(job.input.file);
    job.output.file = shown(job.output.file);
    m_reporter.skipped(job, reason);
    enter(job.input.file, State::Skipped, {{QStringLiteral("reason"), toText(reason)}});
}

void UpscaleRun::fail(const fs::path& input, Error error)
{
    ++m_summary.failed;
    error.file = shown(error.file);
    m_reporter.failed(shown(input), error);
    enter(input, State::Failed, {{QStringLiteral("reason"), toText(error.text())}});
}

void UpscaleRun::enter(const std::vector<InputPhoto>& photos)
{
    std::vector<QJsonObject> lines;
    for (const InputPhoto& photo : photos) {
        const QString listed = toText(app::listedPath(photo));
        m_listed.emplace(photo.file, listed);
        lines.push_back({{QStringLiteral("input"), listed},
                         {QStringLiteral("state"), QLatin1String(nameOf(State::Planned))}});
    }
    write(lines);
}

void UpscaleRun::enter(const fs::path& input, State state, QJsonObject line)
{
    const auto listed = m_listed.find(input);
    line[QStringLiteral("input")] = listed == m_listed.end() ? toText(input) : listed->second;
    line[QStringLiteral("state")] = QLatin1String(nameOf(state));
    line[QStringLiteral("time")] = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    if (m_request.shard)
        line[QStringLiteral("shard")] = toText(m_request.shard->text());
    write({line});
}

void UpscaleRun::write(const std::vector<QJsonObject>& lines)
{
    if (!m_manifest || lines.empty())
        return;
    if (const Status written = m_manifest->add(lines); !written) {
        m_manifest = nullptr;
        m_reporter.notice({}, written.error().text());
    }
}

fs::path UpscaleRun::shown(const fs::path& file) const
{
    const bool isStream = (m_request.fromStdin && file == m_request.inputs.front()) ||
                          (m_request.toStdout && file == m_request.output);
    return isStream ? fs::path("-") : file;
}

NoticeSink UpscaleRun::noticesOf(const fs::path& input)
{
    return [this, input](const std::string& text) { m_reporter.notice(input, text); };
}

} // namespace enlarger::cli
