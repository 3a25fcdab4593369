// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/run_folder.h"

#include "app/cli/terminal/path_text.h"
#include "core/models/model_store.h"
#include "core/train/run/trainer.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace enlarger::cli {

namespace {

const QString dataKey = QStringLiteral("data");
const QString lrKey = QStringLiteral("lr");
const QString nameKey = QStringLiteral("name");
const QString fromKey = QStringLiteral("from");
const QString crispKey = QStringLiteral("crisp");
const QString crispLicenceKey = QStringLiteral("crisp-licence");
const QString featuresKey = QStringLiteral("features");
const QString tensorBoardKey = QStringLiteral("tensorboard");
const QString deviceKey = QStringLiteral("device");
const QString commandKey = QStringLiteral("command");
const QString stepsKey = QStringLiteral("steps");

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

} // namespace

std::filesystem::path runsFolder()
{
    return models::ModelStore::defaultFolder().parent_path() / "runs";
}

std::filesystem::path weightDeltaFile(const std::filesystem::path& folder)
{
    return folder / "crispness.safetensors";
}

std::string wordFor(const std::filesystem::path& folder)
{
    return (folder.parent_path() == runsFolder() ? folder.filename() : folder).string();
}

Status writeRunFile(const std::filesystem::path& folder, const TrainRequest& request)
{
    const QJsonObject object{{dataKey, arrayOf(request.data)},
                             {lrKey, toText(request.lrFolder)},
                             {nameKey, toText(request.name)},
                             {fromKey, request.from},
                             {crispKey, toText(request.crisp)},
                             {crispLicenceKey, toText(request.crispLicence)},
                             {featuresKey, arrayOf(request.featureFolders)},
                             {tensorBoardKey, request.tensorBoard},
                             {deviceKey, toText(request.device)},
                             {commandKey, toText(request.command)},
                             {stepsKey, toText(request.steps)}};
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    QSaveFile file(toText(folder / "run.json"));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(object).toJson()) < 0 || !file.commit())
        return Error{ErrorKind::Io,
                     "the run's folder cannot be written: " + file.errorString().toStdString(),
                     folder,
                     {}};
    return {};
}

Status readRunFile(TrainRequest& request)
{
    std::error_code problem;
    if (!request.resume.has_filename()) // "runs/mine/"
        request.resume = request.resume.parent_path();
    if (!std::filesystem::exists(request.resume / "run.json", problem))
        request.resume = runsFolder() / request.resume;
    QFile file(toText(request.resume / "run.json"));
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::BadInput, "is no training run", request.resume,
                     "Give its folder, or a name out of " + runsFolder().string()};
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    if (request.data.empty())
        request.data = pathsOf(object[dataKey]);
    if (request.lrFolder.empty())
        request.lrFolder = toPath(object[lrKey].toString());
    if (request.featureFolders.empty())
        request.featureFolders = pathsOf(object[featuresKey]);
    request.tensorBoard |= object[tensorBoardKey].toBool();
    if (!request.isDeviceChosen && object.contains(deviceKey))
        request.device = object[deviceKey].toString().toStdString();
    request.name = object[nameKey].toString().toStdString();
    request.from = object[fromKey].toString();
    request.parentLicence = object[QStringLiteral("licence")].toString().toStdString();
    request.parentRole = object[QStringLiteral("role")].toString().toStdString();
    request.crisp = object[crispKey].toString().toStdString();
    request.crispLicence = object[crispLicenceKey].toString().toStdString();
    request.command = object[commandKey].toString().toStdString();
    request.steps = object[stepsKey].toString().toStdString();
    if (request.data.empty() || !cards::isModelName(request.name))
        return Error{ErrorKind::BadInput, "the run's description is damaged", toPath(file.fileName()), {}};
    return {};
}

void removeIfUnbegun(const std::filesystem::path& folder)
{
    std::error_code problem;
    if (train::holdsRun(folder))
        return;
    for (const char* part : {"run.json", "history.csv", "tensorboard", "checkpoints", "validation",
                             "base.safetensors", "model.safetensors"})
        std::filesystem::remove_all(folder / part, problem);
    std::filesystem::remove(weightDeltaFile(folder), problem);
    std::filesystem::remove(folder, problem); // if there is nothing else in it
}

} // namespace enlarger::cli
