// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <span>

namespace enlarger::ui {

class Layer;

/// Ways to compare. Settings keep the number, so that a new one comes last.
enum class CompareMode { SideBySide, Split, Flip, Grid, Difference };

/// What there is to be compared; each mode shows some of it. Null: not there.
struct Compared
{
    int candidates = 0;    // how many there are
    Layer* left = nullptr; // the pair
    Layer* right = nullptr;
    Layer* flipped = nullptr; // the one that was chosen to be shown alone
    QList<Layer*> grid;       // up to four
    Layer* leftDifference = nullptr;
    Layer* rightDifference = nullptr;
};

/// Which layers the panes show, from the top left to the bottom right: one to four, of which some may be
/// null.
struct PaneLayers
{
    QList<Layer*> panes;
    Layer* second = nullptr; // right of the divider in the first pane; null: no divider
};

/// Which candidates a person chooses in a mode.
enum class CandidateChoice { None, Pair, One, EachPane };

/// All that sets a mode apart. The view, the bar over it, the actions and the list of shortcuts are made of
/// it.
struct CompareModeInfo
{
    CompareMode mode;
    const char* name; // for people; this and `use` go through QObject::tr()
    const char* use;  // what it is good for
    const char* shortcut;
    const char* icon; // resources/icons/ICON.svg
    CandidateChoice choice = CandidateChoice::None;
    bool canTakeMore = true;     // further models may be added to the candidates
    bool hasLensPerPane = false; // the loupe has a lens for each pane; else for what is under the cursor
    PaneLayers (*panes)(const Compared&);
    Layer* (*active)(const Compared&) = nullptr; // the layer that counts; none: that of the active pane
};

std::span<const CompareModeInfo> compareModes(); // in the order of the bar
const CompareModeInfo& infoOf(CompareMode mode);

} // namespace enlarger::ui
