// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/json_text.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/upscale/upscale_run.h"
#include "core/models/interpolation.h"

namespace enlarger::cli {

namespace {

// A complaint about the command line as a whole, before any photo.
int refused(const UpscaleRequest& request, const Error& error, int exitCode)
{
    if (!request.json)
        return reportError(error, exitCode);
    printJson(
        {{QStringLiteral("event"), QStringLiteral("failed")}, {QStringLiteral("error"), toJson(error)}});
    return exitCode;
}

// What enlarges, and what it is called.
struct Chosen
{
    models::StoredModel model;
    std::shared_ptr<const infer::UpscaleModel> network;
};

// The model between `model` and its partner. It is called by the one that was asked for.
Result<Chosen> mixture(const models::ModelStore& store, models::StoredModel model, double strength,
                       const device::Device& device, device::Precision precision)
{
    const auto installed = store.list();
    const models::StoredModel* partner = models::partnerOf(installed, model);
    if (!partner)
        return Error{
            ErrorKind::BadInput,
            "the model '" + model.card.name + "' has no partner that --strength could mix it with",
            {},
            "Strength goes between a faithful and a crisp network of one ancestry; leave it out, or mix "
            "two networks with 'enlarger-cli models interpolate'"};
    const bool isCrisp = models::isCrisp(model.card);
    const models::StoredModel& faithful = isCrisp ? *partner : model;
    const models::StoredModel& crisp = isCrisp ? model : *partner;
    auto network = infer::UpscaleModel::loadMixed(faithful.file, crisp.file, strength, device, precision);
    if (!network)
        return std::move(network).error();
    const std::string hash = models::mixtureHash(faithful, crisp, strength);
    model.card.name = models::mixtureName(model, strength);
    model.sha256 = hash;
    return Chosen{std::move(model), *std::move(network)};
}

Result<Chosen> choose(const models::ModelStore& store, models::StoredModel model,
                      const UpscaleRequest& request, const device::Device& device)
{
    if (request.strength)
        return mixture(store, std::move(model), *request.strength, device, request.precision);
    auto network = infer::UpscaleModel::load(model.file, device, request.precision);
    if (!network)
        return std::move(network).error();
    return Chosen{std::move(model), *std::move(network)};
}

} // namespace

int runUpscale(const QStringList& arguments)
{
    int exitCode = ExitDone;
    const std::optional<UpscaleRequest> request = parseUpscaleRequest(arguments, exitCode);
    if (!request)
        return exitCode;
    const Interrupt interrupt; // before LibTorch starts its threads
    device::openAccelerators();

    const Result<device::Device> device = device::findDevice(request->device);
    if (!device)
        return refused(*request, device.error(), ExitUsage);
    const models::ModelStore store;
    const bool byDefault = request->model.empty();
    const Result<models::StoredModel> model = store.find(byDefault ? store.defaultName() : request->model);
    if (!model)
        return refused(*request, model.error(), byDefault ? ExitFailed : ExitUsage);
    const Result<Chosen> chosen = choose(store, *model, *request, *device);
    if (!chosen)
        return refused(*request, chosen.error(), ExitFailed);

    const RunSetting setting{chosen->model.card.name,
                             chosen->model.sha256,
                             device->name,
                             device->description,
                             device::precisionName(chosen->network->precision()),
                             request->dryRun};
    const auto reporter = request->json ? makeJsonReporter(setting) : makeTextReporter(setting);
    return UpscaleRun(*request, chosen->model, chosen->network, *reporter, interrupt).execute();
}

} // namespace enlarger::cli
