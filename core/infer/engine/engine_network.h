// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/device/device.h"
#include "core/nn/network.h"

namespace enlarger::infer {

/// A network on its device in its precision.
class EngineNetwork
{
public:
    /// Takes the network over: it is moved and its precision changed.
    EngineNetwork(std::shared_ptr<nn::Network> network, const device::Device& device,
                  device::Precision precision);

    /// 1 x C x H x W on the CPU in, fp32 on the device out. Throws what LibTorch and the gate throw.
    torch::Tensor run(const torch::Tensor& pixels, Gate& gate) const;

    /// Its parameters may get other values, never while it runs.
    nn::Network& network() { return *m_network; }

private:
    std::shared_ptr<nn::Network> m_network;
    torch::Device m_device;
};

/// Whether the device has this arithmetic; LibTorch would fall back to code a hundred times slower.
Status canCompute(const device::Device& device, device::Precision precision);

bool isFinite(const torch::Tensor& tensor);

} // namespace enlarger::infer
