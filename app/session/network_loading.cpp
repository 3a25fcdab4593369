// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/network_loading.h"

#include <mutex>

namespace enlarger::app {

std::vector<device::Device> openDevices()
{
    static std::once_flag once;
    std::call_once(once, device::openAccelerators);
    return device::devices();
}

Result<std::shared_ptr<const infer::UpscaleModel>> LastNetwork::get(const infer::ModelSelection& network)
{
    if (m_model && network == m_network)
        return m_model;
    m_model = nullptr; // never two at once
    auto loaded = infer::UpscaleModel::load(network);
    if (!loaded)
        return std::move(loaded).error();
    m_network = network;
    m_model = *std::move(loaded);
    return m_model;
}

} // namespace enlarger::app
