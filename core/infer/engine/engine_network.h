// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/device/device.h"
#include "core/infer/stream/packed_network.h"
#include "core/infer/stream/tensor_network.h"
#include "core/nn/network.h"

#include <mutex>
#include <optional>

namespace enlarger::infer {

/// A network on its device in its precision. The kernels compute it where they can (engine_choice.h), else
/// LibTorch.
class EngineNetwork
{
public:
    /// Takes the network over: it is moved and its precision changed.
    EngineNetwork(std::shared_ptr<nn::Network> network, const device::Device& device,
                  device::Precision precision);

    /// 1 x C x H x W on the CPU in, fp32 on the device out. Throws what LibTorch and the gate throw.
    torch::Tensor run(const torch::Tensor& pixels, Gate& gate) const;

    /// Its parameters may get other values, never while it runs; valuesChanged() must then be called.
    nn::Network& network() { return *m_network; }
    void valuesChanged();

    /// What exact streams over whole pictures run with; null: this network has none.
    std::shared_ptr<const StreamNetwork> streamNetwork() const;

private:
    std::shared_ptr<nn::Network> m_network;
    TensorTarget m_target;
    std::optional<kernels::Arithmetic> m_arithmetic; // of the kernels
    std::shared_ptr<const PackedNetwork> m_packed;   // null: LibTorch computes
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const TensorNetwork> m_tensors; // made when a stream first needs them
};

/// Settings of LibTorch that suit us, made once; those that belong to the thread, each time.
void setUpTorch();

/// Whether the device has this arithmetic; LibTorch would fall back to code a hundred times slower.
Status canCompute(const device::Device& device, device::Precision precision);

bool isFinite(const torch::Tensor& tensor);

} // namespace enlarger::infer
