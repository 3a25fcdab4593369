// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network.h"
#include "core/weights/state_dict.h"

namespace enlarger::weights {

/// Reads the tensors of a file by its content: safetensors (F32, F16, BF16), PyTorch zip and legacy .pth,
/// ncnn (give the .param or the .bin; the other lies beside it). Nothing in the file is executed; nothing is
/// allocated beyond a small multiple of the file's size. What is not a model gives one sentence that says
/// what was found and what can be loaded.
Result<WeightsFile> readWeights(const std::filesystem::path& file);

/// The same of a file that is no network's alone: names and counters (num_batches_tracked) as they stand in
/// it.
Result<WeightsFile> readTensors(const std::filesystem::path& file);

/// Which network these tensors are, from their names and shapes alone, and the tensors under our names
/// (BasicSR's, or those of whoever published the network). Another architecture is an Error that names what
/// it looks like.
struct Recognised
{
    nn::NetworkSpec spec;
    StateDict tensors; // our names, complete for the spec, dtypes as in the file
    StateDict kept;    // see isKept(): what other programs want beside them

    /// All that belongs into a file of the network.
    StateDict whole() const;
    std::string
        layout; // "BasicSR", "ESRGAN 2018", "ncnn" ..., empty where there is one alone: for `models info`
};
Result<Recognised> recognise(const WeightsFile& file);

/// The same network as it trains, where it has what that needs: SPAN with the branches that fold into its
/// convolutions. Else the network itself.
Recognised asTrained(const Recognised& network);

/// What a file holds of a network that trains: of SPAN with branches also what these fold into. Other tensors
/// come back as they are.
StateDict trainedTensors(const StateDict& tensors);

/// A network ready to use, on the CPU, in fp32, in evaluation mode.
struct LoadedNetwork
{
    std::shared_ptr<nn::Network> network;
    std::string layout;
    std::string container;
    std::map<std::string, std::string> metadata;
};

/// Reads a file's weights, recognises the network by them and builds it. Errors name the file: those of
/// readWeights() and recognise(); a tensor that does not fit; Unsupported for a network beyond what ours are
/// made for; OutOfMemory.
Result<LoadedNetwork> loadNetwork(const std::filesystem::path& file);
/// The same of the network asTrained().
Result<LoadedNetwork> loadTrainable(const std::filesystem::path& file);

/// Refuses a strength that mix() does not take: BadInput.
Status checkStrength(double strength);

/// Network interpolation (ESRGAN, section 3.4): each tensor is (1 - strength) x faithful + strength x crisp,
/// in fp32; strengths 0 and 1 give the networks themselves to the last bit. strength 0..2;
/// above 1 it goes on beyond the crisp one, which suits a mean of several. Tensors of different names or
/// shapes are an Error, without a file.
Result<StateDict> mix(const StateDict& faithful, const StateDict& crisp, double strength);

/// a - b and a + b, tensor by tensor in fp32: what one network has more than another of its ancestry, and a
/// network with that added. Running variances stay 0 or more in a sum.
Result<StateDict> difference(const StateDict& a, const StateDict& b);
Result<StateDict> sum(const StateDict& a, const StateDict& b);

/// Two files' networks of one shape: the ends of a strength.
struct NetworkPair
{
    static Result<NetworkPair> read(const std::filesystem::path& faithful,
                                    const std::filesystem::path& crisp);

    /// The tensors between them, see mix().
    Result<StateDict> at(double strength) const;
    /// And the network that they are of.
    Result<LoadedNetwork> networkAt(double strength) const;

    std::filesystem::path crispFile; // whom errors name
    Recognised faithful, crisp;
    std::string container;                       // of the faithful one's file
    std::map<std::string, std::string> metadata; // and its metadata
};

/// The network between two files' networks, which must have one shape.
Result<LoadedNetwork> loadMixedNetwork(const std::filesystem::path& faithful,
                                       const std::filesystem::path& crisp, double strength);

/// Every parameter and buffer of the network by its PyTorch name, without num_batches_tracked.
StateDict stateDict(const nn::Network& network);

/// How the tensors are stored.
enum class Storage { Float32, Float16, BFloat16 };

/// Whether a tensor of a file is none that a network of ours has, but one that others look for: constants
/// that follow from the sizes (relative_position_index, attn_mask), and the branches that SPAN trains with.
bool isKept(std::string_view name);

/// Writes beside and renames; whole numbers stay such. `metadata` is safetensors' string map (the card stands
/// in it under "enlarger.card").
Status writeSafetensors(const std::filesystem::path& file, const StateDict& tensors,
                        const std::map<std::string, std::string>& metadata,
                        Storage storage = Storage::Float32);

/// A zip .pth holding {'params_ema': {name: tensor}}, which PyTorch opens with weights_only=True. `plain`,
/// where it is not empty: the network that `tensors` are the average of, as 'params' before it.
Status writePth(const std::filesystem::path& file, const StateDict& tensors,
                Storage storage = Storage::Float32, const StateDict& plain = {});

} // namespace enlarger::weights
