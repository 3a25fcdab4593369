// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace enlarger {

enum class ErrorKind {
    BadInput,    // a file or an option that cannot be used as it is
    Unsupported, // well-formed, but something this program does not do
    Io,          // reading or writing failed: missing, forbidden, disk full
    FileExists,  // a file has the name already and may not be replaced
    OutOfMemory, // main memory or a device's
    Cancelled,   // somebody asked to stop; nothing went wrong
    Internal,    // a library or this program broke a promise
};

/// What went wrong, with which file, and what a person can do about it.
struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    std::string what;           // one sentence without a full stop: "the file ends after 512 of 1024 rows"
    std::filesystem::path file; // empty where no file is concerned
    std::string advice;         // the way out, one sentence without a full stop; may be empty

    /// "photo.jpg: the file ends early. Copy it again from the camera." One line, UTF-8.
    std::string text() const;
};

/// A value or an Error. Functions of core that can fail return this and throw nothing.
template <class T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {}
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }

    const Error& error() const& { return std::get<1>(m_state); }
    Error&& error() && { return std::get<1>(std::move(m_state)); }

private:
    std::variant<T, Error> m_state;
};

/// Done, or an Error.
template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
    {}

    bool ok() const { return !m_error; }
    explicit operator bool() const { return ok(); }
    const Error& error() const& { return *m_error; }
    Error&& error() && { return *std::move(m_error); }

private:
    std::optional<Error> m_error;
};

using Status = Result<void>;

} // namespace enlarger
