// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/json_text.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/upscale/upscale_reporter.h"

#include <QJsonArray>

#include <chrono>
#include <mutex>

namespace enlarger::cli {

namespace {

namespace fs = std::filesystem;

QString name(const char* text)
{
    return QString::fromLatin1(text);
}

// One object a line: see enlarger-cli(1), "JSON".
class JsonReporter : public UpscaleReporter
{
public:
    explicit JsonReporter(RunSetting setting)
        : m_setting(std::move(setting))
    {}

    void planned(const PhotoJob& job) override
    {
        const infer::UpscalePlan& plan = job.plan;
        QJsonObject line = event("plan", job.input.file);
        line[name("output")] = toText(job.output.file);
        line[name("replaces")] = job.output.action == OutputName::Action::Replace;
        line[name("source")] = QJsonObject{{name("width"), plan.source.width},
                                           {name("height"), plan.source.height},
                                           {name("channels"), plan.source.channels},
                                           {name("bits"), plan.source.bits},
                                           {name("format"), name(image::formatName(plan.source.format))}};
        line[name("width")] = plan.width;
        line[name("height")] = plan.height;
        line[name("bits")] = plan.bits;
        line[name("format")] = name(image::formatName(job.options.format));
        line[name("model")] = toText(m_setting.model.name());
        line[name("modelHash")] = toText(m_setting.model.hash());
        if (m_setting.model.isMixed())
            line[name("strength")] = toText(m_setting.model.strengthText()).toDouble();
        if (job.options.dpi > 0.0)
            line[name("dpi")] = job.options.dpi;
        if (job.options.colourLock)
            line[name("colourLock")] = true;
        if (job.options.ensemble)
            line[name("ensemble")] = true;
        if (const image::Turn& turn = job.options.turn; !turn.isNone()) {
            line[name("rotate")] = 90 * turn.quarters;
            line[name("straighten")] = turn.degrees;
        }
        if (const auto& crop = job.options.crop)
            line[name("crop")] = QJsonObject{{name("x"), crop->x},
                                             {name("y"), crop->y},
                                             {name("width"), crop->width},
                                             {name("height"), crop->height}};
        line[name("device")] = toText(m_setting.model.device.name);
        line[name("precision")] = name(device::precisionName(m_setting.model.precision));
        line[name("passes")] = plan.passes;
        line[name("tiles")] = static_cast<qint64>(plan.tiles);
        line[name("strip")] = plan.strip;
        line[name("tile")] = plan.tile;
        line[name("halo")] = plan.halo;
        line[name("memory")] = static_cast<qint64>(plan.memory);
        line[name("fileSize")] = static_cast<qint64>(plan.fileSize);
        line[name("seconds")] = jsonNumber(plan.seconds);
        line[name("notes")] = toJson(job.notes);
        print(line);
    }

    void skipped(const PhotoJob& job, const std::string& reason) override
    {
        QJsonObject line = event("skipped", job.input.file);
        if (!job.output.file.empty())
            line[name("output")] = toText(job.output.file);
        line[name("reason")] = toText(reason);
        print(line);
    }

    void planComplete(int photos, double seconds, const std::vector<app::LossSum::Loss>& losses) override
    {
        QJsonArray lost;
        for (const app::LossSum::Loss& loss : losses)
            lost << QJsonObject{{name("what"), toText(loss.sentence)}, {name("photos"), loss.photos}};
        QJsonObject line = event("plan-complete", {});
        line[name("losses")] = lost;
        line[name("photos")] = photos;
        line[name("seconds")] = jsonNumber(seconds);
        print(line);
    }

    void progress(const PhotoJob& job, const RunProgress& run) override
    {
        constexpr std::chrono::milliseconds between{500};
        const auto now = std::chrono::steady_clock::now();
        const bool last = run.photo.done == run.photo.total;
        if (!last && now - m_lastProgress < between)
            return;
        m_lastProgress = now;
        QJsonObject line = event("progress", job.input.file);
        line[name("index")] = run.index;
        line[name("count")] = run.count;
        line[name("tilesDone")] = static_cast<qint64>(run.photo.done);
        line[name("tiles")] = static_cast<qint64>(run.photo.total);
        line[name("megapixelsPerSecond")] = jsonNumber(run.photo.megapixelsPerSecond);
        line[name("secondsLeft")] = jsonNumber(run.photo.secondsLeft);
        line[name("secondsLeftInAll")] = jsonNumber(run.secondsLeft);
        print(line);
    }

    void notice(const fs::path& input, const std::string& text) override
    {
        QJsonObject line = event("notice", input);
        line[name("text")] = toText(text);
        print(line);
    }

    void done(const PhotoJob& job, const infer::UpscaleReport& report) override
    {
        QJsonObject line = event("done", job.input.file);
        line[name("output")] = toText(report.output);
        line[name("seconds")] = jsonNumber(report.seconds);
        line[name("notes")] = toJson(report.notes);
        print(line);
    }

    void failed(const fs::path& input, const Error& error) override
    {
        QJsonObject line = event("failed", input);
        line[name("error")] = toJson(error);
        print(line);
    }

    void finished(const RunSummary& summary, int exitCode) override
    {
        QJsonObject line = event("summary", {});
        line[name("done")] = summary.done;
        line[name("failed")] = summary.failed;
        line[name("skipped")] = summary.skipped;
        line[name("cancelled")] = summary.cancelled;
        line[name("dryRun")] = summary.dryRun;
        line[name("seconds")] = jsonNumber(summary.seconds);
        line[name("exitCode")] = exitCode;
        print(line);
    }

private:
    static QJsonObject event(const char* kind, const fs::path& input)
    {
        QJsonObject line{{name("event"), name(kind)}};
        if (!input.empty())
            line[name("input")] = toText(input);
        return line;
    }

    void print(const QJsonObject& line)
    {
        const std::lock_guard lock(m_mutex);
        printJson(line);
    }

    RunSetting m_setting;
    std::mutex m_mutex;
    std::chrono::steady_clock::time_point m_lastProgress;
};

} // namespace

std::unique_ptr<UpscaleReporter> makeJsonReporter(const RunSetting& setting)
{
    return std::make_unique<JsonReporter>(setting);
}

} // namespace enlarger::cli
