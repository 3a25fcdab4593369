// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/terminal_progress.h"
#include "app/cli/terminal/text_format.h"
#include "app/cli/upscale/upscale_reporter.h"
#include "app/enlarge/print_size.h"

#include <fmt/format.h>

#include <mutex>

namespace enlarger::cli {

namespace {

namespace fs = std::filesystem;

std::string about(double seconds)
{
    if (seconds < 0.0)
        return "time not known yet";
    return app::aboutText(seconds);
}

class TextReporter : public UpscaleReporter
{
public:
    explicit TextReporter(RunSetting setting)
        : m_setting(std::move(setting))
    {}

    void planned(const PhotoJob& job) override
    {
        const infer::UpscalePlan& plan = job.plan;
        out(fmt::format("{}  {} -> {}, {}, {} on {}, {}", job.input.file.string(),
                        sizeText(plan.source.width, plan.source.height), sizeText(plan.width, plan.height),
                        m_setting.model.name(), device::precisionName(m_setting.model.precision),
                        m_setting.model.device.description, about(plan.seconds)));
        if (m_setting.dryRun && job.options.dpi > 0.0)
            out("  on paper " +
                app::printText(plan.width, plan.height, app::LengthUnit::Centimetre, job.options.dpi));
        if (m_setting.dryRun) {
            out(fmt::format("  to {}{}, {} bits, about {}", job.output.file.string(),
                            job.output.action == OutputName::Action::Replace ? " (replaced)" : "", plan.bits,
                            bytesText(plan.fileSize)));
            const std::string cut =
                plan.strip > 0 ? fmt::format("exact, {} {} of {} rows", plan.tiles,
                                             plan.tiles == 1 ? "strip" : "strips", plan.strip)
                               : fmt::format("{} {} of {} with a halo of {}", plan.tiles,
                                             plan.tiles == 1 ? "tile" : "tiles", plan.tile, plan.halo);
            out(fmt::format("  {}{}, about {} of memory", cut,
                            plan.passes > 1 ? fmt::format(", {} passes", plan.passes) : "",
                            bytesText(plan.memory)));
        }
        for (const std::string& note : job.notes)
            out("  note: " + note);
    }

    void skipped(const PhotoJob& job, const std::string& reason) override
    {
        out(fmt::format("{}  skipped: {}", job.input.file.string(), reason));
    }

    void planComplete(int photos, double seconds, const std::vector<app::LossSum::Loss>& losses) override
    {
        if (photos < 2) // each has been told
            return;
        out(fmt::format("{} photos, {} in all", photos, about(seconds)));
        if (m_setting.dryRun)
            for (const app::LossSum::Loss& loss : losses)
                out("  " + loss.text());
    }

    void progress(const PhotoJob& job, const RunProgress& run) override
    {
        const std::lock_guard lock(m_mutex);
        const double fraction =
            run.photo.total > 0 ? static_cast<double>(run.photo.done) / static_cast<double>(run.photo.total)
                                : 0.0;
        std::string before = job.input.file.filename().string();
        if (run.count > 1)
            before = fmt::format("{} of {}: {}", run.index, run.count, before);
        std::string after;
        if (run.photo.megapixelsPerSecond > 0.0)
            after = fmt::format("{:.2f} megapixels/s", run.photo.megapixelsPerSecond);
        if (run.photo.secondsLeft >= 0.0)
            after += fmt::format("{}{} left", after.empty() ? "" : ", ", durationText(run.photo.secondsLeft));
        if (run.count > 1 && run.secondsLeft >= 0.0)
            after += fmt::format(", {} in all", durationText(run.secondsLeft));
        m_progress.show(fraction, before, after);
    }

    void notice(const fs::path& input, const std::string& text) override
    {
        err(input.empty() ? text : input.filename().string() + ": " + text);
    }

    void done(const PhotoJob&, const infer::UpscaleReport& report) override
    {
        out(fmt::format("{}  done in {}", report.output.string(), durationText(report.seconds)));
    }

    void failed(const fs::path& input, const Error& error) override
    {
        m_failures.emplace_back(input.string(), reasonOf(error));
        err(input.string() + ": " + reasonOf(error));
    }

    void finished(const RunSummary& summary, int) override
    {
        const std::lock_guard lock(m_mutex);
        m_progress.clear();
        // A single failure has been reported already.
        if (!m_failures.empty() && summary.done + summary.failed + summary.skipped > 1) {
            Table table({"FAILED", "WHY"});
            for (const auto& [file, reason] : m_failures)
                table.addRow({printable(file), printable(reason)});
            printErr("\n" + table.text());
        }
        if (summary.cancelled)
            printErr(fmt::format("Cancelled: {} done, no half-finished file is left.", summary.done));
        else if (summary.done + summary.failed + summary.skipped > 1 && !summary.dryRun)
            printErr(fmt::format("{} done, {} failed, {} skipped in {}.", summary.done, summary.failed,
                                 summary.skipped, durationText(summary.seconds)));
    }

private:
    static std::string reasonOf(Error error)
    {
        error.file.clear(); // named in front
        return error.text();
    }

    void out(const std::string& text)
    {
        const std::lock_guard lock(m_mutex);
        m_progress.clear();
        (m_setting.textToStderr ? printErr(printable(text)) : printOut(printable(text)));
    }

    void err(const std::string& text)
    {
        const std::lock_guard lock(m_mutex);
        m_progress.clear();
        printErr(printable(text));
    }

    RunSetting m_setting;
    std::vector<std::pair<std::string, std::string>> m_failures;
    std::mutex m_mutex;
    TerminalProgress m_progress;
};

} // namespace

std::unique_ptr<UpscaleReporter> makeTextReporter(const RunSetting& setting)
{
    return std::make_unique<TextReporter>(setting);
}

} // namespace enlarger::cli
