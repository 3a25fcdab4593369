// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_file.h"

#include "app/files/path_text.h"
#include "core/base/atomic_file.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace enlarger::app {

namespace {

const QString dataKey = QStringLiteral("data");
const QString lrKey = QStringLiteral("lr");
const QString nameKey = QStringLiteral("name");
const QString fromKey = QStringLiteral("from");
const QString crispKey = QStringLiteral("crisp");
const QString crispLicenceKey = QStringLiteral("crisp-licence");
const QString featuresKey = QStringLiteral("features");
const QString validationSetsKey = QStringLiteral("validation-sets");
const QString tensorBoardKey = QStringLiteral("tensorboard");
const QString csvWideKey = QStringLiteral("csv-wide");
const QString deviceKey = QStringLiteral("device");
const QString commandKey = QStringLiteral("command");
const QString stepsKey = QStringLiteral("steps");
const QString oldLicenceKey = QStringLiteral("licence"); // of the parent: earlier versions wrote them
const QString oldRoleKey = QStringLiteral("role");

QJsonArray arrayOf(const std::vector<std::filesystem::path>& paths)
{
    QJsonArray array;
    for (const auto& path : paths)
        array += toText(path);
    return array;
}

std::vector<std::filesystem::path> pathsOf(const QJsonValue& array)
{
    std::vector<std::filesystem::path> paths;
    for (const QJsonValue& value : array.toArray())
        paths.push_back(toPath(value.toString()));
    return paths;
}

QJsonObject objectOf(const std::map<std::string, std::filesystem::path>& sets)
{
    QJsonObject object;
    for (const auto& [name, folder] : sets)
        object[toText(name)] = toText(folder);
    return object;
}

std::map<std::string, std::filesystem::path> setsOf(const QJsonObject& object)
{
    std::map<std::string, std::filesystem::path> sets;
    for (auto set = object.begin(); set != object.end(); ++set)
        sets[set.key().toStdString()] = toPath(set.value().toString());
    return sets;
}

/// Empty where there is none.
QJsonObject readObject(const std::filesystem::path& folder)
{
    QFile file(toText(runFileOf(folder)));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

} // namespace

std::filesystem::path runsFolder(const models::ModelStore& store)
{
    return store.folder().parent_path() / "runs";
}

std::filesystem::path findRun(const std::filesystem::path& run, const models::ModelStore& store)
{
    std::error_code problem;
    const std::filesystem::path folder = run.has_filename() ? run : run.parent_path(); // "runs/mine/"
    return std::filesystem::exists(runFileOf(folder), problem) ? folder : runsFolder(store) / folder;
}

std::string runName(const std::filesystem::path& folder, const models::ModelStore& store)
{
    return (folder.parent_path() == runsFolder(store) ? folder.filename() : folder).string();
}

bool isAmongRuns(const std::filesystem::path& folder, const models::ModelStore& store)
{
    std::error_code problem;
    const std::filesystem::path name = folder.filename();
    const std::filesystem::path parent = folder.has_parent_path() ? folder.parent_path() : ".";
    return !name.empty() && name != "." && name != ".." &&
           std::filesystem::equivalent(parent, runsFolder(store), problem);
}

std::filesystem::path weightDeltaFile(const std::filesystem::path& folder)
{
    return folder / "crispness.safetensors";
}

std::filesystem::path runFileOf(const std::filesystem::path& folder)
{
    return folder / "run.json";
}

Status writeRunFile(const std::filesystem::path& folder, const TrainingRequest& request,
                    const cards::Card& crisp)
{
    const QJsonObject object{{dataKey, arrayOf(request.data)},
                             {lrKey, toText(request.lrFolder)},
                             {nameKey, toText(request.name)},
                             {fromKey, toText(request.from)},
                             {crispKey, toText(crisp.name)},
                             {crispLicenceKey, toText(crisp.licence)},
                             {featuresKey, arrayOf(request.featureFolders)},
                             {validationSetsKey, objectOf(request.validationSets)},
                             {tensorBoardKey, request.tensorBoard},
                             {csvWideKey, request.isCsvWide},
                             {deviceKey, toText(request.device.value_or("auto"))},
                             {commandKey, toText(request.command)},
                             {stepsKey, toText(request.steps)}};
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    return writeFile(runFileOf(folder), QJsonDocument(object).toJson().toStdString());
}

Status rememberRequest(const std::filesystem::path& folder, const TrainingRequest& request)
{
    QJsonObject object = readObject(folder);
    const QJsonObject before = object;
    object[dataKey] = arrayOf(request.data);
    object[lrKey] = toText(request.lrFolder);
    object[featuresKey] = arrayOf(request.featureFolders);
    object[validationSetsKey] = objectOf(request.validationSets);
    object[stepsKey] = toText(request.steps);
    return object == before ? Status()
                            : writeFile(runFileOf(folder), QJsonDocument(object).toJson().toStdString());
}

Status rememberName(const std::filesystem::path& folder, const std::string& name)
{
    QJsonObject object = readObject(folder);
    if (object.isEmpty())
        return {};
    object[nameKey] = toText(name);
    return writeFile(runFileOf(folder), QJsonDocument(object).toJson().toStdString());
}

Result<RunFile> readRunFile(const std::filesystem::path& folder, const std::filesystem::path& runs)
{
    if (std::error_code problem; !std::filesystem::is_regular_file(runFileOf(folder), problem))
        return Error{ErrorKind::BadInput, "is not a training run", folder,
                     "Give its folder, or a name from " + runs.string()};
    const QJsonObject object = readObject(folder);
    const auto textOf = [&](const QString& key) { return object[key].toString().toStdString(); };
    RunFile run;
    run.request.data = pathsOf(object[dataKey]);
    run.request.lrFolder = toPath(object[lrKey].toString());
    run.request.name = textOf(nameKey);
    run.request.from = textOf(fromKey);
    run.request.featureFolders = pathsOf(object[featuresKey]);
    run.request.validationSets = setsOf(object[validationSetsKey].toObject());
    run.request.tensorBoard = object[tensorBoardKey].toBool();
    run.request.isCsvWide = object[csvWideKey].toBool();
    if (object.contains(deviceKey))
        run.request.device = textOf(deviceKey);
    run.request.command = textOf(commandKey);
    run.request.steps = textOf(stepsKey);
    run.crisp.name = textOf(crispKey);
    run.crisp.licence = textOf(crispLicenceKey);
    run.parent.licence = textOf(oldLicenceKey);
    run.parent.role = textOf(oldRoleKey);
    return run;
}

} // namespace enlarger::app
