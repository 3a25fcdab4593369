// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_reader.h"
#include "core/weights/state_dict.h"

#include <filesystem>

namespace enlarger::weights {

// One reader for each kind of file. Names come as they stand in the file, prefixes still on (ncnn, which has
// none: BasicSR's). Whatever is wrong is thrown as a ParseError.

WeightsFile readSafetensors(Bytes file);
WeightsFile readLegacyPth(Bytes file);
WeightsFile readZipPth(const std::filesystem::path& file, std::uint64_t fileSize);
WeightsFile readNcnn(const std::filesystem::path& param, const std::filesystem::path& bin);

/// A pickle without PyTorch's frame holds no tensors: says what stands in it.
[[noreturn]] void rejectBarePickle(Bytes file);

} // namespace enlarger::weights
