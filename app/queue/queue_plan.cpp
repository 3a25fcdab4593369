// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/queue_plan.h"

#include "app/enlarge/upscale_options.h"
#include "app/files/number_text.h"
#include "app/files/path_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

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

// The folder, or the lowest one above it that is there.
fs::path existing(fs::path folder)
{
    std::error_code error;
    while (!fs::is_directory(folder, error) && folder.has_parent_path() && folder != folder.parent_path())
        folder = folder.parent_path();
    return folder;
}

void tell(QueuePlan& plan, const QString& subject, const QString& problem)
{
    plan.subjects << subject;
    plan.problems << problem;
}

// Results by the disk that they go to.
class Disks
{
public:
    void add(const fs::path& folder, std::int64_t bytes)
    {
        auto [known, isNew] = m_folders.try_emplace(folder);
        Folder& one = known->second;
        if (isNew)
            one = look(folder);
        m_needed[one.device] += bytes;
        ++one.results;
    }

    void tellProblems(QueuePlan& plan) const
    {
        std::map<std::uint64_t, bool> told;
        for (const auto& [folder, one] : m_folders) {
            if (!one.isWritable)
                tell(plan, QStringLiteral("folder ") + toText(folder),
                     tr("Nothing can be written into %1, where %2 of the results go.")
                         .arg(toText(folder))
                         .arg(one.results));
            const std::int64_t needed = m_needed.at(one.device);
            if (one.free >= 0 && needed > one.free && !std::exchange(told[one.device], true))
                tell(plan, QStringLiteral("disk %1").arg(one.device),
                     tr("The results need about %1, and %2 are free in %3.")
                         .arg(toText(bytesText(needed)), toText(bytesText(one.free)), toText(folder)));
        }
    }

private:
    struct Folder
    {
        std::uint64_t device = 0;
        std::int64_t free = -1; // bytes; negative: not known
        bool isWritable = true;
        int results = 0;
    };
    static Folder look(const fs::path& wanted)
    {
        const fs::path folder = existing(wanted);
        Folder found;
        struct stat status
        {};
        if (::stat(folder.c_str(), &status) == 0)
            found.device = status.st_dev;
        std::error_code error;
        const fs::space_info space = fs::space(folder, error);
        if (!error)
            found.free = std::int64_t(space.available);
        found.isWritable = ::access(folder.c_str(), W_OK) == 0;
        return found;
    }

    std::map<fs::path, Folder> m_folders;
    std::map<std::uint64_t, std::int64_t> m_needed; // bytes, by device
};

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

QueuePlan planQueue(const std::vector<Job>& jobs, const JobLosses::Told& losses)
{
    QueuePlan plan;
    Disks disks;
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
    disks.tellProblems(plan);
    for (const auto& [format, count] : tooLarge) {
        const QString name = QString::fromLatin1(image::formatName(format));
        tell(plan, QStringLiteral("format ") + name,
             tr("%1 of the results are larger than %2 can be (%3 pixels): PNG and TIFF have no such limit.")
                 .arg(count)
                 .arg(name)
                 .arg(image::outputFormat(format).maxSide));
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
    plan.lossy = losses.photos;
    for (const LossSum::Loss& loss : losses.losses)
        plan.losses << toText(loss.text());
    return plan;
}

} // namespace enlarger::app
