// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/compare_mode.h"

#include <QtGlobal>

#include <algorithm>

namespace enlarger::ui {

namespace {

PaneLayers sideBySide(const Compared& compared)
{
    PaneLayers shown{{compared.left}};
    if (compared.right && compared.candidates > 1)
        shown.panes.append(compared.right);
    return shown;
}

PaneLayers split(const Compared& compared)
{
    return {{compared.left}, compared.right};
}

PaneLayers flip(const Compared& compared)
{
    return {{compared.flipped}};
}

PaneLayers grid(const Compared& compared)
{
    return {compared.grid};
}

PaneLayers difference(const Compared& compared)
{
    PaneLayers shown{{compared.leftDifference}};
    if (compared.rightDifference)
        shown.panes.append(compared.rightDifference);
    return shown;
}

constexpr CompareModeInfo modes[] = {
    {.mode = CompareMode::SideBySide,
     .name = QT_TRANSLATE_NOOP("QObject", "Side by side"),
     .use = QT_TRANSLATE_NOOP("QObject", "To judge how two results differ as a whole."),
     .shortcut = "F2",
     .icon = "side-by-side",
     .choice = CandidateChoice::Pair,
     .hasLensPerPane = true,
     .panes = sideBySide},
    {.mode = CompareMode::Split,
     .name = QT_TRANSLATE_NOOP("QObject", "Split"),
     .use = QT_TRANSLATE_NOOP("QObject", "To follow an edge from one result into the other."),
     .shortcut = "F3",
     .icon = "split",
     .choice = CandidateChoice::Pair,
     .panes = split,
     .active = [](const Compared& compared) { return compared.right; }},
    {.mode = CompareMode::Flip,
     .name = QT_TRANSLATE_NOOP("QObject", "Flip"),
     .use =
         QT_TRANSLATE_NOOP("QObject", "To see the smallest differences: 1 to 9 choose what is shown, Space "
                                      "holds the original."),
     .shortcut = "F4",
     .icon = "flip",
     .choice = CandidateChoice::One,
     .panes = flip,
     .active = [](const Compared& compared) { return compared.flipped; }}, // also while the original is held
    {.mode = CompareMode::Grid,
     .name = QT_TRANSLATE_NOOP("QObject", "Grid"),
     .use = QT_TRANSLATE_NOOP("QObject", "To choose among up to four."),
     .shortcut = "F5",
     .icon = "grid",
     .choice = CandidateChoice::EachPane,
     .panes = grid},
    {.mode = CompareMode::Difference,
     .name = QT_TRANSLATE_NOOP("QObject", "Difference"),
     .use = QT_TRANSLATE_NOOP("QObject", "To see what the network changed and what it invented."),
     .shortcut = "F6",
     .icon = "difference",
     .canTakeMore = false,
     .hasLensPerPane = true,
     .panes = difference},
};

} // namespace

std::span<const CompareModeInfo> compareModes()
{
    return modes;
}

const CompareModeInfo& infoOf(CompareMode mode)
{
    const auto* const found = std::ranges::find(modes, mode, &CompareModeInfo::mode);
    Q_ASSERT(found != std::end(modes));
    return *found;
}

} // namespace enlarger::ui
