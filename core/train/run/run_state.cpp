// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/run_state.h"

#include <nlohmann/json.hpp>

namespace enlarger::train {

namespace {

using nlohmann::json;

json jsonOf(const HistoryPoint& point)
{
    return {{"step", point.step}, {"kind", historyKindName(point.kind)}, {"values", point.values}};
}

/// JSON has no infinity, and writes null for it.
double finiteNumber(const json& value)
{
    return value.is_number() ? value.get<double>() : 0.0;
}

HistoryPoint pointOf(const json& object)
{
    HistoryPoint point;
    point.step = object.at("step").get<std::int64_t>();
    point.kind =
        historyKindFrom(object.at("kind").get<std::string>()).value_or(HistoryPoint::Kind::Validation);
    for (const auto& [name, value] : object.at("values").items())
        point.values[name] = finiteNumber(value);
    return point;
}

} // namespace

std::string toJson(const RunState& state)
{
    json document{{"recipe", json::parse(toJson(state.recipe))},
                  {"data", state.dataSummary},
                  {"parent", state.parent.name},
                  {"parent-licence", state.parent.licence},
                  {"parent-role", state.parent.role},
                  {"ancestry", state.ancestry},
                  {"device", state.device},
                  {"precision", device::precisionName(state.precision)},
                  {"step", state.step},
                  {"position", state.position},
                  {"seconds", state.seconds},
                  {"rate-factor", state.rateFactor},
                  {"rollbacks", state.rollbacks},
                  {"best-step", state.bestStep},
                  {"best-metric", state.bestMetric},
                  {"start-compares", state.startCompares},
                  {"without-progress", state.withoutProgress},
                  {"changes", state.changes},
                  {"history", json::array()}};
    if (state.minutes)
        document["minutes"] = *state.minutes;
    for (const HistoryPoint& point : state.history)
        document["history"].push_back(jsonOf(point));
    return document.dump();
}

Result<RunState> runStateFromJson(const std::string& text)
try {
    const json document = json::parse(text);
    auto recipe = recipeFromJson(document.at("recipe").dump());
    if (!recipe)
        return recipe.error();
    RunState state;
    state.recipe = *std::move(recipe);
    state.dataSummary = document.at("data").get<std::string>();
    state.parent.name = document.at("parent").get<std::string>();
    state.parent.licence = document.value("parent-licence", "");
    state.parent.role = document.value("parent-role", "");
    state.ancestry = document.at("ancestry").get<std::string>();
    state.device = document.value("device", "");
    if (const auto precision = device::precisionFromName(document.value("precision", "auto")))
        state.precision = *precision;
    state.step = document.at("step").get<std::int64_t>();
    state.position = document.at("position").get<double>();
    state.seconds = document.at("seconds").get<double>();
    if (document.contains("minutes"))
        state.minutes = document["minutes"].get<double>();
    state.rateFactor = document.at("rate-factor").get<double>();
    state.rollbacks = document.at("rollbacks").get<int>();
    state.bestStep = document.at("best-step").get<std::int64_t>();
    state.bestMetric = finiteNumber(document.at("best-metric"));
    state.startCompares = document.value("start-compares", true);
    state.withoutProgress = document.at("without-progress").get<int>();
    for (const json& change : document.value("changes", json::array())) // earlier versions knew none
        state.changes.push_back(change.get<std::string>());
    for (const json& point : document.at("history"))
        state.history.push_back(pointOf(point));
    return state;
} catch (const json::exception&) {
    return Error{ErrorKind::BadInput, "the checkpoint's description is damaged", {}, {}};
}

} // namespace enlarger::train
