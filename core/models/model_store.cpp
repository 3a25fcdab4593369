// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/model_store.h"

#include "core/base/atomic_file.h"
#include "core/base/nearest_name.h"
#include "core/models/known_models.h"
#include "core/models/model_file.h"
#include "core/system/process.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

namespace enlarger::models {

namespace fs = std::filesystem;

namespace {

constexpr const char* extension = ".safetensors";

fs::path fromEnvironment(const char* variable)
{
    const char* value = std::getenv(variable);
    return value ? fs::path(value) : fs::path();
}

bool areSame(const weights::Recognised& a, const weights::Recognised& b)
{
    const auto isInB = [&b](const weights::StateDict::Entry& entry) {
        const torch::Tensor* other = b.tensors.find(entry.first);
        return other && torch::equal(other->to(torch::kFloat32), entry.second.to(torch::kFloat32));
    };
    return a.spec == b.spec && std::ranges::all_of(a.tensors.entries(), isInB);
}

} // namespace

fs::path ModelStore::defaultFolder()
{
    const fs::path folder = fromEnvironment("ENLARGER_DATA_DIR");
    return (folder.empty() ? userDataFolder() / "enlarger" : folder) / "models";
}

fs::path ModelStore::cacheFolder()
{
    const fs::path folder = fromEnvironment("ENLARGER_CACHE_DIR");
    return folder.empty() ? userCacheFolder() / "enlarger" : folder;
}

fs::path ModelStore::shippedFolder()
{
    if (const fs::path folder = fromEnvironment("ENLARGER_SHIPPED_MODELS"); !folder.empty())
        return folder;
    const fs::path program = programFile();
    if (program.empty())
        return {};
    const fs::path programs = program.parent_path();
    std::error_code error;
    // Installed: PREFIX/bin. In the source tree: build/PRESET/bin.
    for (const fs::path& folder : {programs / "../share/enlarger/models", programs / "../../../models"})
        if (fs::is_regular_file(folder / "manifest.json", error))
            return folder.lexically_normal();
    return {};
}

ModelStore::ModelStore(fs::path folder, fs::path shipped)
    : m_folder(std::move(folder))
    , m_shipped(std::move(shipped))
{}

std::vector<fs::path> ModelStore::folders() const
{
    return m_shipped.empty() ? std::vector{m_folder} : std::vector{m_folder, m_shipped};
}

std::vector<StoredModel> ModelStore::list(std::vector<Error>* problems) const
{
    std::map<std::string, StoredModel> models;
    HashCache hashes(cacheFolder());
    for (const fs::path& folder : folders()) {
        std::error_code error;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
             entry.increment(error)) {
            std::error_code unreadable;
            const fs::path& file = entry->path();
            const std::string name = file.stem().string(); // what a person can type to find it
            if (file.extension() != extension || name.front() == '.' || !entry->is_regular_file(unreadable) ||
                models.contains(name))
                continue;
            Result<StoredModel> model = describeModel(file, hashes);
            if (model) {
                model->card.name = name;
                if (folder == m_folder)
                    model->hides = hiddenBy(*model, hashes);
                models.emplace(name, *std::move(model));
            } else if (problems) {
                problems->push_back(std::move(model).error());
            }
        }
        if (error && error != std::errc::no_such_file_or_directory && problems)
            problems->push_back(
                {ErrorKind::Io, "the folder of models cannot be read: " + error.message(), folder, {}});
    }
    hashes.save();
    std::vector<StoredModel> sorted;
    for (auto& [name, model] : models)
        sorted.push_back(std::move(model));
    return sorted;
}

fs::path ModelStore::fileOf(const std::string& name) const
{
    return m_folder / (name + extension);
}

bool ModelStore::hasFileOf(const std::string& name) const
{
    std::error_code error;
    return std::ranges::any_of(
        folders(), [&](const fs::path& folder) { return fs::exists(folder / (name + extension), error); });
}

std::string ModelStore::reservedAs(const std::string& name) const
{
    std::error_code error;
    if (const std::string model = nameOfAlias(name); !model.empty())
        return "another name of '" + model + "'";
    if (!m_shipped.empty() && fs::exists(m_shipped / (name + extension), error))
        return "the name of a model that ships with Enlarger";
    return isOfficialName(name) ? "the name of an official model" : std::string();
}

Result<StoredModel> ModelStore::find(const std::string& nameOrFile) const
{
    HashCache hashes(cacheFolder());
    std::error_code error;
    const std::string alias = nameOfAlias(nameOrFile);
    for (const std::string& name : {nameOrFile, alias}) {
        for (const fs::path& folder : folders()) {
            const fs::path file = folder / (name + extension);
            if (!cards::isModelName(name) || !fs::is_regular_file(file, error))
                continue;
            Result<StoredModel> model = describeModel(file, hashes);
            if (model)
                model->card.name = name;
            hashes.save();
            return model;
        }
    }
    if (fs::is_regular_file(nameOrFile, error)) {
        Result<StoredModel> model = describeModel(nameOrFile, hashes);
        hashes.save();
        return model;
    }

    Error missing{ErrorKind::BadInput, "there is no model or model file '" + nameOrFile + "'", {}, {}};
    if (!alias.empty())
        missing.what = "the model '" + alias + "', called '" + nameOrFile + "', is not installed";
    else if (isOfficialName(nameOrFile))
        missing.what = "the model '" + nameOrFile + "' is not installed";
    std::vector<std::string> names;
    for (const StoredModel& model : list())
        names.push_back(model.card.name);
    std::vector<std::string> guesses = names;
    guesses.emplace_back("fast");
    if (const std::string near = nearestName(nameOrFile, guesses); !near.empty() && near != nameOrFile)
        missing.advice = "Did you mean '" + near + "'? ";
    missing.advice +=
        names.empty() ? "No model is installed" : fmt::format("Installed: {}", fmt::join(names, ", "));
    if (names.empty() || isOfficialName(nameOrFile) || !alias.empty())
        missing.advice += std::string(". ") + howToInstall;
    return missing;
}

Result<StoredModel> ModelStore::import(const fs::path& file, const std::string& name, bool replace) const
{
    if (!name.empty() && !cards::isModelName(name))
        return Error{ErrorKind::BadInput, "'" + name + "' cannot be a model's name", file,
                     std::string("A name has ") + cards::modelNameRule};
    HashCache hashes(cacheFolder());
    Result<ReadModel> read = readModel(file, hashes);
    if (!read)
        return std::move(read).error();
    if (!name.empty())
        read->model.card.name = name;
    return store(*std::move(read), hashes, replace);
}

Result<StoredModel> ModelStore::importUnderFreeName(const fs::path& file) const
{
    HashCache hashes(cacheFolder());
    Result<ReadModel> read = readModel(file, hashes);
    if (!read)
        return std::move(read).error();
    constexpr std::size_t longestBegin = 70; // a number has room behind it
    std::string& name = read->model.card.name;
    const std::string begin = name.substr(0, longestBegin);
    const std::string why = holderOf(*read, hashes).conflict;
    for (int number = 2; !holderOf(*read, hashes).conflict.empty(); ++number)
        name = begin + '-' + std::to_string(number);
    if (!why.empty())
        read->model.notes.push_back("It is called '" + name + "' here, because " + why);
    return store(*std::move(read), hashes, false);
}

Result<StoredModel> ModelStore::add(const fs::path& file, const cards::Card& card, bool replace) const
{
    if (!cards::isModelName(card.name))
        return Error{ErrorKind::BadInput, "'" + card.name + "' cannot be a model's name", file,
                     std::string("A name has ") + cards::modelNameRule};
    HashCache hashes(cacheFolder());
    Result<ReadModel> read = readModel(file, hashes);
    if (!read)
        return std::move(read).error();
    cards::Card whole = card;
    whole.architecture = read->model.card.architecture;
    whole.scale = read->model.card.scale;
    if (whole.title.empty())
        whole.title = whole.name;
    read->model.card = std::move(whole);
    return store(*std::move(read), hashes, replace);
}

ModelStore::Holder ModelStore::holderOf(const ReadModel& read, HashCache& hashes) const
{
    const std::string& name = read.model.card.name;
    std::error_code error;
    for (const fs::path& folder : folders()) {
        const fs::path file = folder / (name + extension);
        if (!fs::exists(file, error))
            continue;
        Result<ReadModel> present = readModel(file, hashes);
        const bool isOwn = folder == m_folder;
        if (present && (present->model.sha256 == read.model.sha256 ||
                        present->metadata[originKey] == read.model.sha256 ||
                        (!isOwn && areSame(present->network, read.network))))
            return {std::move(present->model), {}};
        if (isOwn)
            return {{}, "there is another model called '" + name + "' already"};
        break;
    }
    const std::optional<cards::Card> official = knownCard(read.model.sha256);
    const std::string reserved = reservedAs(name);
    if (reserved.empty() || (official && official->name == name))
        return {};
    return {{}, "'" + name + "' is " + reserved};
}

std::string ModelStore::hiddenBy(const StoredModel& model, HashCache& hashes) const
{
    const std::string reserved = reservedAs(model.card.name);
    if (reserved.empty() || !nameOfAlias(model.card.name).empty())
        return reserved;
    std::error_code error;
    const fs::path shipped = m_shipped / model.file.filename();
    if (m_shipped.empty() || !fs::exists(shipped, error)) // official: a known card tells its ancestry
        return model.card.ancestry == model.card.name ? std::string() : reserved;
    const Result<ReadModel> own = readModel(model.file, hashes);
    const Result<ReadModel> other = readModel(shipped, hashes);
    return own && other && areSame(own->network, other->network) ? std::string() : reserved;
}

Result<StoredModel> ModelStore::store(ReadModel read, HashCache& hashes, bool replace) const
{
    const cards::Card& card = read.model.card;
    const fs::path& file = read.model.file;
    const fs::path target = fileOf(card.name);

    if (!replace) {
        Holder holder = holderOf(read, hashes);
        if (!holder.conflict.empty())
            return Error{ErrorKind::BadInput, holder.conflict, file,
                         "Give this one another name, or allow replacing that one"};
        if (holder.same) { // importing twice is no mistake
            hashes.save();
            holder.same->notes = std::move(read.model.notes);
            return *std::move(holder.same);
        }
    }
    std::error_code error;
    fs::create_directories(m_folder, error);
    if (error)
        return Error{
            ErrorKind::Io, "the folder for models cannot be created: " + error.message(), m_folder, {}};

    std::map<std::string, std::string> metadata{{"format", "pt"},
                                                {cards::cardKey, toJson(card)},
                                                {originKey, read.model.sha256},
                                                {layoutKey, read.model.layout}};
    Result<AtomicFile> out = AtomicFile::create(target);
    if (!out)
        return std::move(out).error();
    Status written = weights::writeSafetensors(out->temporary(), read.network.whole(), metadata,
                                               losslessStorage(read.model));
    if (written)
        written = out->commit(replace);
    if (!written && written.error().kind == ErrorKind::FileExists) // another program's, meanwhile
        return store(std::move(read), hashes, replace);
    if (!written)
        return std::move(written).error();
    Result<StoredModel> model = describeModel(target, hashes);
    if (model)
        model->notes = std::move(read.model.notes);
    hashes.save();
    return model;
}

} // namespace enlarger::models
