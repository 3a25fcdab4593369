// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/trained_card.h"

#include "app/cli/path_text.h"
#include "app/cli/text_format.h"
#include "core/base/version.h"

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
    std::string text = "enlarger-cli train FOLDER";
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words[i];
        const bool isPath = word == QLatin1String("--features") || word == QLatin1String("--lr");
        if (isPath) {
            text += " " + word.toStdString() + " FOLDER";
            ++i;
        } else if (word == QLatin1String("--from") && i + 1 < words.size()) {
            text += " --from " + toPath(words[++i]).filename().string(); // its folder is nobody's business
        } else if (word.startsWith(QLatin1Char('-'))) {
            text += " " + word.toStdString();
            if (!word.contains(QLatin1Char('=')) && word != QLatin1String("--tensorboard") &&
                i + 1 < words.size())
                text += " " + words[++i].toStdString();
        }
    }
    return text;
}

} // namespace

models::Card trainedCard(const TrainRequest& request, const train::RunResult& result,
                         const std::string& parentLicence)
{
    models::Card card;
    card.name = request.name;
    card.description = result.recipe.description;
    card.licence = !parentLicence.empty()  ? parentLicence
                   : result.parent.empty() ? "GPL-3.0-or-later"
                                           : "as that of " + result.parent + ", which does not say it";
    card.source = fmt::format("trained with {} {}{}", programName, programVersion,
                              result.parent.empty() ? "" : ", from " + result.parent);
    card.ancestry = result.ancestry;
    card.created = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM-dd")).toStdString();
    card.role = result.recipe.loss.ganWeight > 0.0 ? "crisp" : "faithful";
    card.recipe = fmt::format("{}, {} steps", result.recipe.name, result.steps);
    card.data = result.dataSummary;
    card.figures = validationText(result.validation);
    card.log = fmt::format("{} steps of {} crops of {} pixels in {}", result.steps,
                           result.recipe.data.batch * result.recipe.optimiser.accumulate,
                           result.recipe.data.crop, durationText(result.seconds));
    card.command = commandText(request.words);
    return card;
}

} // namespace enlarger::cli
