// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/models/model_text.h"
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/json_text.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/upscale/standard_streams.h"
#include "app/cli/upscale/upscale_run.h"
#include "app/training/run_models.h"
#include "core/models/select.h"

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

} // namespace

int runUpscale(const QStringList& arguments)
{
    int exitCode = ExitDone;
    std::optional<UpscaleRequest> request = parseUpscaleRequest(arguments, exitCode);
    if (!request)
        return exitCode;
    const Interrupt interrupt; // before LibTorch starts its threads
    device::openAccelerators();

    const Result<device::Device> device = device::findDevice(request->device);
    if (!device)
        return refused(*request, device.error(), ExitUsage);
    const models::ModelStore store;
    const bool byDefault = request->model.empty();
    const Result<models::StoredModel> model =
        byDefault ? defaultModel(store, *device, request->json) : app::findModel(request->model, store);
    if (!model)
        return refused(*request, model.error(), byDefault ? ExitFailed : ExitUsage);
    printNotes(*model);
    const Result<infer::ModelSelection> selection =
        models::select(store, *model, request->strength, *device, request->precision);
    if (!selection)
        return refused(*request, selection.error(), ExitFailed);
    const auto network = infer::UpscaleModel::load(*selection);
    if (!network)
        return refused(*request, network.error(), ExitFailed);

    const Result<StandardStreams> streams = StandardStreams::open(*request, interrupt.token());
    if (!streams)
        return refused(*request, streams.error(), ExitFailed);

    std::optional<app::Manifest> manifest;
    if (!request->manifest.empty() && !request->dryRun) {
        auto opened = app::Manifest::open(request->manifest);
        if (!opened)
            return refused(*request, opened.error(), ExitFailed);
        manifest.emplace(*std::move(opened));
    }
    const RunSetting setting{*selection, request->dryRun, request->toStdout};
    const auto reporter = request->json ? makeJsonReporter(setting) : makeTextReporter(setting);
    exitCode =
        UpscaleRun(*request, *selection, *network, *reporter, interrupt, manifest ? &*manifest : nullptr)
            .execute();
    if (exitCode != ExitDone || request->dryRun)
        return exitCode;
    const Status sent = streams->sendResult();
    return sent ? exitCode : reportError(sent.error(), ExitFailed);
}

} // namespace enlarger::cli
