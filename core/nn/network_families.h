// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/network_spec.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace enlarger::nn {

class Network;

/// A small network that the self-check runs on a device.
struct SelfCheckSpec
{
    const char* name; // "RRDBNet x4"
    NetworkSpec spec;
};

/// What others ask about an architecture without knowing it.
struct NetworkFamily
{
    Architecture architecture;
    /// Makes a network of a spec that has been checked.
    std::shared_ptr<Network> (*make)(const NetworkSpec&);
    /// Throws std::invalid_argument where the family has no such network. What all families have, and the
    /// options below, are checked before.
    void (*check)(const NetworkSpec&);
    /// Its sizes and options, for people: "64x23, growth 32".
    std::string (*sizes)(const NetworkSpec&);
    /// One for each way through its code.
    std::vector<SelfCheckSpec> selfCheckSpecs;
    bool canUnshuffle = false; // NetworkSpec::unshuffle
    bool choosesTail = false;  // NetworkSpec::upsampling and linearOutput
    bool fitsFp16 = true;      // false: its values can leave fp16's range, so that Auto takes another one
};

/// Every family, in the order of the enum.
const std::vector<NetworkFamily>& networkFamilies();

/// Throws std::invalid_argument where there is none.
const NetworkFamily& familyOf(Architecture architecture);

/// Throws std::invalid_argument, which says why, where the spec has no network.
void check(const NetworkSpec& spec);

/// "RRDBNet 64x23, growth 32": a network's shape in words. Any spec: it need have no network.
std::string describe(const NetworkSpec& spec);
/// Whose networks such a description is of; null where it is of none.
const NetworkFamily* familyDescribed(const std::string& description);
/// The channels in and out that such a description tells.
std::pair<int, int> channelsOf(const std::string& description);

/// For check(): throws std::invalid_argument with `what` unless it holds.
inline void demand(bool holds, const std::string& what)
{
    if (!holds)
        throw std::invalid_argument(what);
}

/// "64x23": features and blocks, where those are a network's sizes.
std::string featuresAndBlocks(const NetworkSpec& spec);

/// For networks of x2 steps alone.
void demandPowerOfTwo(const NetworkSpec& spec);
/// For networks that add an enlargement of their input: one of grey is spread over the output's channels.
void demandMatchingChannels(const NetworkSpec& spec);

} // namespace enlarger::nn
