// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/photo_advice.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <set>

namespace enlarger::app {

namespace {

using degrade::DegradationKind;
using train::DataReport;
using train::PictureQuality;

constexpr double noisy = 2.0;         // of 255
constexpr double visibleBlocks = 1.6; // JPEG of quality 85 and below
constexpr double soft = 0.63;

double median(const DataReport& report, double PictureQuality::*what)
{
    std::vector<double> values;
    for (const train::SourcePicture& picture : report.used)
        values.push_back(picture.quality.*what);
    const auto middle = values.begin() + std::ssize(values) / 2;
    std::ranges::nth_element(values, middle);
    return *middle;
}

std::string amountOf(const DataReport& report)
{
    const auto photos = std::ssize(report.used);
    constexpr int forKeeping = 5;
    constexpr int forTuning = 50;
    constexpr int forScratch = 500;
    if (photos < forKeeping)
        return "Too few: from five on one can be kept, which shows whether a network gets better.";
    if (report.usefulPatches * 10 < report.patches)
        return "Nearly all of them is flat or blurred: there is little to learn from such photos.";
    if (photos < forTuning)
        return fmt::format(
            "Enough to try: a network learns these {} scenes. Fifty and more, of what you want to "
            "enlarge, are a good start for fine-tuning.",
            photos);
    if (photos < forScratch)
        return "Enough for fine-tuning. A network from scratch wants five hundred and more.";
    return "Enough for fine-tuning, and for a network from scratch.";
}

std::string qualityOf(const DataReport& report, DegradationKind& degradation)
{
    const double noise = median(report, &PictureQuality::noise);
    const double blocks = median(report, &PictureQuality::blocks);
    const double edges = median(report, &PictureQuality::edges);
    const bool isDegraded = noise >= noisy || blocks >= visibleBlocks;
    degradation = isDegraded ? DegradationKind::Photo : DegradationKind::Bicubic;
    std::string text = fmt::format("Noise {:.1f} of 255, {} JPEG blocks, {} edges: ", noise,
                                   blocks >= visibleBlocks ? "visible" : "no",
                                   edges == 0.0    ? "no"
                                   : edges >= soft ? "sharp"
                                                   : "soft");
    text += isDegraded ? "these look like pictures from a phone or the web." : "these are clean pictures.";
    if (edges > 0.0 && edges < soft)
        text += " Scaled down to a half they would be sharper examples.";
    return text;
}

std::set<std::uint64_t> hashesIn(const std::filesystem::path& file)
{
    std::set<std::uint64_t> hashes;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::uint64_t hash = 0;
        if (std::from_chars(line.data(), line.data() + line.size(), hash, 16).ec == std::errc())
            hashes.insert(hash);
    }
    return hashes;
}

std::string knownOf(const DataReport& report, const std::filesystem::path& shipped)
{
    if (shipped.empty())
        return {};
    const std::set<std::uint64_t> hashes = hashesIn(shipped / "training-photos.txt");
    const auto known = std::ranges::count_if(
        report.used, [&](const train::SourcePicture& picture) { return hashes.contains(picture.hash); });
    if (known == 0)
        return {};
    return fmt::format(
        "{} of these {} photos {} among those that the networks that ship have learnt from: there "
        "is little left to gain on them, and what is measured on them flatters.",
        known, report.used.size(), known == 1 ? "is" : "are");
}

} // namespace

PhotoAdvice adviceOn(const DataReport& report, const std::filesystem::path& shipped)
{
    PhotoAdvice advice;
    if (report.used.empty())
        return advice;
    advice.amount = amountOf(report);
    if (report.used.front().lr.empty()) // pairs have LR of their own
        advice.quality = qualityOf(report, advice.degradation);
    advice.known = knownOf(report, shipped);
    return advice;
}

std::optional<DegradationKind> degradationOf(const cards::Card& card)
{
    // Of networks that are trained here it is the last word; those that ship say it in a sentence.
    if (card.data.find("degraded as by a phone or the web") != std::string::npos)
        return DegradationKind::Photo;
    const std::size_t comma = card.data.rfind(", ");
    return comma == std::string::npos ? std::nullopt : fromName<DegradationKind>(card.data.substr(comma + 2));
}

} // namespace enlarger::app
