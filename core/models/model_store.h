// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cards/card.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace enlarger::models {

struct ReadModel; // core/models/model_file.h
class HashCache;

struct StoredModel
{
    cards::Card card;
    std::filesystem::path file;
    std::string sha256; // of the file, lower-case hexadecimal
    std::int64_t fileSize = 0;
    std::int64_t parameters = 0;
    std::int64_t tensors = 0;
    std::string storage; // how the tensors are stored: "fp32", "fp16", "fp16 and fp32"
    std::string
        layout; // whose names its tensors had: "BasicSR", "ESRGAN 2018", "ncnn"; empty: the first authors'
    std::string container; // "safetensors", "PyTorch (zip)" ...
    int inChannels = 3;    // that the network takes and gives
    int outChannels = 3;
    std::vector<std::string> notes; // what was passed over where the whole file was read, a sentence each
    std::string hides; // what its name meant before: "the name of a model that ships with Enlarger"
};

enum class ExportFormat { Safetensors, Pth, NcnnPair };

/// By a file's extension: .pth and .pt, .param and .bin, else safetensors.
ExportFormat exportFormatOf(const std::filesystem::path& file);

struct ExportOptions
{
    ExportFormat format = ExportFormat::Safetensors;
    bool replace = false;             // files that exist
    bool half = false;                // tensors are rounded to fp16, as those of an ncnn pair always are
    std::filesystem::path checkpoint; // for a .pth, of the run that made the model: its network before
                                      // averaging goes along as 'params'
};

struct Exported
{
    std::vector<std::filesystem::path> files; // one, or the two of a pair
    std::vector<std::string> notes; // what was changed for others, or keeps them from opening it; sentences
};

/// The models there are: those of the user's data folder, and those that ship. Of two with one name the
/// user's counts.
class ModelStore
{
public:
    /// $XDG_DATA_HOME/enlarger/models, by default ~/.local/share/enlarger/models; ENLARGER_DATA_DIR overrides
    /// it.
    static std::filesystem::path defaultFolder();
    /// Where halos and speeds are cached: $XDG_CACHE_HOME/enlarger; ENLARGER_CACHE_DIR overrides it.
    static std::filesystem::path cacheFolder();

    /// The folder of the models that ship: beside the program where it is installed
    /// (../share/enlarger/models) or in its source tree; ENLARGER_SHIPPED_MODELS overrides it. Empty: not
    /// found.
    static std::filesystem::path shippedFolder();

    explicit ModelStore(std::filesystem::path folder = defaultFolder(),
                        std::filesystem::path shipped = shippedFolder());

    const std::filesystem::path& folder() const { return m_folder; }

    /// By name. A damaged file is left out and named in `problems`, if given. Reads headers only, but for
    /// models with the name of one that ships.
    std::vector<StoredModel> list(std::vector<Error>* problems = nullptr) const;

    /// Where a model of the user's of that name lies, or would lie.
    std::filesystem::path fileOf(const std::string& name) const;

    /// Whether a file in one of its folders bears this model's name, be it damaged.
    bool hasFileOf(const std::string& name) const;

    /// What else the name means, so that a model called so would hide that: "the name of a model that ships
    /// with Enlarger", "the name of an official model", "another name of 'realesr-animevideov3'". Empty:
    /// nothing.
    std::string reservedAs(const std::string& name) const;

    /// A model of the store by its name or alias ("fast"), else a file of any known kind at that path. Not
    /// found: an Error that lists the names there are.
    Result<StoredModel> find(const std::string& nameOrFile) const;

    /// Reads a file of any known kind, checks it, and adds it as safetensors with a card, without
    /// loss (fp16 or bf16 where all of it is, else fp32). `name` empty: from
    /// the file. Known networks (by the hashes of their files) get their full card. A name that another model
    /// has, or that is reserved, is an Error unless `replace`.
    Result<StoredModel> import(const std::filesystem::path& file, const std::string& name = {},
                               bool replace = false) const;

    /// The same under its own name or, where that is not free, the first free one of NAME-2, NAME-3 ...
    Result<StoredModel> importUnderFreeName(const std::filesystem::path& file) const;

    /// The same with a card of its own, for a network that was trained or mixed here. The card's name is the
    /// model's; architecture and scale come from the tensors.
    Result<StoredModel> add(const std::filesystem::path& file, const cards::Card& card,
                            bool replace = false) const;

    /// Writes a model for other programs, in tensors that these know (weights::portable()): the same network,
    /// and as a safetensors file its card. An ncnn pair is FILE.param and FILE.bin, both or neither. Errors:
    /// the network has no ncnn graph; the checkpoint is none, or of another network.
    Result<Exported> exportTo(const StoredModel& model, const std::filesystem::path& file,
                              const ExportOptions& options) const;

    /// Writes a model as it is, with its card, to a new file.
    Status copyTo(const StoredModel& model, const std::filesystem::path& file) const;

private:
    Result<StoredModel> store(ReadModel read, HashCache& hashes, bool replace) const;
    struct Holder // of a name: the very network, or why another cannot be called so; neither: it is free
    {
        std::optional<StoredModel> same;
        std::string conflict; // a sentence without a full stop
    };
    Holder holderOf(const ReadModel& read, HashCache& hashes) const;
    std::string hiddenBy(const StoredModel& model, HashCache& hashes) const;
    std::vector<std::filesystem::path> folders() const; // the user's first, then the one that ships

    std::filesystem::path m_folder;
    std::filesystem::path m_shipped; // empty: none
};

} // namespace enlarger::models
