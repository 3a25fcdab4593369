// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/network.h"

#include "core/nn/msrresnet.h"
#include "core/nn/rrdbnet.h"
#include "core/nn/srresnet.h"
#include "core/nn/srvgg.h"

#include <bit>
#include <stdexcept>

namespace enlarger::nn {

namespace {

void demand(bool holds, const std::string& what)
{
    if (!holds)
        throw std::invalid_argument(what);
}

bool isPowerOfTwo(int number)
{
    return number > 0 && std::has_single_bit(unsigned(number));
}

void check(const NetworkSpec& spec)
{
    const std::string name = architectureName(spec.architecture);
    const bool isRrdb =
        spec.architecture == Architecture::RrdbNet || spec.architecture == Architecture::RrdbNetKeras;
    demand(spec.inChannels >= 1 && spec.inChannels <= 4 && spec.outChannels >= 1 && spec.outChannels <= 4,
           name + " takes and gives 1 to 4 channels");
    demand(spec.features >= 1 && spec.features <= 4096, name + " needs 1 to 4096 features");
    demand(spec.blocks >= 1 && spec.blocks <= 1024, name + " needs 1 to 1024 blocks");
    demand(spec.scale >= 1 && spec.scale <= 16, name + " enlarges 1 to 16 times");
    demand(spec.unshuffle == 1 || (isRrdb && (spec.unshuffle == 2 || spec.unshuffle == 4)),
           "pixel-unshuffle is by 2 or 4, and for RRDBNet alone");
    if (isRrdb) {
        demand(isPowerOfTwo(spec.scale), name + " enlarges 1, 2, 4, 8 or 16 times");
        demand(spec.growth >= 1 && spec.growth <= 4096, name + " needs a growth of 1 to 4096");
    }
    demand(!spec.nearestUpsampling || spec.architecture == Architecture::SrResNet,
           "nearest upsampling in place of a pixel shuffle is for SRResNet alone");
    if (spec.architecture == Architecture::SrResNet)
        demand(isPowerOfTwo(spec.scale), name + " enlarges 1, 2, 4, 8 or 16 times");
    if (spec.architecture == Architecture::MsrResNet) {
        demand(spec.scale >= 2 && spec.scale <= 4, name + " enlarges 2, 3 or 4 times");
        demand(spec.inChannels == spec.outChannels || spec.inChannels == 1,
               name + " gives as many channels as it takes");
    }
    if (spec.architecture == Architecture::Srvgg)
        demand(spec.inChannels == spec.outChannels || spec.inChannels == 1,
               name + " gives as many channels as it takes");
}

} // namespace

const char* architectureName(Architecture architecture)
{
    switch (architecture) {
    case Architecture::RrdbNet:
        return "RRDBNet";
    case Architecture::RrdbNetKeras:
        return "RRDBNet (Keras reading)";
    case Architecture::SrResNet:
        return "SRResNet";
    case Architecture::MsrResNet:
        return "MSRResNet";
    case Architecture::Srvgg:
        return "SRVGGNetCompact";
    }
    return "unknown";
}

std::shared_ptr<Network> makeNetwork(const NetworkSpec& spec)
{
    check(spec);
    switch (spec.architecture) {
    case Architecture::RrdbNet:
    case Architecture::RrdbNetKeras:
        return std::make_shared<RrdbNet>(spec);
    case Architecture::SrResNet:
        return std::make_shared<SrResNet>(spec);
    case Architecture::MsrResNet:
        return std::make_shared<MsrResNet>(spec);
    case Architecture::Srvgg:
        return std::make_shared<Srvgg>(spec);
    }
    throw std::invalid_argument("there is no such architecture");
}

void setPrecision(Network& network, torch::Dtype dtype)
{
    const torch::NoGradGuard noGrad;
    for (const auto& module : network.modules()) {
        auto* conv = module->as<ConvImpl>();
        if (!conv)
            continue; // normalisations and PReLU slopes stay as they are
        const torch::Dtype wanted = conv->keepsFp32() ? torch::kFloat32 : dtype;
        conv->weight.set_data(conv->weight.to(wanted).contiguous(torch::MemoryFormat::ChannelsLast));
        if (conv->bias.defined())
            conv->bias.set_data(conv->bias.to(wanted));
    }
}

} // namespace enlarger::nn
