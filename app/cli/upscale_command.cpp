// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/json_text.h"
#include "app/cli/path_text.h"
#include "app/cli/upscale_run.h"

namespace enlarger::cli {

namespace {

// A complaint about the command line as a whole, before any photo.
int refused(const UpscaleRequest& request, const Error& error, int exitCode)
{
    if (request.json)
        printJson(
            {{QStringLiteral("event"), QStringLiteral("failed")}, {QStringLiteral("error"), toJson(error)}});
    else
        printErr("enlarger-cli: " + printable(error.text()));
    return exitCode;
}

} // namespace

int runUpscale(const QStringList& arguments)
{
    int exitCode = ExitDone;
    const std::optional<UpscaleRequest> request = parseUpscaleRequest(arguments, exitCode);
    if (!request)
        return exitCode;
    const Interrupt interrupt; // before LibTorch starts its threads
    infer::openAccelerators();

    const Result<infer::Device> device = infer::findDevice(request->device);
    if (!device)
        return refused(*request, device.error(), ExitUsage);
    const models::ModelStore store;
    const bool byDefault = request->model.empty();
    const Result<models::StoredModel> model = store.find(byDefault ? store.defaultName() : request->model);
    if (!model)
        return refused(*request, model.error(), byDefault ? ExitFailed : ExitUsage);
    const Result<std::shared_ptr<infer::UpscaleModel>> network =
        infer::UpscaleModel::load(model->file, *device, request->precision);
    if (!network)
        return refused(*request, network.error(), ExitFailed);

    const RunSetting setting{model->card.name,
                             model->sha256,
                             device->name,
                             device->description,
                             infer::precisionName((*network)->precision()),
                             request->dryRun};
    const auto reporter = request->json ? makeJsonReporter(setting) : makeTextReporter(setting);
    return UpscaleRun(*request, *model, *network, *reporter, interrupt).execute();
}

} // namespace enlarger::cli
