// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/network_families.h"

#include <algorithm>
#include <bit>
#include <cstdio>

namespace enlarger::nn {

// Each stands in its network's file.
NetworkFamily rrdbNetFamily();
NetworkFamily rrdbNetKerasFamily();
NetworkFamily srResNetFamily();
NetworkFamily msrResNetFamily();
NetworkFamily srvggFamily();
NetworkFamily spanFamily();
NetworkFamily realPlksrFamily();
NetworkFamily swinIrFamily();
NetworkFamily datFamily();
NetworkFamily omniSrFamily();

const std::vector<NetworkFamily>& networkFamilies()
{
    static const std::vector<NetworkFamily> families{
        rrdbNetFamily(), rrdbNetKerasFamily(), srResNetFamily(), msrResNetFamily(), srvggFamily(),
        spanFamily(),    realPlksrFamily(),    swinIrFamily(),   datFamily(),       omniSrFamily()};
    return families;
}

const NetworkFamily& familyOf(Architecture architecture)
{
    const auto found = std::ranges::find(networkFamilies(), architecture, &NetworkFamily::architecture);
    demand(found != networkFamilies().end(), "there is no such architecture");
    return *found;
}

void check(const NetworkSpec& spec)
{
    const NetworkFamily& family = familyOf(spec.architecture);
    const std::string name = architectureName(spec.architecture);
    demand(spec.inChannels >= 1 && spec.inChannels <= 4 && spec.outChannels >= 1 && spec.outChannels <= 4,
           name + " takes and gives 1 to 4 channels");
    demand(spec.features >= 1 && spec.features <= 4096, name + " needs 1 to 4096 features");
    demand(spec.blocks >= 1 && spec.blocks <= 1024, name + " needs 1 to 1024 blocks");
    demand(spec.scale >= 1 && spec.scale <= 16, name + " enlarges 1 to 16 times");
    demand(spec.unshuffle == 1 || (family.canUnshuffle && (spec.unshuffle == 2 || spec.unshuffle == 4)),
           "pixel-unshuffle is by 2 or 4, and for RRDBNet and SwinIR alone");
    demand((spec.upsampling == Upsampling::Shuffle && !spec.linearOutput) || family.choosesTail,
           "nearest upsampling in place of a pixel shuffle, and another output, are for SRResNet alone");
    family.check(spec);
}

std::string describe(const NetworkSpec& spec)
{
    std::string text = architectureName(spec.architecture);
    text += " " + familyOf(spec.architecture).sizes(spec);
    if (spec.inChannels != 3 || spec.outChannels != 3)
        text +=
            ", " + std::to_string(spec.inChannels) + " to " + std::to_string(spec.outChannels) + " channels";
    return text;
}

const NetworkFamily* familyDescribed(const std::string& description)
{
    const NetworkFamily* found = nullptr;
    for (const NetworkFamily& family : networkFamilies())
        if (description.starts_with(std::string(architectureName(family.architecture)) + " "))
            found = &family; // the last one: "RRDBNet (Keras reading)" begins as "RRDBNet" does
    return found;
}

std::pair<int, int> channelsOf(const std::string& description)
{
    std::pair<int, int> channels{3, 3}; // where describe() says nothing
    const std::size_t last = description.rfind(", ");
    int in = 0, out = 0;
    if (last != std::string::npos &&
        std::sscanf(description.c_str() + last, ", %1d to %1d channels", &in, &out) == 2)
        channels = {in, out};
    return channels;
}

std::string featuresAndBlocks(const NetworkSpec& spec)
{
    return std::to_string(spec.features) + "x" + std::to_string(spec.blocks);
}

void demandPowerOfTwo(const NetworkSpec& spec)
{
    demand(spec.scale > 0 && std::has_single_bit(unsigned(spec.scale)),
           architectureName(spec.architecture) + std::string(" enlarges 1, 2, 4, 8 or 16 times"));
}

void demandMatchingChannels(const NetworkSpec& spec)
{
    demand(spec.inChannels == spec.outChannels || spec.inChannels == 1,
           architectureName(spec.architecture) + std::string(" gives as many channels as it takes"));
}

} // namespace enlarger::nn
