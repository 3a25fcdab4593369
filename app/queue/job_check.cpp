// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_check.h"

#include "app/enlarge/upscale_options.h"
#include "app/files/named_output.h"
#include "app/files/path_text.h"
#include "app/queue/job_settings.h"
#include "app/session/network_loading.h"
#include "core/base/atomic_file.h"
#include "core/base/file_hash.h"
#include "core/image/photo/provenance.h"
#include "core/image/read/photo_reader.h"

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;

/// Metadata that say so, where the format has room for them.
bool isResult(const fs::path& file, const infer::PixelSize& size)
{
    const auto reader = image::PhotoReader::open(file);
    return reader && reader->info().width == size.width && reader->info().height == size.height &&
           image::isEnlarged(reader->info().metadata);
}

/// What a run that was interrupted has written just before: the file has got its name, and nobody has kept
/// that. It was to have the job's output name, or the next free one.
fs::path resultOf(const Job& job)
{
    if (!job.wasInterrupted() || job.settings->target.ifExists == IfExists::Overwrite)
        return {};
    constexpr std::int64_t coarsest = 2'000; // ms by which the clock of a file system may be behind
    fs::path file = job.output;
    for (int number = 2;; ++number) {
        const auto stamp = stampOf(file);
        if (!stamp)
            return {};
        if (stamp->modified / 1'000'000 >= job.started - coarsest && isResult(file, job.out))
            return file;
        file = numberedName(job.output, number);
    }
}

QString joined(const QString& text, const QString& sentence)
{
    return text.isEmpty() ? sentence : text + QLatin1Char(' ') + sentence;
}

/// The hash of the file as it is now; the job says where it was another.
Status takeNetwork(infer::NetworkFile& network, FileHashes& hashes, bool& hasChanged)
{
    auto hash = hashes.of(network.file);
    if (!hash)
        return std::move(hash).error();
    hasChanged |= !network.sha256.empty() && network.sha256 != *hash;
    network.sha256 = *std::move(hash);
    return {};
}

Status takeModel(Job& job, FileHashes& hashes)
{
    JobSettings settings = *job.settings;
    infer::ModelSelection& model = settings.model;
    bool hasChanged = false;
    for (infer::NetworkFile* network : {&model.network, model.crisp ? &*model.crisp : nullptr})
        if (network)
            if (Status taken = takeNetwork(*network, hashes, hasChanged); !taken)
                return taken;
    const std::vector<device::Device> devices = openDevices();
    const device::Device* device = device::chooseDevice(devices, model.device.name);
    if (!device)
        return Error{ErrorKind::BadInput, "the device " + model.device.name + " is not there", job.source,
                     "Give it the present settings"};
    model.device = *device;
    if (hasChanged)
        job.text =
            joined(job.text, QStringLiteral("The model has changed since the photo was added: its present "
                                            "file was used."));
    job.settings = withKey(std::move(settings));
    return {};
}

Status takeSource(Job& job)
{
    SourceState now = stateOf(job.source);
    if (now.size == 0)
        return Error{ErrorKind::Io, "the photo is not there any more", job.source,
                     "Bring it back and try again, or remove it from the queue"};
    auto hash = sha256Of(job.source);
    if (!hash)
        return std::move(hash).error();
    now.sha256 = *std::move(hash);
    const bool isSame = job.seen.sha256.empty()
                            ? job.seen.size == now.size && job.seen.modified == now.modified
                            : job.seen.sha256 == now.sha256;
    if (job.seen.size > 0 && !isSame)
        job.text =
            joined(job.text, QStringLiteral("The photo has changed since it was added: it was taken as "
                                            "it is now."));
    job.seen = std::move(now);
    return {};
}

Status takeSizes(Job& job)
{
    const EnlargeSettings& settings = job.settings->enlarge;
    const auto reader = image::PhotoReader::open(job.source, settings.turn, settings.reading);
    if (!reader)
        return reader.error();
    const image::PhotoInfo& info = reader->info();
    job.format = info.format;
    job.in = settings.crop ? infer::PixelSize{settings.crop->width, settings.crop->height}
                           : infer::PixelSize{info.width, info.height};
    job.out = outputSizeOf(*job.settings, job.in);
    return {};
}

Result<OutputName> chooseName(const Job& job, const infer::UpscaleOptions& options, const TakenNames& taken)
{
    const JobTarget& target = job.settings->target;
    const auto name = NameTemplate::parse(target.nameTemplate);
    if (!name)
        return name.error();
    const fs::path folder = target.folder.empty() ? job.source.parent_path() : target.folder;
    if (Status made = makeResultFolder(folder); !made)
        return std::move(made).error();
    OutputNames names(target.ifExists);
    names.protect(job.source);
    for (const fs::path& source : taken.sources)
        names.protect(source);
    for (const fs::path& result : taken.results)
        names.claim(result);
    if (taken.counters)
        names.countWith(*taken.counters);
    return nameOutput(names, *name, nameFieldsOf(options, job.in.width, job.out), options.format, folder);
}

} // namespace

Result<std::string> FileHashes::of(const fs::path& file)
{
    const std::lock_guard lock(m_mutex);
    const auto stamp = stampOf(file);
    if (!stamp)
        return Error{ErrorKind::Io, "the model is not there any more", file,
                     "Choose another one, and try again"};
    if (const auto known = m_known.find(file); known != m_known.end() && known->second.first == *stamp)
        return known->second.second;
    auto hash = sha256Of(file);
    if (hash)
        m_known.insert_or_assign(file, std::pair(*stamp, *hash));
    return hash;
}

SourceState stateOf(const fs::path& file)
{
    const auto stamp = stampOf(file);
    return stamp ? SourceState{stamp->size, stamp->modified, {}} : SourceState();
}

bool isUnchanged(const fs::path& file, const SourceState& seen)
{
    const SourceState now = stateOf(file);
    if (now.size != seen.size || now.size == 0)
        return false;
    if (now.modified == seen.modified)
        return true;
    const auto hash = seen.sha256.empty() ? Result<std::string>(std::string()) : sha256Of(file);
    return hash && !hash->empty() && *hash == seen.sha256;
}

bool isStillSo(const Job& checked, FileHashes& models)
{
    const SourceState now = stateOf(checked.source);
    const infer::ModelSelection& model = checked.settings->model;
    const auto isSame = [&models](const infer::NetworkFile& network) {
        const auto hash = models.of(network.file);
        return hash && *hash == network.sha256;
    };
    return now.size == checked.seen.size && now.modified == checked.seen.modified && isSame(model.network) &&
           (!model.crisp || isSame(*model.crisp));
}

Result<CheckedJob> checkJob(Job job, const TakenNames& taken, FileHashes& models)
{
    job.text.clear();
    for (const auto& take : {takeSource, takeSizes})
        if (Status done = take(job); !done)
            return std::move(done).error();
    if (Status done = takeModel(job, models); !done)
        return std::move(done).error();
    CheckedJob checked;
    checked.options = makeUpscaleOptions(job.settings->enlarge, job.settings->model, job.source, job.format);
    if (const fs::path result = resultOf(job); !result.empty()) {
        job.state = JobState::Done;
        job.output = result;
    } else {
        const auto name = chooseName(job, checked.options, taken);
        if (!name)
            return name.error();
        setOutput(checked.options, *name);
        job.output = name->file;
        if (name->action == OutputName::Action::Skip) {
            job.state = JobState::Skipped;
            job.text = toText(name->note);
        }
    }
    checked.job = std::move(job);
    return checked;
}

} // namespace enlarger::app
