// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/models/change_models.h"
#include "app/cli/models/fetch_command.h"
#include "app/cli/models/model_text.h"
#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "app/training/run_models.h"
#include "core/models/interpolation.h"
#include "core/models/known_models.h"
#include "core/models/smaller_scale.h"

#include <algorithm>

namespace enlarger::cli {

namespace {

using models::ModelStore;
using models::StoredModel;

const QString jsonFlag = QStringLiteral("json");
const QString jsonHelp = QStringLiteral("One JSON document on stdout.");

int runList(const QStringList& arguments)
{
    Arguments options(QStringLiteral("models list [options]"), QStringLiteral("Lists the installed models."));
    options.addFlag({jsonFlag}, jsonHelp);
    if (options.parse(arguments) && !options.positionals().isEmpty())
        options.fail(QStringLiteral("unexpected argument '%1'").arg(options.positionals().constFirst()));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    const ModelStore store;
    std::vector<Error> problems;
    const std::vector<StoredModel> models = store.list(&problems);
    if (options.has(jsonFlag))
        printJson(jsonOfList(models, problems));
    else if (models.empty())
        printErr("No model is installed in " + printable(store.folder().string()) + ". " +
                 models::howToInstall + ".");
    else
        printOut(tableOf(models));
    for (const StoredModel& model : models)
        if (!model.hides.empty())
            printErr(printable(hidingText(model)));
    for (const Error& problem : problems)
        printErr(printable(problem.text()));
    return problems.empty() ? ExitDone : ExitFailed;
}

int runInfo(const QStringList& arguments)
{
    Arguments options(
        QStringLiteral("models info NAME|FILE... [options]"),
        QStringLiteral("Shows what is known about a model: its card, its network and its file."));
    options.addFlag({jsonFlag}, jsonHelp);
    options.addPositional(QStringLiteral("NAME|FILE"),
                          QStringLiteral("An installed model, or a model file."));
    if (options.parse(arguments) && options.positionals().isEmpty())
        options.fail(QStringLiteral("no model is given"));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    int exitCode = ExitDone;
    std::vector<StoredModel> found;
    std::vector<Error> problems;
    for (const QString& name : options.positionals()) {
        Result<StoredModel> model = app::findModel(toPath(name).string(), ModelStore());
        if (model)
            found.push_back(*std::move(model));
        else
            problems.push_back(std::move(model).error());
    }
    if (options.has(jsonFlag))
        printJson(jsonOfList(found, problems));
    else
        for (std::size_t i = 0; i < found.size(); ++i)
            printOut(std::string(i > 0 ? 1 : 0, '\n') + descriptionOf(found[i]));
    for (const Error& problem : problems)
        exitCode = reportError(problem, ExitFailed);
    return exitCode;
}

int runImport(const QStringList& arguments)
{
    Arguments options(
        QStringLiteral("models import FILE... [options]"),
        QStringLiteral(
            "Checks model files and adds them to the store: safetensors, PyTorch .pth (zip and legacy),\n"
            "ncnn (.param with its .bin beside it). Nothing in a file is executed."));
    options.addPositional(QStringLiteral("FILE"), QStringLiteral("Model files."));
    options.addOption(
        {QStringLiteral("name")}, QStringLiteral("NAME"),
        QStringLiteral("The name in the store (for one file). Default: the card's or the file's."));
    options.addFlag({QStringLiteral("replace")}, QStringLiteral("Replace a model of the same name."));
    if (options.parse(arguments)) {
        if (options.positionals().isEmpty())
            options.fail(QStringLiteral("no model file is given"));
        if (options.has(QStringLiteral("name")) && options.positionals().size() > 1)
            options.fail(
                QStringLiteral("--name goes with one file, not with %1").arg(options.positionals().size()));
        if (options.has(QStringLiteral("name")) &&
            !cards::isModelName(options.text(QStringLiteral("name")).toStdString()))
            options.fail(QStringLiteral("--name: a name has %1").arg(QLatin1String(cards::modelNameRule)));
    }
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    int exitCode = ExitDone;
    for (const QString& file : options.positionals()) {
        const Result<StoredModel> model =
            ModelStore().import(toPath(file), options.text(QStringLiteral("name")).toStdString(),
                                options.has(QStringLiteral("replace")));
        if (model) {
            printOut(printable(toPath(file).string() + "  is now '" + model->card.name +
                               "': " + summaryOf(*model)));
            printNotes(*model);
        } else
            exitCode = reportError(model.error(), ExitFailed);
    }
    return exitCode;
}

constexpr std::pair<models::ExportFormat, const char*> exportFormats[] = {
    {models::ExportFormat::Safetensors, "safetensors"},
    {models::ExportFormat::Pth, "pth"},
    {models::ExportFormat::NcnnPair, "ncnn"}};

const char* nameOf(models::ExportFormat format)
{
    return std::ranges::find(exportFormats, format, [](const auto& one) { return one.first; })->second;
}

models::ExportFormat formatNamed(const QString& name)
{
    return std::ranges::find(exportFormats, name, [](const auto& one) { return QString(one.second); })->first;
}

int runExport(const QStringList& arguments)
{
    Arguments options(
        QStringLiteral("models export NAME|FILE -o FILE [options]"),
        QStringLiteral(
            "Writes a model to a file, for other programs: safetensors with its card, a .pth that\n"
            "PyTorch opens with weights_only=True, or an ncnn pair (FILE.param and FILE.bin, 16 bit).\n"
            "Its tensors are as chaiNNer opens them; where it cannot, that is said."));
    options.addPositional(QStringLiteral("NAME|FILE"),
                          QStringLiteral("An installed model, or a model file."));
    options.addOption({QStringLiteral("o"), QStringLiteral("output")}, QStringLiteral("FILE"),
                      QStringLiteral("The file to write."));
    options.addOption({QStringLiteral("format")}, QStringLiteral("F"),
                      QStringLiteral("safetensors, pth or ncnn. Default: as FILE ends, else safetensors."));
    options.addFlag({QStringLiteral("half")}, QStringLiteral("Round the weights to fp16: half the size."));
    options.addOption(
        {QStringLiteral("params")}, QStringLiteral("CHECKPOINT"),
        QStringLiteral("A checkpoint of the run that trained the model: its network before averaging\n"
                       "goes along as 'params', beside 'params_ema' (.pth only)."));
    options.addFlag({QStringLiteral("replace")}, QStringLiteral("Replace the file if it exists."));
    const bool parsed = options.parse(arguments);
    if (parsed && options.positionals().size() != 1)
        options.fail(QStringLiteral("one model must be given"));
    if (parsed && options.text(QStringLiteral("output")).isEmpty())
        options.fail(QStringLiteral("-o FILE is needed"));
    const std::filesystem::path file = options.outputFile();
    const QString byName = QString::fromLatin1(nameOf(models::exportFormatOf(file)));
    QStringList formats{byName}; // the first is the default
    for (const auto& [format, name] : exportFormats)
        if (byName != QLatin1String(name))
            formats += QLatin1String(name);
    const QString format = options.choice(QStringLiteral("format"), formats);
    const std::filesystem::path checkpoint = toPath(options.text(QStringLiteral("params")));
    if (parsed && !checkpoint.empty() && format != QStringLiteral("pth"))
        options.fail(QStringLiteral("--params goes with a .pth file alone"));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    const ModelStore store;
    const Result<StoredModel> model =
        app::findModel(toPath(options.positionals().constFirst()).string(), store);
    if (!model)
        return reportError(model.error(), ExitFailed);
    models::ExportOptions how;
    how.format = formatNamed(format);
    how.replace = options.has(QStringLiteral("replace"));
    how.half = options.has(QStringLiteral("half"));
    how.checkpoint = checkpoint;
    const auto exported = store.exportTo(*model, file, how);
    if (!exported)
        return reportError(exported.error(), ExitFailed);
    std::string files;
    for (const std::filesystem::path& one : exported->files)
        files += (files.empty() ? "" : " and ") + one.string();
    printOut(printable(files + (exported->files.size() > 1 ? "  hold " : "  holds ") + model->card.name));
    for (const std::string& note : exported->notes)
        printErr(printable("note: " + model->card.name + ": " + note));
    return ExitDone;
}

int runCard(const QStringList& arguments)
{
    static constexpr std::pair<const char*, std::string cards::Card::*> fields[] = {
        {"title", &cards::Card::title},       {"description", &cards::Card::description},
        {"licence", &cards::Card::licence},   {"source", &cards::Card::source},
        {"ancestry", &cards::Card::ancestry}, {"data", &cards::Card::data},
        {"figures", &cards::Card::figures},   {"log", &cards::Card::log},
        {"command", &cards::Card::command}};
    Arguments options(QStringLiteral("models card NAME [options]"),
                      QStringLiteral("Changes an installed model's card. The network stays as it is."));
    options.addPositional(QStringLiteral("NAME"), QStringLiteral("An installed model."));
    for (const auto& [name, member] : fields)
        options.addOption({QLatin1String(name)}, QStringLiteral("TEXT"),
                          QStringLiteral("The card's %1.").arg(QLatin1String(name)));
    const QString none = QStringLiteral("none");
    options.addOption(
        {QStringLiteral("role")}, QStringLiteral("ROLE"),
        QStringLiteral("faithful, crisp or none: its end of the strength, see upscale --strength."));
    if (options.parse(arguments) && options.positionals().size() != 1)
        options.fail(QStringLiteral("one model must be given"));
    const QString role =
        options.choice(QStringLiteral("role"), {none, QStringLiteral("faithful"), QStringLiteral("crisp")});
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    const ModelStore store;
    const auto model = store.find(toPath(options.positionals().constFirst()).string());
    if (!model)
        return reportError(model.error(), ExitFailed);
    cards::Card card = model->card;
    if (options.has(QStringLiteral("role")))
        card.role = role == none ? std::string() : role.toStdString();
    for (const auto& [name, member] : fields)
        if (options.has(QLatin1String(name)))
            card.*member = options.text(QLatin1String(name)).toStdString();
    const auto kept = store.add(model->file, card, true);
    if (!kept)
        return reportError(kept.error(), ExitFailed);
    printOut(descriptionOf(*kept));
    return ExitDone;
}

int runInterpolate(const QStringList& arguments)
{
    Arguments options(
        QStringLiteral("models interpolate FAITHFUL CRISP --strength S [options]"),
        QStringLiteral(
            "Mixes two networks of one ancestry (ESRGAN's network interpolation): 0 is the first, 1 the\n"
            "second. The mixture becomes a model."));
    options.addPositional(QStringLiteral("FAITHFUL"), QStringLiteral("The network of strength 0."));
    options.addPositional(QStringLiteral("CRISP"), QStringLiteral("The network of strength 1."));
    options.addOption({QStringLiteral("strength")}, QStringLiteral("S"),
                      QStringLiteral("0 to 2; above 1 extrapolates beyond the second. Default: 0.8."));
    options.addOption({QStringLiteral("name")}, QStringLiteral("NAME"),
                      QStringLiteral("The mixture's name. Default: from both names and the strength."));
    options.addFlag({QStringLiteral("replace")}, QStringLiteral("Replace a model of the same name."));
    if (options.parse(arguments) && options.positionals().size() != 2)
        options.fail(QStringLiteral("two models must be given"));
    const double strength = options.number(QStringLiteral("strength"), 0.0, 2.0).value_or(0.8);
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    const ModelStore store;
    const auto faithful = store.find(toPath(options.positionals()[0]).string());
    if (!faithful)
        return reportError(faithful.error(), ExitFailed);
    const auto crisp = store.find(toPath(options.positionals()[1]).string());
    if (!crisp)
        return reportError(crisp.error(), ExitFailed);
    const auto mixture = models::interpolate(store, *faithful, *crisp, strength,
                                             options.text(QStringLiteral("name")).toStdString(),
                                             options.has(QStringLiteral("replace")));
    if (!mixture)
        return reportError(mixture.error(), ExitFailed);
    printOut(printable("'" + mixture->card.name + "' is " + mixture->card.title));
    return ExitDone;
}

int runDownscale(const QStringList& arguments)
{
    Arguments options(
        QStringLiteral("models downscale MODEL --scale S [options]"),
        QStringLiteral(
            "Makes of an SRVGGNetCompact or SPAN network one of a smaller scale, which gives the same\n"
            "picture, reduced. The result becomes a model; train --from goes on with it."));
    options.addPositional(QStringLiteral("MODEL"), QStringLiteral("The network."));
    options.addOption({QStringLiteral("scale")}, QStringLiteral("S"),
                      QStringLiteral("A divisor of its scale; 1 restores without enlarging."));
    options.addOption({QStringLiteral("name")}, QStringLiteral("NAME"),
                      QStringLiteral("The result's name. Default: the model's, with the new scale."));
    options.addFlag({QStringLiteral("replace")}, QStringLiteral("Replace a model of the same name."));
    if (options.parse(arguments) && options.positionals().size() != 1)
        options.fail(QStringLiteral("one model must be given"));
    const auto scale = options.number(QStringLiteral("scale"), 1.0, 8.0);
    if (!options.isWrong() && !options.has(QStringLiteral("help")) && !scale)
        options.fail(QStringLiteral("--scale must be given"));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    const ModelStore store;
    const auto model = store.find(toPath(options.positionals().first()).string());
    if (!model)
        return reportError(model.error(), ExitFailed);
    const auto smaller = models::withSmallerScale(store, *model, int(*scale),
                                                  options.text(QStringLiteral("name")).toStdString(),
                                                  options.has(QStringLiteral("replace")));
    if (!smaller)
        return reportError(smaller.error(), ExitFailed);
    printOut(printable("'" + smaller->card.name + "' is " + smaller->card.title));
    return ExitDone;
}

constexpr Command commands[] = {{"list", "list the installed models", runList},
                                {"info", "show what is known about a model", runInfo},
                                {"import", "check model files and add them to the store", runImport},
                                {"export", "write a model to a file", runExport},
                                {"card", "change a model's card", runCard},
                                {"fetch", "fetch published networks", runFetchModels},
                                {"rename", "give an installed model another name", runRenameModel},
                                {"remove", "remove installed models", runRemoveModels},
                                {"interpolate", "mix two networks of one ancestry", runInterpolate},
                                {"downscale", "bring a network to a smaller scale", runDownscale}};

} // namespace

int runModels(const QStringList& arguments)
{
    return dispatch(QStringLiteral("enlarger-cli models"), QStringLiteral("Manages the installed networks."),
                    commands, arguments);
}

} // namespace enlarger::cli
