// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bare/train_command.h"

#include "app/bare/report_error.h"
#include "core/train/data/packed_data.h"
#include "core/train/parallel/processes.h"
#include "core/train/run/run_changes.h"
#include "core/train/run/run_lock.h"
#include "core/train/run/trainer.h"
#include "core/train/run/verdict.h"
#include "core/weights/weights.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <thread>

namespace enlarger::bare {

namespace {

struct Request
{
    std::vector<std::filesystem::path> data;
    std::string recipe;                // empty: psnr
    std::vector<std::string> settings; // FIELD=VALUE
    std::string device = "auto";
    train::RunPlan plan;
};

std::atomic<bool> stopAsked = false; // by SIGINT or SIGTERM

Error wrong(const std::string& what)
{
    return {ErrorKind::BadInput, what, {}, {}};
}

Status parse(const std::vector<std::string>& words, Request& request)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (!word.starts_with("--")) {
            request.data.emplace_back(word);
            continue;
        }
        if (word == "--resume") {
            request.plan.resume = true;
            continue;
        }
        if (i + 1 == words.size())
            return wrong(word + " is not an option, or lacks its value");
        const std::string& value = words[++i];
        if (word == "--recipe")
            request.recipe = value;
        else if (word == "--from")
            request.plan.from = value;
        else if (word == "--out")
            request.plan.folder = value;
        else if (word == "--device")
            request.device = value;
        else if (word == "--features")
            request.plan.featureFolders.emplace_back(value);
        else if (word == "--set")
            request.settings.push_back(value);
        else if (word == "--minutes") {
            char* end = nullptr;
            const double minutes = std::strtod(value.c_str(), &end);
            if (value.empty() || *end != '\0' || !(minutes > 0.0 && minutes < 1e6))
                return wrong("--minutes takes a positive number, not '" + value + "'");
            request.plan.minutes = minutes;
        } else
            return wrong("there is no option '" + word + "'");
    }
    if (request.data.empty())
        return wrong("no packed data are given");
    if (request.plan.folder.empty())
        return wrong("--out FOLDER is missing");
    return {};
}

Result<train::Recipe> recipeOf(const Request& request)
{
    if (request.plan.resume) {
        if (!request.recipe.empty() || !request.plan.from.empty())
            return Error{ErrorKind::BadInput,
                         "a resumed run keeps its recipe and its network",
                         {},
                         "Leave out --recipe and --from"};
        auto state = train::stateOfRun(request.plan.folder);
        if (!state)
            return state.error();
        if (const Status status = train::changeRecipe(state->recipe, request.settings); !status)
            return status.error();
        return std::move(state->recipe);
    }
    auto recipe = train::findRecipe(request.recipe.empty() ? "psnr" : request.recipe);
    if (!recipe)
        return recipe;
    for (const std::string& setting : request.settings) {
        if (const Status status = train::setField(*recipe, setting); !status)
            return status.error();
    }
    return recipe;
}

train::RunSinks sinks()
{
    train::RunSinks sinks;
    sinks.notice = [](const std::string& text) { std::fprintf(stderr, "%s.\n", text.c_str()); };
    sinks.history = [](const train::HistoryPoint& point) {
        using Kind = train::HistoryPoint::Kind;
        if (point.kind == Kind::RolledBack)
            return; // the notice says it
        std::printf("%s %lld", point.kind == Kind::Steps ? "step" : historyKindName(point.kind).c_str(),
                    static_cast<long long>(point.step));
        for (const auto& [name, value] : point.values)
            std::printf("  %s %.5g", name.c_str(), value);
        std::printf("\n");
        std::fflush(stdout);
    };
    return sinks;
}

/// Notes what the file to begin with says of itself.
Status describeParent(train::RunPlan& plan)
{
    const auto parent = weights::loadNetwork(plan.from);
    if (!parent)
        return parent.error();
    cards::Card card;
    if (const auto text = parent->metadata.find(cards::cardKey); text != parent->metadata.end())
        if (auto known = cards::cardFromJson(text->second))
            card = *std::move(known);
    if (card.name.empty())
        card.name = cards::modelNameFrom(plan.from.stem().string());
    plan.parent = std::move(card);
    plan.recipe.generator.scale = parent->network->spec().scale; // the network is what it is
    return {};
}

int train(Request& request, const train::Processes& processes)
{
    const auto device = device::findDevice(processes.deviceFor(request.device));
    if (!device)
        return reportError(device.error(), usageError);
    request.plan.device = *device;
    auto recipe = recipeOf(request);
    if (!recipe)
        return reportError(recipe.error(), usageError);
    request.plan.recipe = *recipe;
    for (const std::string& setting : request.settings)
        if (setting.starts_with("data.batch="))
            request.plan.maySmallerBatches = false;
    if (request.plan.resume)
        request.plan.changes = request.settings;
    if (!request.plan.folder.has_filename()) // "runs/mine/"
        request.plan.folder = request.plan.folder.parent_path();
    request.plan.name = cards::modelNameFrom(request.plan.folder.filename().string());
    if (!request.plan.from.empty())
        if (const Status status = describeParent(request.plan); !status)
            return reportError(status.error(), usageError);

    const auto source = train::openPackedData(request.data, train::sampleOptions(request.plan.recipe));
    if (!source)
        return reportError(source.error(), 1);

    const bool isFirst = processes.rank() == 0;
    std::optional<train::RunLock> lock;
    if (isFirst) {
        auto taken = train::RunLock::take(request.plan.folder);
        if (!taken)
            return reportError(taken.error(), 1);
        lock = *std::move(taken);
    }
    // The signal's handler may do no more than note it.
    std::signal(SIGINT, [](int) { stopAsked = true; });
    std::signal(SIGTERM, [](int) { stopAsked = true; });
    std::stop_source stop;
    std::jthread watcher([&stop](const std::stop_token& end) {
        while (!end.stop_requested() && !stopAsked)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        if (stopAsked)
            stop.request_stop();
    });
    StopGate gate;
    const auto result =
        train::runTraining(request.plan, **source, gate, stop.get_token(), sinks(), &processes);
    if (!result)
        return reportError(result.error(), 1);
    if (isFirst && result->end != train::RunEnd::Stopped)
        std::printf("%s\n", train::verdictOf(*result).sentence().c_str());
    if (isFirst)
        std::printf("%s after %lld steps and %.0f s: %s\n",
                    result->end == train::RunEnd::Stopped ? "stopped" : "finished",
                    static_cast<long long>(result->steps), result->seconds, result->model.c_str());
    return 0;
}

} // namespace

int trainCommand(const std::vector<std::string>& words)
{
    Request request;
    if (const Status status = parse(words, request); !status) {
        reportError(status.error(), usageError);
        std::fprintf(stderr,
                     "enlarger-bare train PACKED... --out FOLDER [--recipe R] [--from MODEL] [--minutes M] "
                     "[--resume] [--device D] [--features FOLDER] [--set FIELD=VALUE]...\n");
        return usageError;
    }
    const auto processes = train::Processes::join();
    if (!processes)
        return reportError(processes.error(), usageError);
    const int exitCode = train(request, *processes);
    if (exitCode != 0 && processes->size() > 1)
        processes->abort(); // the others would wait for ever
    return exitCode;
}

} // namespace enlarger::bare
