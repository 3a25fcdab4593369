// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace enlarger {

/// The file of this program; empty where the system does not say.
std::filesystem::path programFile();

/// Where this user's programs keep data, and what they could make again.
std::filesystem::path userDataFolder();
std::filesystem::path userCacheFolder();

/// Numbers that no other user, and no other process, has on this machine.
std::uint32_t userNumber();
std::int32_t processNumber();

/// Bytes of main memory that this process has now.
std::int64_t residentMemory();

} // namespace enlarger
