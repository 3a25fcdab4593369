// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/data_report_text.h"

#include "app/cli/terminal/json_text.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"

#include <fmt/format.h>

namespace enlarger::cli {

using train::DataReport;
using train::DuplicatePicture;
using train::SourcePicture;

namespace {

std::string counted(std::int64_t count, const char* one, const char* several)
{
    return fmt::format("{} {}", count, count == 1 ? one : several);
}

/// A heading, and below it a line each for the first of them.
template <class T, class Line>
void list(std::string& text, const std::string& heading, const std::vector<T>& things, std::size_t most,
          Line line)
{
    if (things.empty())
        return;
    text += "\n  " + heading + ":";
    for (std::size_t i = 0; i < std::min(most, things.size()); ++i)
        text += "\n    " + printable(line(things[i]));
    if (things.size() > most)
        text += fmt::format("\n    and {} more", things.size() - most);
}

std::string firstLine(const DataReport& report)
{
    if (!report.packed.empty())
        return "Training data: " + counted(std::ssize(report.packed), "packed file", "packed files");
    std::string text =
        fmt::format("Training data: {}, {:.1f} megapixels",
                    counted(std::ssize(report.used), "picture", "pictures"), report.megapixels);
    if (report.patches > 0)
        text += fmt::format("; about {} useful patches of {} (of {})", report.usefulPatches,
                            sizeText(report.neededSide, report.neededSide), report.patches);
    return text;
}

QJsonArray jsonOf(const std::vector<Error>& errors)
{
    QJsonArray array;
    for (const Error& error : errors)
        array += toJson(error);
    return array;
}

} // namespace

std::string textOf(const DataReport& report, std::size_t mostNames)
{
    std::string text = firstLine(report);
    const auto errorText = [](const Error& error) { return error.text(); };
    list(text,
         fmt::format("{} below {} pixels", counted(std::ssize(report.tooSmall), "is", "are"),
                     sizeText(report.neededSide, report.neededSide)),
         report.tooSmall, mostNames, [](const SourcePicture& picture) {
             return fmt::format("{} ({})", picture.file.string(), sizeText(picture.width, picture.height));
         });
    list(text, fmt::format("{} cannot be read", report.unreadable.size()), report.unreadable, mostNames,
         errorText);
    list(text, counted(std::ssize(report.duplicates), "duplicate was left out", "duplicates were left out"),
         report.duplicates, mostNames, [](const DuplicatePicture& duplicate) {
             return fmt::format("{} has the pixels of {}", duplicate.file.string(), duplicate.of.string());
         });
    list(text,
         fmt::format("{} enlarged by this program, and left out",
                     counted(std::ssize(report.enlarged), "was", "were")),
         report.enlarged, mostNames, [](const std::filesystem::path& file) { return file.string(); });
    list(text, fmt::format("{} without a partner", counted(std::ssize(report.unpaired), "is", "are")),
         report.unpaired, mostNames, errorText);
    list(text, counted(std::ssize(report.mismatched), "pair does not fit", "pairs do not fit"),
         report.mismatched, mostNames, errorText);
    if (report.otherFiles > 0)
        text += "\n  " + counted(report.otherFiles, "file that is", "files that are") +
                " no picture in name or content left alone";
    if (const std::string passedOver = report.passedOver.text(); !passedOver.empty())
        text += "\n  " + printable(passedOver);
    if (report.otherColours > 0)
        text += "\n  " + counted(report.otherColours, "picture has", "pictures have") +
                " a colour profile other than sRGB and " + (report.otherColours == 1 ? "is" : "are") +
                " used with the primaries that are there";
    for (const auto& [note, count] : report.notes)
        text += fmt::format("\n  {} ({})", printable(note), counted(count, "picture", "pictures"));
    return text;
}

QJsonObject jsonOf(const DataReport& report)
{
    const auto pictures = [](const std::vector<SourcePicture>& list_) {
        QJsonArray array;
        for (const SourcePicture& picture : list_)
            array += QJsonObject{{QStringLiteral("file"), toText(picture.file)},
                                 {QStringLiteral("width"), picture.width},
                                 {QStringLiteral("height"), picture.height},
                                 {QStringLiteral("hash"), QString::number(picture.hash, 16)},
                                 {QStringLiteral("noise"), picture.quality.noise},
                                 {QStringLiteral("blocks"), picture.quality.blocks},
                                 {QStringLiteral("edges"), picture.quality.edges}};
        return array;
    };
    QJsonArray duplicates;
    for (const DuplicatePicture& duplicate : report.duplicates)
        duplicates += QJsonObject{{QStringLiteral("file"), toText(duplicate.file)},
                                  {QStringLiteral("of"), toText(duplicate.of)}};
    QJsonArray enlarged;
    for (const auto& file : report.enlarged)
        enlarged += toText(file);
    QJsonArray packed;
    for (const auto& file : report.packed)
        packed += toText(file);
    QJsonObject notes;
    for (const auto& [note, count] : report.notes)
        notes[toText(note)] = static_cast<qint64>(count);
    return {{QStringLiteral("used"), pictures(report.used)},
            {QStringLiteral("packed"), packed},
            {QStringLiteral("tooSmall"), pictures(report.tooSmall)},
            {QStringLiteral("neededSide"), report.neededSide},
            {QStringLiteral("unreadable"), jsonOf(report.unreadable)},
            {QStringLiteral("duplicates"), duplicates},
            {QStringLiteral("enlarged"), enlarged},
            {QStringLiteral("unpaired"), jsonOf(report.unpaired)},
            {QStringLiteral("mismatched"), jsonOf(report.mismatched)},
            {QStringLiteral("otherFiles"), static_cast<qint64>(report.otherFiles)},
            {QStringLiteral("passedOver"), static_cast<qint64>(report.passedOver.count())},
            {QStringLiteral("otherColours"), static_cast<qint64>(report.otherColours)},
            {QStringLiteral("notes"), notes},
            {QStringLiteral("megapixels"), report.megapixels},
            {QStringLiteral("patches"), static_cast<qint64>(report.patches)},
            {QStringLiteral("usefulPatches"), static_cast<qint64>(report.usefulPatches)}};
}

} // namespace enlarger::cli
