// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/network_spec.h"
#include "core/nn/modules.h"
#include "core/nn/working_bytes.h"

#include <memory>

namespace enlarger::nn {

/// The receptive-field radius of networks that take means over all that they are given, or compare all of it:
/// no tile of a picture gives exactly what the whole picture gives there.
inline constexpr int unlimitedRadius = 1 << 20;

/// A super-resolution network. Takes N x inChannels x H x W, 0..1, encoded as the training pictures were;
/// gives N x outChannels x H scale x W scale, not clamped. H and W must be multiples of inputMultiple().
///
/// The parameters' dtype decides the arithmetic: convolutions run in the dtype of their weights, the residual
/// trunk and the output stay in that of the input (see setPrecision).
class Network : public torch::nn::Module
{
public:
    explicit Network(const NetworkSpec& spec)
        : m_spec(spec)
    {}

    const NetworkSpec& spec() const { return m_spec; }
    virtual torch::Tensor forward(torch::Tensor input) = 0;

    /// How far, in LR pixels, an output pixel looks: beyond it nothing can matter. Or unlimitedRadius.
    virtual int receptiveRadius() const = 0;
    /// `elementSize`: bytes of a convolution's number, 4 or 2.
    virtual WorkingBytes workingBytes(int elementSize) const = 0;
    virtual int inputMultiple() const { return m_spec.unshuffle; }
    /// Tiles of a picture begin at multiples of this: the windows of a network that has some then lie where
    /// those of the whole picture do. A multiple of inputMultiple().
    virtual int tileMultiple() const { return inputMultiple(); }

private:
    NetworkSpec m_spec;
};

/// A new network with its papers' initial weights (RDB convolutions Kaiming x 0.1, biases 0, the rest
/// PyTorch's default). State-dict names are PyTorch's (BasicSR's for RRDBNet, MSRResNet and SRVGG).
/// Throws std::invalid_argument where the spec has no such network.
std::shared_ptr<Network> makeNetwork(const NetworkSpec& spec);

/// Makes the convolutions compute in `dtype` (float32, bfloat16, float16), channels-last, and leaves in fp32
/// what needs it: the residual trunk's sums, and the first and the last convolution.
void setPrecision(Network& network, torch::Dtype dtype);

} // namespace enlarger::nn
