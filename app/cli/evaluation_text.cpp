// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluation_text.h"

#include "app/cli/json_text.h"
#include "app/cli/path_text.h"
#include "app/cli/text_format.h"

#include <fmt/format.h>

namespace enlarger::cli {

using image::Quality;
using infer::PictureQuality;

namespace {

std::vector<std::string> row(const std::string& picture, const std::string& method, const Quality& quality)
{
    return {picture,
            method,
            decimalText(quality.psnrRgb, 2),
            decimalText(quality.ssimRgb, 4),
            decimalText(quality.psnrY, 2),
            decimalText(quality.ssimY, 4)};
}

QJsonObject jsonOf(const Quality& quality)
{
    return {{QStringLiteral("psnrRgb"), jsonNumber(quality.psnrRgb)},
            {QStringLiteral("ssimRgb"), quality.ssimRgb},
            {QStringLiteral("psnrY"), jsonNumber(quality.psnrY)},
            {QStringLiteral("ssimY"), quality.ssimY}};
}

QJsonObject jsonOf(const MeasuredSet& set, const Quality& bicubic, const std::vector<Quality>& models)
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

std::string csvLine(const std::string& picture, const std::string& method, const Quality& quality)
{
    return fmt::format("\n{},{},{:.4f},{:.6f},{:.4f},{:.6f}", field(picture), field(method), quality.psnrRgb,
                       quality.ssimRgb, quality.psnrY, quality.ssimY);
}

} // namespace

std::string tableOf(const MeasuredSet& set)
{
    Table table({"PICTURE", "METHOD", "PSNR RGB", "SSIM RGB", "PSNR Y", "SSIM Y"});
    const auto addAll = [&](const std::string& name, const Quality& bicubic,
                            const std::vector<Quality>& models) {
        table.addRow(row(printable(name), "bicubic", bicubic));
        for (std::size_t m = 0; m < models.size(); ++m)
            table.addRow(row("", set.models[m], models[m]));
    };
    for (const PictureQuality& picture : set.evaluation.pictures)
        addAll(picture.name, picture.bicubic, picture.models);
    addAll(fmt::format("mean of {}", set.evaluation.pictures.size()), set.evaluation.bicubic,
           set.evaluation.models);
    return table.text({2, 3, 4, 5});
}

std::string csvOf(const MeasuredSet& set)
{
    std::string text = "picture,method,psnr_rgb,ssim_rgb,psnr_y,ssim_y";
    const auto addAll = [&](const std::string& name, const Quality& bicubic,
                            const std::vector<Quality>& models) {
        text += csvLine(name, "bicubic", bicubic);
        for (std::size_t m = 0; m < models.size(); ++m)
            text += csvLine(name, set.models[m], models[m]);
    };
    for (const PictureQuality& picture : set.evaluation.pictures)
        addAll(picture.name, picture.bicubic, picture.models);
    addAll("mean", set.evaluation.bicubic, set.evaluation.models);
    return text;
}

QJsonObject jsonOf(const MeasuredSet& set)
{
    QJsonArray pictures;
    for (const PictureQuality& picture : set.evaluation.pictures) {
        QJsonObject entry = jsonOf(set, picture.bicubic, picture.models);
        entry[QStringLiteral("name")] = toText(picture.name);
        pictures += entry;
    }
    QJsonArray problems;
    for (const Error& problem : set.evaluation.problems)
        problems += toJson(problem);
    return {{QStringLiteral("scale"), set.scale},
            {QStringLiteral("pictures"), pictures},
            {QStringLiteral("mean"), jsonOf(set, set.evaluation.bicubic, set.evaluation.models)},
            {QStringLiteral("problems"), problems}};
}

} // namespace enlarger::cli
