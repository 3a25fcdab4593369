// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/engine_errors.h"

#include "core/base/gate.h"

#include <torch/types.h>

#include <new>
#include <string_view>

namespace enlarger::device {

namespace {

Error outOfMemory()
{
    return {ErrorKind::OutOfMemory,
            "there is not enough memory for a tile of this size",
            {},
            "Use a smaller tile, or close other programs"};
}

bool speaksOfMemory(std::string_view message)
{
    for (const std::string_view words :
         {"out of memory", "can't allocate memory", "not enough memory", "bad_alloc", "ALLOC_FAILED",
          "could not create a memory", "could not execute a primitive"}) // the last two are oneDNN's
        if (message.find(words) != std::string_view::npos)
            return true;
    return false;
}

/// LibTorch's messages go on with advice for programmers and a stack: the first line says it.
std::string firstLine(std::string message)
{
    message.resize(std::min(message.size(), message.find('\n')));
    return message;
}

Error internal(const std::string& message)
{
    if (speaksOfMemory(message))
        return outOfMemory();
    return {ErrorKind::Internal,
            "the network could not be computed: " + firstLine(message),
            {},
            "Try --device cpu --precision fp32"};
}

} // namespace

Error currentEngineError()
{
    try {
        throw;
    } catch (const CancelledException&) {
        return {ErrorKind::Cancelled, "cancelled", {}, {}};
    } catch (const c10::OutOfMemoryError&) {
        return outOfMemory();
    } catch (const std::bad_alloc&) {
        return outOfMemory();
    } catch (const c10::Error& error) {
        return internal(error.what_without_backtrace());
    } catch (const std::exception& error) {
        return internal(error.what());
    } catch (...) {
        return internal("unknown exception");
    }
}

} // namespace enlarger::device
