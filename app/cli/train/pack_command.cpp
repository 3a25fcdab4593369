// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/interrupt.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/terminal_progress.h"
#include "app/cli/terminal/text_format.h"
#include "app/cli/train/data_report_text.h"
#include "app/cli/train/pack_request.h"
#include "app/training/run_models.h"
#include "core/infer/engine/upscale_model.h"
#include "core/models/model_store.h"
#include "core/train/photos/open_data.h"

#include <fmt/format.h>

namespace enlarger::cli {

namespace {

/// Loads the teacher, if one is asked for; its scale is the pack's unless that was given.
Status loadTeacher(PackRequest& request)
{
    if (request.teacher.isEmpty())
        return {};
    device::openAccelerators();
    const Result<device::Device> device = device::findDevice(request.device);
    if (!device)
        return device.error();
    const Result<models::StoredModel> model =
        app::findModel(toPath(request.teacher).string(), models::ModelStore());
    if (!model)
        return model.error();
    const auto network = infer::UpscaleModel::load(model->file, *device, request.precision);
    if (!network)
        return network.error();
    request.pack.teacher = *network;
    const std::string taught = "HR made by " + model->card.name;
    request.pack.note += request.pack.note.empty() ? taught : "; " + taught;
    return {};
}

std::string textOf(const train::PackResult& result)
{
    std::string text = fmt::format("{} patches, {:.1f} megapixels, {}:", result.patches, result.megapixels,
                                   bytesText(result.bytes));
    for (const auto& file : result.files)
        text += "\n  " + printable(file.string());
    return text;
}

} // namespace

int runPack(const QStringList& arguments)
{
    int exitCode = ExitDone;
    std::optional<PackRequest> request = parsePackRequest(arguments, exitCode);
    if (!request)
        return exitCode;
    const Interrupt interrupt;
    if (const Status loaded = loadTeacher(*request); !loaded)
        return reportError(loaded.error(), ExitFailed);

    StopGate gate(interrupt.token());
    TerminalProgress progress;
    train::SampleOptions cut;
    cut.scale = request->pack.scale;
    cut.crop = std::max(request->least / cut.scale, 1) * cut.scale;
    const Result<train::DataReport> report = train::checkTrainingData(
        request->folders, request->lr, cut, gate, progress.sink("looking", "pictures"), request->exclude);
    progress.clear();
    if (!report)
        return reportError(report.error(), ExitFailed);
    printErr(textOf(*report));

    const Result<train::PackResult> packed =
        train::packPictures(report->used, request->pack, gate, progress.sink("packing", "patches"));
    progress.clear();
    if (!packed)
        return reportError(packed.error(), ExitFailed);
    printOut(textOf(*packed));
    return ExitDone;
}

} // namespace enlarger::cli
