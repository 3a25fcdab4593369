// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/weights/stored_tensor.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace enlarger::weights {

namespace {

const char* nameOf(torch::ScalarType type)
{
    switch (type) {
    case torch::kFloat16:
        return "F16";
    case torch::kBFloat16:
        return "BF16";
    case torch::kInt64:
        return "I64";
    case torch::kInt32:
        return "I32";
    case torch::kInt16:
        return "I16";
    case torch::kInt8:
        return "I8";
    case torch::kUInt8:
        return "U8";
    case torch::kBool:
        return "BOOL";
    default:
        return "F32";
    }
}

std::string header(const StateDict& tensors, const std::map<std::string, std::string>& metadata,
                   Storage storage)
{
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    if (!metadata.empty())
        json["__metadata__"] = metadata;
    std::uint64_t at = 0;
    for (const auto& [name, tensor] : tensors.entries()) {
        const torch::ScalarType type = storedType(tensor, storage);
        const std::uint64_t end = at + static_cast<std::uint64_t>(tensor.numel()) * c10::elementSize(type);
        json[name] = {{"dtype", nameOf(type)}, {"shape", tensor.sizes().vec()}, {"data_offsets", {at, end}}};
        at = end;
    }
    std::string text = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' '); // so that the data begin at a multiple of 8
    return text;
}

} // namespace

Status writeSafetensors(const std::filesystem::path& file, const StateDict& tensors,
                        const std::map<std::string, std::string>& metadata, Storage storage)
{
    try {
        auto place = AtomicFile::create(file);
        if (!place)
            return place.error();
        errno = 0;
        std::ofstream out(place->temporary(), std::ios::binary);
        const std::string text = header(tensors, metadata, storage);
        const std::uint64_t length = text.size();
        out.write(reinterpret_cast<const char*>(&length), sizeof length);
        out.write(text.data(), std::ssize(text));
        for (const auto& [name, tensor] : tensors.entries()) {
            const torch::Tensor stored = storedTensor(tensor, storage);
            out.write(static_cast<const char*>(stored.data_ptr()),
                      static_cast<std::streamsize>(stored.nbytes()));
        }
        out.close();
        if (!out)
            return Error{ErrorKind::Io,
                         std::string("the weights could not be written: ") + std::strerror(errno), file,
                         "Free some space or choose another folder"};
        return place->commit(true);
    } catch (const std::exception& exception) {
        return Error{ErrorKind::Internal,
                     std::string("the weights could not be written: ") + exception.what(),
                     file,
                     {}};
    }
}

} // namespace enlarger::weights
