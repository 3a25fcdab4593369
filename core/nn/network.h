// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

#include <memory>
#include <string>

namespace enlarger::nn {

enum class Architecture {
    RrdbNet,      // ESRGAN, Real-ESRGAN, BSRGAN ...
    RrdbNetKeras, // the Keras blog's reading: growth 64 with cumulative concatenation
    SrResNet,     // SRGAN's generator: batch norm, PReLU, 9x9, pixel shuffle
    MsrResNet,    // BasicSR's SRResNet without batch norm
    Srvgg,        // SRVGGNetCompact
};

const char* architectureName(Architecture architecture); // "RRDBNet"

/// Everything that decides a network's tensors and their shapes.
struct NetworkSpec
{
    Architecture architecture = Architecture::RrdbNet;
    int scale = 4;      // output side over input side
    int inChannels = 3; // of the picture, before pixel-unshuffle
    int outChannels = 3;
    int features = 64;      // nf
    int blocks = 23;        // nb: RRDBs, residual blocks, or inner convolutions (SRVGG's num_conv)
    int growth = 32;        // gc, RRDBNet only
    int unshuffle = 1;      // 2 or 4: pixel-unshuffle of the input first (RRDBNet)
    bool plus = false;      // the extra 1x1 convolutions of ESRGAN+
    bool bodyPrelu = false; // SRResNet: a PReLU instead of the batch norm behind the body (leftthomas/SRGAN)
    bool nearestUpsampling = false; // SRResNet, the Keras blog's reading: convolution to 4 x features,
                                    // nearest x2, leaky ReLU instead of a pixel shuffle; PReLU per channel
    bool sharedUpConv = false;      // ESRGAN-Pytorch's reading: one convolution serves both upsampling steps

    bool operator==(const NetworkSpec&) const = default;
};

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

    /// How far, in LR pixels, an output pixel looks: beyond it nothing can matter.
    virtual int receptiveRadius() const = 0;
    int inputMultiple() const { return m_spec.unshuffle; }

private:
    NetworkSpec m_spec;
};

/// A new network with its papers' initial weights (facts: RDB convolutions Kaiming x 0.1, biases 0, the rest
/// PyTorch's default). State-dict names are PyTorch's (BasicSR's for RRDBNet, MSRResNet and SRVGG).
/// Throws std::invalid_argument where the spec has no such network.
std::shared_ptr<Network> makeNetwork(const NetworkSpec& spec);

/// Makes the convolutions compute in `dtype` (float32, bfloat16, float16), channels-last, and leaves in fp32
/// what needs it: the residual trunk's sums, and the first and the last convolution.
void setPrecision(Network& network, torch::Dtype dtype);

} // namespace enlarger::nn
