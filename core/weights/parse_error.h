// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <exception>
#include <string_view>

namespace enlarger::weights {

/// How a parser of this room gives up deep inside a file. The room's doors catch it and hand out its Error.
class ParseError : public std::exception
{
public:
    explicit ParseError(Error error)
        : m_error(std::move(error))
    {}
    const Error& error() const { return m_error; }
    const char* what() const noexcept override { return m_error.what.c_str(); }

private:
    Error m_error;
};

[[noreturn]] void fail(std::string what, std::string advice = {}, ErrorKind kind = ErrorKind::BadInput);

/// Refuses a file whose tensors take `needed` bytes and which has `there` for them, unless the two are equal.
void checkDataSize(std::uint64_t needed, std::uint64_t there);

/// A name out of a file, in quotes, cut and cleaned so that it can stand in a message.
std::string inQuotes(std::string_view name);

/// "Load RRDBNet (ESRGAN ...), ... instead": the end of every message about something that is no such
/// network.
std::string supportedNetworks();

} // namespace enlarger::weights
