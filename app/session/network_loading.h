// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/engine/upscale_model.h"

#include <memory>
#include <mutex>
#include <vector>

namespace enlarger::app {

/// What can run a network, the CPU first. The first call opens what is installed for graphics cards, which
/// must happen before any tensor is touched: whoever loads or imports a network calls it first. Takes up to a
/// second, once; from any thread but the GUI's.
std::vector<device::Device> openDevices();

/// Keeps the network that was asked for last, so that the next one who asks for the same has it at once. For
/// one thread.
class LastNetwork
{
public:
    Result<std::shared_ptr<const infer::UpscaleModel>> get(const infer::ModelSelection& network);

private:
    infer::ModelSelection m_network;
    std::shared_ptr<const infer::UpscaleModel> m_model; // null: nothing is kept
};

/// The same for threads that follow one another.
class SharedNetwork
{
public:
    Result<std::shared_ptr<const infer::UpscaleModel>> get(const infer::ModelSelection& network)
    {
        const std::lock_guard lock(m_mutex);
        return m_last.get(network);
    }

private:
    std::mutex m_mutex;
    LastNetwork m_last;
};

} // namespace enlarger::app
