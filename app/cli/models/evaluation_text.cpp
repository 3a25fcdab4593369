// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/models/evaluation_text.h"

#include "app/cli/terminal/json_text.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"

#include <fmt/format.h>

namespace enlarger::cli {

using infer::PictureQuality;
using infer::Scores;

namespace {

std::vector<std::string> row(const std::string& picture, const std::string& method, const Scores& scores)
{
    std::vector<std::string> cells = {picture,
                                      method,
                                      decimalText(scores.psnrRgb, 2),
                                      decimalText(scores.ssimRgb, 4),
                                      decimalText(scores.psnrY, 2),
                                      decimalText(scores.ssimY, 4)};
    if (scores.lpips)
        cells.push_back(decimalText(*scores.lpips, 3));
    return cells;
}

QJsonObject jsonOf(const Scores& scores)
{
    QJsonObject json{{QStringLiteral("psnrRgb"), jsonNumber(scores.psnrRgb)},
                     {QStringLiteral("ssimRgb"), scores.ssimRgb},
                     {QStringLiteral("psnrY"), jsonNumber(scores.psnrY)},
                     {QStringLiteral("ssimY"), scores.ssimY}};
    if (scores.lpips)
        json[QStringLiteral("lpips")] = *scores.lpips;
    return json;
}

QJsonObject jsonOf(const EvaluationResult& set, const Scores& bicubic, const std::vector<Scores>& models)
{
    QJsonObject json{{QStringLiteral("bicubic"), jsonOf(bicubic)}};
    QJsonArray list;
    for (std::size_t m = 0; m < models.size(); ++m) {
        QJsonObject entry = jsonOf(models[m]);
        entry[QStringLiteral("model")] = toText(set.models[m]);
        list += entry;
    }
    json[QStringLiteral("models")] = list;
    return json;
}

// A field of CSV: in quotes where it needs them.
std::string field(const std::string& text)
{
    if (text.find_first_of(",\"\n\r") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

std::string csvLine(const std::string& picture, const std::string& method, const Scores& scores)
{
    return fmt::format("\n{},{},{:.4f},{:.6f},{:.4f},{:.6f},{}", field(picture), field(method),
                       scores.psnrRgb, scores.ssimRgb, scores.psnrY, scores.ssimY,
                       scores.lpips ? fmt::format("{:.6f}", *scores.lpips) : "");
}

} // namespace

std::string tableOf(const EvaluationResult& set)
{
    std::vector<std::string> columns = {"PICTURE", "METHOD", "PSNR RGB", "SSIM RGB", "PSNR Y", "SSIM Y"};
    if (set.evaluation.bicubic.lpips)
        columns.emplace_back("LPIPS");
    Table table(columns);
    const auto addAll = [&](const std::string& name, const Scores& bicubic,
                            const std::vector<Scores>& models) {
        table.addRow(row(printable(name), "bicubic", bicubic));
        for (std::size_t m = 0; m < models.size(); ++m)
            table.addRow(row("", set.models[m], models[m]));
    };
    for (const PictureQuality& picture : set.evaluation.pictures)
        addAll(picture.name, picture.bicubic, picture.models);
    addAll(fmt::format("mean of {}", set.evaluation.pictures.size()), set.evaluation.bicubic,
           set.evaluation.models);
    return table.text({2, 3, 4, 5, 6});
}

std::string csvOf(const EvaluationResult& set)
{
    std::string text = "picture,method,psnr_rgb,ssim_rgb,psnr_y,ssim_y,lpips";
    const auto addAll = [&](const std::string& name, const Scores& bicubic,
                            const std::vector<Scores>& models) {
        text += csvLine(name, "bicubic", bicubic);
        for (std::size_t m = 0; m < models.size(); ++m)
            text += csvLine(name, set.models[m], models[m]);
    };
    for (const PictureQuality& picture : set.evaluation.pictures)
        addAll(picture.name, picture.bicubic, picture.models);
    addAll("mean", set.evaluation.bicubic, set.evaluation.models);
    return text;
}

QJsonObject jsonOf(const EvaluationResult& set)
{
    QJsonArray pictures;
    for (const PictureQuality& picture : set.evaluation.pictures) {
        QJsonObject entry = jsonOf(set, picture.bicubic, picture.models);
        entry[QStringLiteral("name")] = toText(picture.name);
        pictures += entry;
    }
    return {{QStringLiteral("scale"), set.scale},
            {QStringLiteral("pictures"), pictures},
            {QStringLiteral("mean"), jsonOf(set, set.evaluation.bicubic, set.evaluation.models)},
            {QStringLiteral("problems"), toJson(set.evaluation.problems)}};
}

} // namespace enlarger::cli
