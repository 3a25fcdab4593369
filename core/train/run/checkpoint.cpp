// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/checkpoint.h"

#include "core/system/unfinished_files.h"
#include "core/weights/safetensors_header.h"
#include "core/weights/weights.h"

#include <charconv>
#include <fmt/format.h>

namespace enlarger::train {

namespace {

constexpr const char* runKey = "enlarger.run";
constexpr std::string_view namePrefix = "step-";
constexpr std::string_view suffix = ".safetensors";

Result<RunState> stateIn(const std::map<std::string, std::string>& metadata,
                         const std::filesystem::path& file)
{
    const auto text = metadata.find(runKey);
    if (text == metadata.end())
        return Error{ErrorKind::BadInput, "is not a checkpoint of a training run", file, {}};
    auto state = runStateFromJson(text->second);
    if (!state)
        return Error{state.error().kind, state.error().what, file, state.error().advice};
    return state;
}

} // namespace

Status writeCheckpoint(const std::filesystem::path& file, const Checkpoint& checkpoint)
{
    for (const auto& [name, tensor] : checkpoint.tensors.entries())
        if (tensor.is_floating_point() && !torch::isfinite(tensor).all().item<bool>())
            return Error{ErrorKind::Internal,
                         fmt::format("not written: '{}' holds values that are not finite", name),
                         file,
                         {}};
    return weights::writeSafetensors(file, checkpoint.tensors, {{runKey, toJson(checkpoint.state)}});
}

Result<Checkpoint> readCheckpoint(const std::filesystem::path& file)
{
    auto read = weights::readTensors(file);
    if (!read)
        return read.error();
    auto state = stateIn(read->metadata, file);
    if (!state)
        return state.error();
    return Checkpoint{*std::move(state), std::move(read->tensors)};
}

Result<RunState> readRunState(const std::filesystem::path& file)
{
    const auto header = weights::readSafetensorsHeader(file);
    if (!header)
        return header.error();
    return stateIn(header->metadata, file);
}

CheckpointFolder::CheckpointFolder(std::filesystem::path run)
    : m_folder(std::move(run) / "checkpoints")
{}

std::filesystem::path CheckpointFolder::fileOf(std::int64_t step) const
{
    return m_folder / fmt::format("{}{:09}{}", namePrefix, step, suffix);
}

std::set<std::int64_t> CheckpointFolder::steps() const
{
    std::set<std::int64_t> steps;
    std::error_code problem;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, problem)) {
        const std::string name = entry.path().filename().string();
        std::int64_t step = 0;
        if (name.starts_with(namePrefix) && name.ends_with(suffix)) {
            const char* end = name.data() + name.size() - suffix.size();
            if (std::from_chars(name.data() + namePrefix.size(), end, step).ptr == end)
                steps.insert(step);
        }
    }
    return steps;
}

Result<Checkpoint> CheckpointFolder::newest(std::vector<Error>* problems) const
{
    return newest(readCheckpoint, problems);
}

Result<RunState> CheckpointFolder::newestState() const
{
    return newest(readRunState, nullptr);
}

template <class What>
Result<What> CheckpointFolder::newest(Result<What> (*read)(const std::filesystem::path&),
                                      std::vector<Error>* problems) const
{
    const auto all = steps();
    std::string newestProblem;
    for (auto step = all.rbegin(); step != all.rend(); ++step) {
        auto what = read(fileOf(*step));
        if (what)
            return what;
        if (newestProblem.empty())
            newestProblem = " (" + what.error().what + ")";
        if (problems)
            problems->push_back(what.error());
    }
    return Error{ErrorKind::BadInput, "holds no checkpoint that can be read" + newestProblem,
                 m_folder.parent_path(), "Give the folder of a run, or start a new one"};
}

Status CheckpointFolder::saveAndPrune(const Checkpoint& checkpoint) const
{
    std::error_code problem;
    std::filesystem::create_directories(m_folder, problem);
    const RunState& state = checkpoint.state;
    if (Status status = writeCheckpoint(fileOf(state.step), checkpoint); !status)
        return status;
    const auto all = steps();
    int newer = 0;
    for (auto step = all.rbegin(); step != all.rend(); ++step) {
        if (*step > state.step) // a damaged one that the run went back behind, or a roll-back undid
            continue;
        const std::int64_t every = state.recipe.run.keepEvery;
        const bool isParent = *step == 0 && state.recipe.run.patience > 0 && !state.parent.name.empty();
        const bool stays = newer < state.recipe.run.keepLast || *step == state.bestStep || isParent ||
                           (every > 0 && *step > 0 && *step % every == 0);
        ++newer;
        if (!stays)
            std::filesystem::remove(fileOf(*step), problem);
    }
    return {};
}

void CheckpointFolder::removeUnfinished() const
{
    sweepUnfinished(m_folder);
}

} // namespace enlarger::train
