// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/container_readers.h"
#include "core/weights/file_kind.h"
#include "core/weights/key_layouts.h"
#include "core/weights/module_tensors.h"
#include "core/weights/weights.h"
#include "core/weights/whole_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <new>

namespace enlarger::weights {

namespace fs = std::filesystem;

namespace {

WeightsFile readPair(const fs::path& file, FileKind kind)
{
    const fs::path partner = ncnnPartner(file, kind);
    std::error_code ignored;
    if (!fs::is_regular_file(partner, ignored))
        fail(kind == FileKind::NcnnParam ? "this is half of an ncnn network: the weights, " +
                                               partner.filename().string() + ", are missing"
                                         : "this looks like half of an ncnn network: its graph, " +
                                               partner.filename().string() + ", is missing",
             "Put both files into one folder, named alike");
    const bool isParam = kind == FileKind::NcnnParam;
    return readNcnn(isParam ? file : partner, isParam ? partner : file);
}

WeightsFile read(const fs::path& file)
{
    const std::uint64_t size = sizeOf(file);
    const FileKind kind = fileKind(file, readStart(file, signatureBytes), size);
    checkSize(size, largestFile);
    switch (kind) {
    case FileKind::Safetensors:
        return readSafetensors(readAll(file));
    case FileKind::LegacyPth:
        return readLegacyPth(readAll(file));
    case FileKind::BarePickle:
        rejectBarePickle(readAll(file));
    case FileKind::Zip:
        return readZipPth(file, size);
    case FileKind::NcnnParam:
    case FileKind::NcnnBin:
        break;
    }
    return readPair(file, kind);
}

void noteCounters(WeightsFile& file)
{
    const auto& entries = file.tensors.entries();
    const auto count = std::ranges::count_if(
        entries, [](const StateDict::Entry& entry) { return isCounterOfThop(entry.first); });
    if (count > 0)
        file.notes.push_back(
            fmt::format("{} counters of thop (total_ops, total_params) were passed over", count));
}

Error named(Error error, const fs::path& file)
{
    error.file = file;
    return error;
}

} // namespace

Result<WeightsFile> readTensors(const fs::path& file)
{
    try {
        return read(file);
    } catch (const ParseError& problem) {
        return named(problem.error(), file);
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::OutOfMemory, "there is not enough memory to load it", file,
                     "Close other programs"};
    } catch (const c10::Error& error) {
        return Error{ErrorKind::Internal,
                     std::string("it could not be read: ") + error.what_without_backtrace(),
                     file,
                     {}};
    } catch (const std::exception& exception) {
        return Error{ErrorKind::Internal, std::string("it could not be read: ") + exception.what(), file, {}};
    }
}

Result<WeightsFile> readWeights(const fs::path& file)
{
    Result<WeightsFile> result = readTensors(file);
    if (!result)
        return result;
    try {
        noteCounters(*result);
        result->tensors = withoutPrefixes(result->tensors);
        return result;
    } catch (const ParseError& problem) {
        return named(problem.error(), file);
    }
}

} // namespace enlarger::weights
