// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/network_loading.h"

#include <mutex>

namespace enlarger::app {

namespace {

bool isSame(const infer::RegionNetwork& a, const infer::RegionNetwork& b)
{
    return a.file == b.file && a.crisp == b.crisp && a.strength == b.strength &&
           a.device.name == b.device.name && a.precision == b.precision;
}

} // namespace

std::vector<device::Device> openDevices()
{
    static std::once_flag once;
    std::call_once(once, device::openAccelerators);
    return device::devices();
}

Result<std::shared_ptr<const infer::UpscaleModel>> loadNetwork(const infer::RegionNetwork& network)
{
    auto loaded = network.crisp.empty()
                      ? infer::UpscaleModel::load(network.file, network.device, network.precision)
                      : infer::UpscaleModel::loadMixed(network.file, network.crisp, network.strength,
                                                       network.device, network.precision);
    if (!loaded)
        return std::move(loaded).error();
    return std::shared_ptr<const infer::UpscaleModel>(std::move(*loaded));
}

Result<std::shared_ptr<const infer::UpscaleModel>> LastNetwork::get(const infer::RegionNetwork& network)
{
    if (m_model && isSame(network, m_network))
        return m_model;
    m_model = nullptr; // never two at once
    auto loaded = loadNetwork(network);
    if (!loaded)
        return loaded;
    m_network = network;
    m_model = *loaded;
    return m_model;
}

} // namespace enlarger::app
