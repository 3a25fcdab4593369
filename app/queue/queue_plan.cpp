// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/queue_plan.h"

#include "app/enlarge/upscale_options.h"
#include "app/files/disk_space.h"
#include "app/files/path_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <optional>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("QueuePlan", text);
}

image::PhotoFormat formatOf(const Job& job)
{
    return job.settings->enlarge.output.format.value_or(image::outputFormatFor(job.format));
}

std::int64_t bytesOf(const Job& job)
{
    const OutputSettings& output = job.settings->enlarge.output;
    const image::OutputFormat& format = image::outputFormat(formatOf(job));
    const image::PixelCoding coding{.bits = output.bits == 16 ? format.deepBits : 8,
                                    .quality = output.quality};
    return std::int64_t(format.fileBytes(coding) * double(job.out.width) * double(job.out.height));
}

fs::path folderOf(const Job& job)
{
    const fs::path& folder = job.settings->target.folder;
    return folder.empty() ? job.source.parent_path() : folder;
}

void tell(QueuePlan& plan, const PlanProblem& problem)
{
    plan.subjects << problem.subject;
    plan.problems << problem.sentence;
}

// The file that a job would write where nobody has the name.
class WantedFiles
{
public:
    std::optional<fs::path> of(const Job& job)
    {
        auto [known, isNew] = m_names.try_emplace(job.settings->target.nameTemplate);
        if (isNew)
            if (auto parsed = NameTemplate::parse(job.settings->target.nameTemplate))
                known->second = *std::move(parsed);
        if (!known->second || known->second->hasCounter()) // which gives each its own
            return {};
        const infer::UpscaleOptions options =
            makeUpscaleOptions(job.settings->enlarge, job.settings->model, job.source, job.format);
        return folderOf(job) /
               known->second->fileName(nameFieldsOf(options, job.in.width, job.out), formatOf(job));
    }

private:
    std::map<std::string, std::optional<NameTemplate>> m_names;
};

} // namespace

std::vector<Job> jobsAhead(const JobList& jobs, const JobIds& without)
{
    std::vector<Job> ahead;
    for (int row = 0; row < jobs.count(); ++row)
        if (const Job& job = jobs.at(row);
            (job.state == JobState::Waiting || job.state == JobState::Running) && !without.contains(job.id))
            ahead.push_back(job);
    return ahead;
}

QueuePlan planQueue(const std::vector<Job>& jobs, const JobForecasts::Told& told)
{
    QueuePlan plan;
    DiskSpace disks;
    WantedFiles wanted;
    std::map<fs::path, int> results; // by their files
    std::map<image::PhotoFormat, int> tooLarge;
    for (const Job& job : jobs) {
        ++plan.photos;
        plan.megapixels += 1e-6 * double(job.out.width) * double(job.out.height);
        const std::int64_t bytes = bytesOf(job);
        plan.bytes += bytes;
        disks.add(folderOf(job), bytes);
        if (const auto file = wanted.of(job))
            ++results[*file];
        const int longest = image::outputFormat(formatOf(job)).maxSide;
        if (longest > 0 && std::max(job.out.width, job.out.height) > longest)
            ++tooLarge[formatOf(job)];
    }
    for (const PlanProblem& problem : disks.problems())
        tell(plan, problem);
    for (const auto& [format, count] : tooLarge) {
        const QString name = QString::fromLatin1(image::formatName(format));
        tell(plan,
             {QStringLiteral("format ") + name,
              tr("%1 of the results are larger than %2 can be (%3 pixels): PNG and TIFF have no such limit.")
                  .arg(count)
                  .arg(name)
                  .arg(image::outputFormat(format).maxSide)});
    }
    const auto shared = std::ranges::count_if(results, [](const auto& one) { return one.second > 1; });
    if (shared > 0) {
        const fs::path& first =
            std::ranges::find_if(results, [](const auto& one) { return one.second > 1; })->first;
        plan.notes << tr("Several photos would become %1%2: a number tells them apart.")
                          .arg(toText(first.filename()),
                               shared > 1 ? tr(", and %1 other names are shared").arg(shared - 1)
                                          : QString());
    }
    if (told.refused > 0)
        tell(plan, {QStringLiteral("refused"), told.refused == 1
                                                   ? told.refusal
                                                   : tr("%1 of the photos cannot be enlarged. The first: %2")
                                                         .arg(told.refused)
                                                         .arg(told.refusal)});
    plan.memory = told.memory;
    plan.lossy = told.photos;
    for (const LossSum::Loss& loss : told.losses)
        plan.losses << toText(loss.text());
    return plan;
}

} // namespace enlarger::app
