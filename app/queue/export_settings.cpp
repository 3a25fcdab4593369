// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/export_settings.h"

#include "app/enlarge/upscale_options.h"
#include "app/files/path_text.h"
#include "app/queue/job_check.h"
#include "app/queue/job_settings.h"
#include "app/session/mime_content.h"

#include <QStandardPaths>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

fs::path folderFor(const Settings& settings, const Document* document)
{
    if (!settings.exportFolder().isEmpty())
        return toPath(settings.exportFolder());
    return document && isTemporary(document->file())
               ? toPath(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation))
               : fs::path();
}

// The default template names what was asked for: a factor, or else the size that came of it.
std::string templateFor(const Settings& settings, const infer::OutputSize& size)
{
    const bool bySize = size.width || size.height || size.longSide || size.megapixels;
    const std::string text = settings.nameTemplate().toStdString();
    return bySize && text == standardNameTemplate ? standardNameTemplateBySize : text;
}

Job jobOf(const Document& document, JobSettings settings, const QSize& in)
{
    Job job;
    job.source = document.file();
    job.format = document.info().format;
    job.settings = withKey(std::move(settings));
    job.in = {in.width(), in.height()};
    job.out = outputSizeOf(*job.settings, job.in);
    job.seen = stateOf(job.source);
    return job;
}

} // namespace

OutputSettings outputSettingsFrom(const Settings& settings)
{
    return {image::formatFromName(settings.exportFormat().toStdString()), settings.exportQuality(),
            settings.exportBits()};
}

std::optional<JobSettings> exportSettings(const Settings& settings, const EnlargeSession& session,
                                          const Document* document)
{
    auto network = session.network();
    if (!network)
        return {};
    JobSettings job;
    job.enlarge = session.settingsFor(document, outputSettingsFrom(settings));
    job.model = *std::move(network);
    job.scale = session.scale();
    job.target = {folderFor(settings, document), templateFor(settings, job.enlarge.size),
                  settings.ifExists()};
    return job;
}

std::optional<JobSettings> exportSettings(const Settings& settings, const EnlargeSession& session,
                                          double factor)
{
    auto job = exportSettings(settings, session, nullptr);
    if (job) {
        job->enlarge.size = {.factor = factor};
        job->enlarge.dpi = 0.0;
        job->target.nameTemplate = templateFor(settings, job->enlarge.size);
    }
    return job;
}

std::optional<Job> exportJob(const Settings& settings, const EnlargeSession& session,
                             const Document& document)
{
    auto own = exportSettings(settings, session, &document);
    if (!own)
        return {};
    return jobOf(document, *std::move(own), session.sourceSizeOf(document));
}

std::optional<Job> exportJobOfPage(const Settings& settings, const EnlargeSession& session,
                                   const Document& document, int page, const image::PhotoInfo& info)
{
    auto own = exportSettings(settings, session, &document);
    if (!own)
        return {};
    own->enlarge.reading.page = page;
    own->enlarge.turn = info.turn; // by which its size was read
    own->target.nameTemplate = withPage(own->target.nameTemplate);
    own->enlarge.crop.reset();
    return jobOf(document, *std::move(own), {info.width, info.height});
}

QString exampleName(const Settings& settings, const EnlargeSession& session, const Document& document)
{
    const auto own = exportSettings(settings, session, &document);
    const QSize in = session.sourceSizeOf(document);
    const QSize out = session.outputSizeOf(document);
    if (!own || out.isEmpty())
        return {};
    const auto name = NameTemplate::parse(own->target.nameTemplate);
    const infer::UpscaleOptions options =
        makeUpscaleOptions(own->enlarge, own->model, document.file(), document.info().format);
    NameFields fields = nameFieldsOf(options, in.width(), {out.width(), out.height()});
    fields.counter = "0001";
    return name ? toText(name->fileName(fields, options.format)) : QString();
}

} // namespace enlarger::app
