// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cards/card.h"
#include "core/degrade/options/degradation_kind.h"
#include "core/train/photos/data_report.h"

#include <optional>

namespace enlarger::app {

/// What photos are good for, and how LR should be made of them: sentences for a person, empty where there is
/// nothing to say.
struct PhotoAdvice
{
    std::string amount;  // whether they are enough, and for what
    std::string quality; // what was measured, and what it looks like
    std::string known;   // networks that ship have been trained on them
    degrade::DegradationKind degradation = degrade::DegradationKind::Bicubic; // that suits them
};

/// `shipped`: the folder of the networks that ship, which lists the photos that they have learnt from
/// (training-photos.txt, a hash a line); empty: none do.
PhotoAdvice adviceOn(const train::DataReport& report, const std::filesystem::path& shipped);

/// How the LR pictures were made that a network has learnt from, as its card says; nothing: it does not.
std::optional<degrade::DegradationKind> degradationOf(const cards::Card& card);

} // namespace enlarger::app
