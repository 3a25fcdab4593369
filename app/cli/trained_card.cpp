// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/trained_card.h"

#include "app/cli/path_text.h"
#include "app/cli/text_format.h"
#include "core/base/version.h"
#include "core/models/interpolation.h"

#include <QDateTime>

#include <fmt/format.h>

namespace enlarger::cli {

namespace {

std::string validationText(const std::map<std::string, double>& values)
{
    const auto value = [&](const char* name) { return values.contains(name) ? values.at(name) : 0.0; };
    if (values.empty())
        return {};
    std::string text = fmt::format("held-out crops: {:.2f} dB, SSIM {:.4f}", value("psnr"), value("ssim"));
    if (values.contains("lpips"))
        text += fmt::format(", LPIPS {:.3f}", value("lpips"));
    return text;
}

/// The command without paths: the data are named by the person who repeats it.
std::string commandText(const QStringList& words)
{
    QStringList parts; // --name=value is two
    for (const QString& word : words) {
        const qsizetype equals = word.startsWith(QLatin1String("--")) ? word.indexOf(QLatin1Char('=')) : -1;
        parts += equals < 0 ? QStringList{word} : QStringList{word.left(equals), word.mid(equals + 1)};
    }
    std::string text = "enlarger-cli train FOLDER";
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QString& part = parts[i];
        if (!part.startsWith(QLatin1Char('-')))
            continue; // the data
        text += " " + part.toStdString();
        if (part == QLatin1String("--tensorboard") || i + 1 == parts.size())
            continue;
        const QString& value = parts[++i];
        const bool isFolder = part == QLatin1String("--features") || part == QLatin1String("--lr");
        const bool isFile = part == QLatin1String("--from") || part == QLatin1String("--recipe") ||
                            part == QLatin1String("-r"); // its folder is nobody's business
        const std::string shown = isFile ? toPath(value).filename().string() : value.toStdString();
        text += isFolder                                              ? std::string(" FOLDER")
                : shown.find_first_of(" '\"$&|;<>()*?") == shown.npos ? " " + shown
                                                                      : fmt::format(" '{}'", shown);
    }
    return text;
}

} // namespace

models::Card trainedCard(const TrainRequest& request, const train::RunResult& result)
{
    models::Card card;
    card.name = request.name;
    card.description = result.recipe.description;
    card.licence =
        result.parent.empty() ? "GPL-3.0-or-later" : models::termsOf(result.parent, request.parentLicence);
    card.source = fmt::format("trained with {} {}{}", programName, programVersion,
                              result.parent.empty() ? "" : ", from " + result.parent);
    card.ancestry = result.ancestry;
    card.created = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM-dd")).toStdString();
    card.role = result.recipe.loss.ganWeight > 0.0     ? "crisp"
                : result.recipe.loss.target == "start" ? request.parentRole
                                                       : "faithful";
    card.recipe = fmt::format("{}, {} steps", result.recipe.name, result.kept);
    card.data = result.dataSummary;
    card.figures = validationText(result.validation);
    card.log = fmt::format("{} steps of {} crops of {} pixels in {}", result.steps,
                           result.recipe.data.batch * result.recipe.optimiser.accumulate,
                           result.recipe.data.crop, durationText(result.seconds));
    card.command = commandText(request.words);
    return card;
}

models::Card carriedCard(const TrainRequest& request, const models::Card& faithful)
{
    models::Card card = faithful;
    card.name = request.name;
    card.role = "crisp";
    card.licence =
        models::termsOfBoth(faithful.licence, models::termsOf(request.crisp, request.crispLicence));
    card.source = fmt::format("what {} has learnt, added to {}", faithful.name, request.crisp);
    card.figures = {}; // those are the faithful one's
    return card;
}

} // namespace enlarger::cli
