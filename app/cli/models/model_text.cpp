// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/models/model_text.h"

#include "app/cli/terminal/console.h"
#include "app/cli/terminal/json_text.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "core/models/default_model.h"
#include "core/models/known_models.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::cli {

using models::StoredModel;

namespace {

std::string aliasText(const std::string& name)
{
    return fmt::format("{}", fmt::join(models::aliasesOf(name), ", "));
}

/// The network's own; what follows it, as the terms of its pictures, is for `models info`.
std::string licenceInTable(const std::string& licence)
{
    return licence.empty() ? "not known" : printable(licence.substr(0, licence.find(';')));
}

QString key(const char* text)
{
    return QString::fromLatin1(text);
}

QJsonObject jsonOf(const StoredModel& model)
{
    const cards::Card& card = model.card;
    QJsonArray aliases = toJson(models::aliasesOf(card.name));
    return {{key("name"), toText(card.name)},
            {key("title"), toText(card.title)},
            {key("description"), toText(card.description)},
            {key("architecture"), toText(card.architecture)},
            {key("scale"), card.scale},
            {key("licence"), toText(card.licence)},
            {key("source"), toText(card.source)},
            {key("ancestry"), toText(card.ancestry)},
            {key("role"), toText(card.role)},
            {key("created"), toText(card.created)},
            {key("recipe"), toText(card.recipe)},
            {key("data"), toText(card.data)},
            {key("figures"), toText(card.figures)},
            {key("log"), toText(card.log)},
            {key("command"), toText(card.command)},
            {key("aliases"), aliases},
            {key("file"), toText(model.file)},
            {key("sha256"), toText(model.sha256)},
            {key("fileSize"), static_cast<qint64>(model.fileSize)},
            {key("parameters"), static_cast<qint64>(model.parameters)},
            {key("tensors"), static_cast<qint64>(model.tensors)},
            {key("storage"), toText(model.storage)},
            {key("layout"), toText(model.layout)},
            {key("container"), toText(model.container)},
            {key("inChannels"), model.inChannels},
            {key("outChannels"), model.outChannels},
            {key("notes"), toJson(model.notes)},
            {key("hides"), toText(model.hides)}};
}

std::string channelsText(int channels)
{
    constexpr const char* kinds[] = {"grey", "grey with alpha", "RGB", "RGB with alpha"};
    return channels >= 1 && channels <= 4 ? fmt::format("{} ({})", channels, kinds[channels - 1])
                                          : std::to_string(channels);
}

// 16697987 -> "16,697,987"
std::string grouped(std::int64_t number)
{
    const std::string digits = std::to_string(number);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0)
            text += ',';
        text += digits[i];
    }
    return text;
}

} // namespace

std::string summaryOf(const StoredModel& model)
{
    return fmt::format("x{}, {}, {}", model.card.scale, model.card.architecture, bytesText(model.fileSize));
}

std::string descriptionOf(const StoredModel& model)
{
    const cards::Card& card = model.card;
    std::string text;
    const auto line = [&](const char* label, const std::string& value) {
        if (!value.empty())
            text += fmt::format("{}{:<13} {}", text.empty() ? "" : "\n", label, printable(value));
    };
    line("name", card.name);
    line("also called", aliasText(card.name));
    line("followed by", models::successorOf(card.name));
    line("title", card.title);
    line("description", card.description);
    line("network", fmt::format("{}, x{}", card.architecture, card.scale));
    line("channels",
         fmt::format("{} in, {} out", channelsText(model.inChannels), channelsText(model.outChannels)));
    line("parameters",
         fmt::format("{} in {} tensors, {}", grouped(model.parameters), model.tensors, model.storage));
    line("licence", card.licence.empty() ? "not known" : card.licence);
    line("source", card.source);
    line("ancestry", card.ancestry);
    line("role", card.role);
    line("created", card.created);
    line("recipe", card.recipe);
    line("trained on", card.data);
    line("figures", card.figures);
    line("training", card.log);
    line("repeat with", card.command);
    line("keys", model.layout);
    line("file", fmt::format("{} ({}, {})", model.file.string(), model.container, bytesText(model.fileSize)));
    line("sha256", model.sha256);
    for (const std::string& note : model.notes)
        line("note", note);
    return text;
}

std::string hidingText(const StoredModel& model)
{
    return fmt::format("'{}' is {}, but {} is used instead. To have that one back, import this one under "
                       "another name and delete it here",
                       model.card.name, model.hides, model.file.string());
}

Result<StoredModel> defaultModel(const models::ModelStore& store, const device::Device& device, bool quiet)
{
    const std::vector<StoredModel> models = store.list();
    const auto [model, reason] = models::defaultModel(models, device);
    if (!model)
        return Error{ErrorKind::BadInput, "no model is installed", store.folder(), models::howToInstall};
    if (!quiet)
        printErr(printable(fmt::format("network: {}, {}; --model takes another", model->card.name, reason)));
    return *model;
}

void printNotes(const StoredModel& model)
{
    for (const std::string& note : model.notes)
        printErr(printable(fmt::format("note: {}: {}", model.card.name, note)));
}

std::string tableOf(const std::vector<StoredModel>& models)
{
    Table table({"NAME", "SCALE", "NETWORK", "PARAMETERS", "SIZE", "LICENCE", "ALSO CALLED"});
    for (const StoredModel& model : models)
        table.addRow({model.card.name, fmt::format("x{}", model.card.scale),
                      printable(model.card.architecture), grouped(model.parameters),
                      bytesText(model.fileSize), licenceInTable(model.card.licence),
                      aliasText(model.card.name)});
    return table.text({3, 4});
}

QJsonObject jsonOfList(const std::vector<StoredModel>& models, const std::vector<Error>& problems)
{
    QJsonArray list;
    for (const StoredModel& model : models)
        list += jsonOf(model);
    return {{key("models"), list}, {key("problems"), toJson(problems)}};
}

} // namespace enlarger::cli
