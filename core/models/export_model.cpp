// SPDX-License-Identifier: GPL-3.0-or-later
// Models as files: for other programs, and as they are.
#include "core/base/atomic_file.h"
#include "core/models/file_pair.h"
#include "core/models/model_file.h"
#include "core/models/plain_network.h"
#include "core/weights/portable.h"

#include <fmt/format.h>

namespace enlarger::models {

namespace fs = std::filesystem;

namespace {

std::map<std::string, std::string> metadataOf(const ReadModel& read, const cards::Card& card)
{
    std::map<std::string, std::string> metadata = read.metadata;
    metadata["format"] = "pt";
    metadata[cards::cardKey] = toJson(card);
    return metadata;
}

Result<Exported> exportPair(const ReadModel& read, const fs::path& file, bool replace)
{
    const auto pair = weights::ncnnPair(read.network);
    if (!pair) {
        Error error = pair.error();
        error.file = read.model.file;
        return error;
    }
    fs::path stem = file; // of another extension: a name with a dot in it
    if (file.extension() == ".param" || file.extension() == ".bin")
        stem.replace_extension();
    const fs::path param = fs::path(stem) += ".param";
    const fs::path bin = fs::path(stem) += ".bin";
    if (Status written = writeFilePair({bin, pair->bin}, {param, pair->param}, replace); !written)
        return std::move(written).error();
    Exported exported{{param, bin}, {}};
    const nn::NetworkSpec& spec = read.network.spec;
    if (spec.inChannels != 3 || spec.outChannels != 3)
        exported.notes.push_back(
            fmt::format("Programs for ncnn give a network three channels and take three: "
                        "this one has {} and {}",
                        spec.inChannels, spec.outChannels));
    if (spec.unshuffle > 1)
        exported.notes.push_back(
            fmt::format("It begins with a pixel-unshuffle: a program must give it pictures whose sides are "
                        "multiples of {}",
                        spec.unshuffle));
    return exported;
}

} // namespace

ExportFormat exportFormatOf(const fs::path& file)
{
    const fs::path extension = file.extension();
    if (extension == ".pth" || extension == ".pt")
        return ExportFormat::Pth;
    return extension == ".param" || extension == ".bin" ? ExportFormat::NcnnPair : ExportFormat::Safetensors;
}

Result<Exported> ModelStore::exportTo(const StoredModel& model, const fs::path& file,
                                      const ExportOptions& options) const
{
    std::error_code error;
    if (fs::equivalent(model.file, file, error))
        return Error{ErrorKind::BadInput, "a model cannot be exported onto itself", file,
                     "Choose another name"};
    HashCache hashes(cacheFolder());
    const Result<ReadModel> read = readModel(model.file, hashes);
    if (!read)
        return read.error();
    if (options.format == ExportFormat::NcnnPair)
        return exportPair(*read, file, options.replace);

    weights::StateDict plain;
    if (!options.checkpoint.empty()) {
        auto generator = plainNetwork(options.checkpoint, read->network.spec);
        if (!generator)
            return generator.error();
        plain = weights::portable(*generator).tensors;
    }
    if (fs::exists(file, error) && !options.replace) // looked at before the work; commit() looks again
        return fileExistsError(file);
    Result<AtomicFile> out = AtomicFile::create(file);
    if (!out)
        return std::move(out).error();
    const weights::Portable network = weights::portable(read->network);
    Status written;
    if (options.format == ExportFormat::Pth)
        written =
            weights::writePth(out->temporary(), network.tensors,
                              options.half ? weights::Storage::Float16 : weights::Storage::Float32, plain);
    else
        written = weights::writeSafetensors(out->temporary(), network.tensors, metadataOf(*read, model.card),
                                            options.half ? weights::Storage::Float16
                                                         : losslessStorage(read->model));
    if (written)
        written = out->commit(options.replace);
    if (!written)
        return std::move(written).error();
    Exported exported{{file}, {}};
    if (!network.note.empty())
        exported.notes.push_back(network.note);
    return exported;
}

Status ModelStore::copyTo(const StoredModel& model, const fs::path& file) const
{
    HashCache hashes(cacheFolder());
    const Result<ReadModel> read = readModel(model.file, hashes);
    if (!read)
        return read.error();
    Result<AtomicFile> out = AtomicFile::create(file);
    if (!out)
        return std::move(out).error();
    const Status written = weights::writeSafetensors(
        out->temporary(), read->network.whole(), metadataOf(*read, model.card), losslessStorage(read->model));
    return written ? out->commit(false) : written;
}

} // namespace enlarger::models
