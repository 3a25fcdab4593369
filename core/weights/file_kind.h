// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_reader.h"

#include <filesystem>

namespace enlarger::weights {

enum class FileKind { Safetensors, Zip, LegacyPth, BarePickle, NcnnParam, NcnnBin };

constexpr std::size_t signatureBytes = 4096;

/// What a file is, by its first bytes and, for ncnn's .bin, which has no signature, by the .param beside it.
/// Whatever holds no weights is refused by its own name: a picture, a web page, a Git LFS pointer ...
FileKind fileKind(const std::filesystem::path& file, Bytes start, std::uint64_t fileSize);

/// The other file of an ncnn pair: same name, other extension.
std::filesystem::path ncnnPartner(const std::filesystem::path& file, FileKind kind);

} // namespace enlarger::weights
