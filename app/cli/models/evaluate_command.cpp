// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/models/evaluation_text.h"
#include "app/cli/models/model_text.h"
#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/interrupt.h"
#include "app/cli/terminal/json_text.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/terminal_progress.h"
#include "app/training/run_models.h"
#include "core/infer/features/feature_files.h"
#include "core/models/select.h"

#include <fmt/format.h>

namespace enlarger::cli {

namespace {

struct Request
{
    std::filesystem::path hr;
    std::filesystem::path lr;
    std::optional<int> scale; // else the first model's
    QStringList models;
    std::filesystem::path features; // empty: only those that are in their usual places
    std::string device;
    device::Precision precision = device::Precision::Fp32;
    bool csv = false;
    bool json = false;
};

std::optional<Request> parse(const QStringList& arguments, int& exitCode)
{
    Arguments options(
        text("evaluate --hr FOLDER [options]"),
        text("Measures networks on an evaluation set, against bicubic: PSNR and SSIM on RGB and on Y, as\n"
             "the papers do (8 bits, a border as wide as the scale cropped), and LPIPS where its networks\n"
             "are installed."));
    options.addOption({text("hr")}, text("FOLDER"), text("The HR pictures."));
    options.addOption({text("lr")}, text("FOLDER"),
                      text("The LR pictures: NAME_x4_LR for NAME_x4_HR, or the same names. Default: those in "
                           "--hr; a missing one is made as by MATLAB's imresize."));
    options.addOption({text("scale")}, text("N"), text("2, 3, 4 or 8. Default: the network's."));
    options.addOption({text("m"), text("model")}, text("NAME|FILE"),
                      text("The network; may be given several times. Default: as of upscale."));
    options.addOption({text("features")}, text("FOLDER"),
                      text("The folder of squeezenet1_1-b8a52dc0.pth and v0.1.squeeze.pth, for LPIPS. "
                           "Default: ENLARGER_FEATURES_DIR, else 'features' in the data folder."));
    options.addOption({text("device")}, text("D"), text("auto, cpu, cuda or cuda:N. Default: auto."));
    options.addOption({text("precision")}, text("P"),
                      text("fp32, bf16, fp16, int16 or auto. Default: fp32."));
    options.addFlag({text("csv")}, text("CSV on stdout: one line per picture and network."));
    options.addFlag({text("json")}, text("One JSON document on stdout."));
    if (options.parse(arguments)) {
        if (!options.has(text("hr")))
            options.fail(text("--hr FOLDER is needed"));
        if (!options.positionals().isEmpty())
            options.fail(text("unexpected argument '%1'").arg(options.positionals().constFirst()));
        options.exclusive({text("csv"), text("json")});
    }
    Request request;
    request.hr = toPath(options.text(text("hr")));
    request.lr = toPath(options.text(text("lr")));
    request.scale = options.integer(text("scale"), 1, 16);
    request.models = options.texts(text("model"));
    request.features = toPath(options.text(text("features")));
    request.device = options.has(text("device")) ? options.text(text("device")).toStdString() : "auto";
    request.precision = options.choice(text("precision"), device::Precision::Fp32);
    request.csv = options.has(text("csv"));
    request.json = options.has(text("json"));
    exitCode = options.exitCode();
    if (options.isWrong() || options.has(text("help")))
        return {};
    return request;
}

/// LPIPS, or null where nobody asked for it and its networks are not in their usual places.
Result<std::shared_ptr<const infer::LpipsMetric>> openLpips(const Request& request)
{
    std::vector<std::filesystem::path> named;
    if (!request.features.empty())
        named.push_back(request.features);
    const auto dataFolder = models::ModelStore::defaultFolder().parent_path();
    auto metric = infer::LpipsMetric::open(infer::featureFolders(named, dataFolder));
    if (!metric && metric.error().kind == ErrorKind::Io && named.empty())
        return std::shared_ptr<const infer::LpipsMetric>();
    return metric;
}

void print(const Request& request, const EvaluationResult& measured)
{
    if (request.json)
        printJson(jsonOf(measured));
    else if (request.csv)
        printOut(csvOf(measured));
    else
        printOut(tableOf(measured));
}

} // namespace

int runEvaluate(const QStringList& arguments)
{
    int exitCode = ExitDone;
    const std::optional<Request> request = parse(arguments, exitCode);
    if (!request)
        return exitCode;
    const Interrupt interrupt;
    device::openAccelerators();
    const Result<device::Device> device = device::findDevice(request->device);
    if (!device)
        return reportError(device.error(), ExitUsage);

    const models::ModelStore store;
    EvaluationResult measured;
    std::vector<std::shared_ptr<const infer::UpscaleModel>> networks;
    QStringList wanted = request->models;
    if (wanted.isEmpty()) {
        const Result<models::StoredModel> model = defaultModel(store, *device, request->json);
        if (!model)
            return reportError(model.error(), ExitFailed);
        wanted += toText(model->card.name);
    }
    for (const QString& name : wanted) {
        const Result<models::StoredModel> model = app::findModel(toPath(name).string(), store);
        if (!model)
            return reportError(model.error(), ExitUsage);
        printNotes(*model);
        const auto selection = models::select(store, *model, {}, *device, request->precision);
        if (!selection)
            return reportError(selection.error(), ExitFailed);
        const auto network = infer::UpscaleModel::load(*selection);
        if (!network)
            return reportError(network.error(), ExitFailed);
        measured.models.push_back(selection->name());
        networks.push_back(*network);
    }
    measured.scale = request->scale.value_or(networks.front()->traits().scale);
    for (std::size_t m = 0; m < networks.size(); ++m)
        if (const int scale = networks[m]->traits().scale; scale != measured.scale)
            return reportError({ErrorKind::BadInput,
                                fmt::format("'{}' enlarges x{} and cannot be measured at x{}",
                                            measured.models[m], scale, measured.scale),
                                {},
                                {}},
                               ExitUsage);

    const Result<infer::EvaluationSet> set =
        infer::findEvaluationSet(request->hr, request->lr, measured.scale);
    if (!set)
        return reportError(set.error(), ExitFailed);
    const auto lpips = openLpips(*request);
    if (!lpips)
        return reportError(lpips.error(), ExitFailed);
    TerminalProgress progress;
    StopGate gate(interrupt.token());
    Result<infer::Evaluation> evaluation = infer::evaluate(
        *set, measured.scale, networks, gate,
        [&](const infer::PictureQuality& picture, int done, int total) {
            progress.show(double(done) / total, picture.name, fmt::format("{} of {}", done, total));
        },
        lpips->get());
    progress.clear();
    if (!evaluation)
        return reportError(evaluation.error(), ExitFailed);
    measured.evaluation = *std::move(evaluation);
    print(*request, measured);
    if (!request->json)
        for (const Error& problem : measured.evaluation.problems)
            printErr(printable(problem.text()));
    return measured.evaluation.problems.empty() ? ExitDone : ExitFailed;
}

} // namespace enlarger::cli
